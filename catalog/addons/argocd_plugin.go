package addons

import "slipway.dev/slipway/assembly"

// argocdPlugins is the folder in which repo-server looks for plugins' sockets.
const argocdPlugins = "${sockets.argocd-plugins}"

// argocdPlugin renders Score files where Argo CD syncs: with this program, as
// 'slipway workload render' does by hand, so that both give the same bytes.
// repo-server asks it about every folder, before it looks for Kustomize and Helm.
// It sees tenants' files and no more: it is nobody to the API server, and what
// it starts is that one program, by its path and without a shell.
func argocdPlugin() assembly.Process {
	env := argocdEnvironment(nil)
	delete(env, "REDIS_PASSWORD") // what it starts reads a tenant's files
	delete(env, "ARGOCD_ASK_PASS_SOCK")
	env["ARGOCD_CMP_WORKDIR"] = "${dir}"
	return assembly.Process{
		Name: "argocd-plugin", Program: programArgoCD, Command: "argocd-cmp-server",
		Args:  []string{"--config-dir-path=${dir}"},
		Env:   env,
		Files: map[string]string{"plugin.yaml": scorePlugin},
		Ready: &assembly.Probe{Unix: argocdPlugins + "/score.sock"},
	}
}

// scorePlugin says when the plugin is asked for and what it does. Nothing of an
// Application becomes part of a command: its namespace and its parameters are in
// the environment.
const scorePlugin = `apiVersion: argoproj.io/v1alpha1
kind: ConfigManagementPlugin
metadata:
  name: score
spec:
  discover:
    find:
      command: ["${self}", workload, discover]
  generate:
    command: ["${self}", workload, render, --argocd]
`

package addons

import (
	"maps"

	"slipway.dev/slipway/assembly"
)

// programArgoCD is the program of the distribution with Argo CD's components.
const programArgoCD = "argocd"

// argocdProcesses are Argo CD's components beside a local control plane, each
// as the service account that it has in a cluster, with upstream's rights.
func argocdProcesses() []assembly.Process {
	return []assembly.Process{argocdRedis(), argocdPlugin(), argocdRepoServer(), argocdController(), argocdAppSets(), argocdWebhook()}
}

// argocdRedis is a cache: nothing of it has to survive. Who writes to it decides
// what is deployed, so it has a password that only this platform knows.
func argocdRedis() assembly.Process {
	return assembly.Process{
		Name: "argocd-redis", Command: "redis-server",
		Args: []string{"${dir}/redis.conf"},
		Files: map[string]string{"redis.conf": `bind 127.0.0.1
port ${port.argocd-redis}
requirepass ${secret.argocd-redis}
save ""
appendonly no
dir ${dir}
`},
		Ready: &assembly.Probe{TCP: "127.0.0.1:${port.argocd-redis}"},
	}
}

// argocdRepoServer clones repositories and renders manifests. It has no rights
// in the cluster, upstream gives it none.
func argocdRepoServer() assembly.Process {
	return assembly.Process{
		Name: "argocd-repo-server", Program: programArgoCD, Command: "argocd-repo-server",
		Path:  []string{programArgoCD, "helm", "kustomize"},
		After: []string{"argocd-redis", "argocd-plugin"}, // without which Score files were taken for objects
		Git:   true,
		Args: []string{
			"--address=127.0.0.1",
			"--port=${port.argocd-repo-server}",
			"--metrics-address=127.0.0.1",
			"--metrics-port=${port.argocd-repo-server-metrics}",
			"--disable-tls", // it listens on the loopback interface only
			"--client-ca-path=",
			"--redis=127.0.0.1:${port.argocd-redis}",
			"--revision-cache-expiration=5s", // a push is seen at once even where no webhook tells of it
		},
		Env:   argocdEnvironment(nil),
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.argocd-repo-server-metrics}/healthz?full=true"},
	}
}

// argocdController compares and applies. Upstream offers no way to bind its
// metrics, which are also its health, to one interface.
func argocdController() assembly.Process {
	return assembly.Process{
		Name: "argocd-application-controller", Program: programArgoCD, Command: "argocd-application-controller",
		Path:     []string{programArgoCD},
		After:    []string{"argocd-repo-server"},
		Identity: assembly.ServiceAccount(argocdNamespace, "argocd-application-controller"),
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--namespace=" + argocdNamespace,
			"--repo-server=127.0.0.1:${port.argocd-repo-server}",
			"--repo-server-plaintext",
			"--redis=127.0.0.1:${port.argocd-redis}",
			"--metrics-port=${port.argocd-application-controller}",
			"--app-resync=30", // seconds; pushes to local repositories are told by webhook
			"--app-resync-jitter=0",
		},
		Env:   argocdEnvironment(inCluster()),
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.argocd-application-controller}/healthz"},
	}
}

func argocdAppSets() assembly.Process {
	return assembly.Process{
		Name: "argocd-applicationset-controller", Program: programArgoCD, Command: "argocd-applicationset-controller",
		Path:     []string{programArgoCD},
		After:    []string{"argocd-repo-server", "argocd-webhook"}, // which makes the key that its own webhook wants
		Identity: assembly.ServiceAccount(argocdNamespace, "argocd-applicationset-controller"),
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--namespace=" + argocdNamespace,
			"--argocd-repo-server=127.0.0.1:${port.argocd-repo-server}",
			"--repo-server-plaintext",
			"--metrics-addr=0", // none
			"--probe-addr=127.0.0.1:${port.argocd-applicationset-controller}",
			"--webhook-addr=127.0.0.1:${port.argocd-applicationset-webhook}",
		},
		Env: argocdEnvironment(inCluster()),
		// Upstream serves the probe's address and registers no check on it.
		Ready: &assembly.Probe{TCP: "127.0.0.1:${port.argocd-applicationset-controller}"},
	}
}

// argocdWebhook is told of pushes; in a cluster that is one of the API server's
// tasks, so it has that one's account.
func argocdWebhook() assembly.Process {
	return assembly.Process{
		Name: "argocd-webhook", Program: programArgoCD, Command: "argocd-webhook",
		After:    []string{"argocd-redis"},
		Identity: assembly.ServiceAccount(argocdNamespace, "argocd-server"),
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--namespace=" + argocdNamespace,
			"--address=127.0.0.1:${port.argocd-webhook}",
			"--redis=127.0.0.1:${port.argocd-redis}",
		},
		Env:   argocdEnvironment(nil),
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.argocd-webhook}/healthz"},
		Push:  "http://127.0.0.1:${port.argocd-webhook}/api/webhook",
	}
}

// inCluster makes "https://kubernetes.default.svc", where Applications say they
// go, the cluster of the kubeconfig (upstream's end-to-end tests run this way).
func inCluster() map[string]string {
	return map[string]string{"KUBECONFIG": "${kubeconfig}", "ARGOCD_FAKE_IN_CLUSTER": "true"}
}

// argocdEnvironment moves everything that has a fixed place in upstream's image
// into the process's own directory. Signatures are not checked: there is no
// keyring on this machine that the platform owns.
func argocdEnvironment(more map[string]string) map[string]string {
	env := map[string]string{
		"ARGOCD_GPG_ENABLED":        "false",
		"ARGOCD_GNUPGHOME":          "${dir}/gpg/keys",
		"ARGOCD_GPG_DATA_PATH":      "${dir}/gpg/source",
		"ARGOCD_TLS_DATA_PATH":      "${dir}/tls",
		"ARGOCD_SSH_DATA_PATH":      "${dir}/ssh",
		"ARGOCD_PLUGINSOCKFILEPATH": argocdPlugins,
		"ARGOCD_ASK_PASS_SOCK":      "${socket.ask-pass}",
		"REDIS_PASSWORD":            "${secret.argocd-redis}",
		"TMPDIR":                    "${dir}",
	}
	maps.Copy(env, more)
	return env
}

package addons

import "slipway.dev/slipway/assembly"

// fluxSource fetches repositories and serves what it fetched.
func fluxSource() assembly.Process {
	return assembly.Process{
		Name: "flux-source-controller", Program: "flux-source-controller", Command: "flux-source-controller",
		Identity: assembly.ServiceAccount(fluxNamespace, "source-controller"),
		Git:      true,
		Args: []string{
			"--watch-all-namespaces",
			"--log-encoding=json",
			"--enable-leader-election=false",
			"--metrics-addr=0", // none
			"--health-addr=127.0.0.1:${port.flux-source-health}",
			"--storage-path=${dir}/artifacts",
			"--storage-addr=127.0.0.1:${port.flux-source}",
			"--storage-adv-addr=127.0.0.1:${port.flux-source}",
		},
		Files: map[string]string{"artifacts/.keep": ""}, // the folder must be there
		Env:   fluxEnvironment(),
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.flux-source-health}/readyz"},
	}
}

// fluxKustomize applies what was fetched, as the service account that each
// Kustomization names (Flux' documentation, "Multi-tenancy lockdown").
func fluxKustomize() assembly.Process {
	return assembly.Process{
		Name: "flux-kustomize-controller", Program: "flux-kustomize-controller", Command: "flux-kustomize-controller",
		Identity: assembly.ServiceAccount(fluxNamespace, "kustomize-controller"),
		Args: []string{
			"--watch-all-namespaces",
			"--log-encoding=json",
			"--enable-leader-election=false",
			"--metrics-addr=0", // none
			"--health-addr=127.0.0.1:${port.flux-kustomize-health}",
			"--no-cross-namespace-refs=true",
			"--no-remote-bases=true",
			"--default-service-account=default",
			"--requeue-dependency=5s",
		},
		Env:   fluxEnvironment(),
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.flux-kustomize-health}/readyz"},
	}
}

func fluxEnvironment() map[string]string {
	return map[string]string{
		"KUBECONFIG":        "${kubeconfig}",
		"RUNTIME_NAMESPACE": fluxNamespace,
		"HOME":              "${dir}",
		"TMPDIR":            "${dir}",
	}
}

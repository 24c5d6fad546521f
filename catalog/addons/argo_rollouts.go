package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// ArgoRollouts rolls new versions out step by step.
type ArgoRollouts struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*ArgoRollouts) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "argo-rollouts",
		Doc:        "Blue/green and canary rollouts with analysis, by Argo Rollouts.",
		Upstream:   "https://github.com/argoproj/argo-rollouts",
		Version:    version.ArgoRollouts,
		Charts:     []assembly.Chart{{Repo: "https://argoproj.github.io/argo-helm", Name: "argo-rollouts", Version: "2.41.0", Release: "argo-rollouts", Namespace: "argo-rollouts"}},
		Namespaces: []string{"argo-rollouts"},
		Fidelity:   realChart("upstream's program runs as a process; without a traffic router that it knows it shifts by replicas and by Services"),
	}
}

// Build is upstream's chart.
func (a *ArgoRollouts) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.Local {
		return rolloutsHere(b)
	}
	a.install(b, a.Info().Charts[0], nil)
	return nil
}

// rolloutsHere is the program as a host of the cluster's network: it reaches
// Prometheus there, and what it serves is served to nobody else.
func rolloutsHere(b *blueprint.AddOnBuild) error {
	base, err := add(upstream.ArgoRolloutsBase(), "namespace.yaml", systemNamespace("argo-rollouts"))
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{Files: base, Gates: gates(established())})
	b.Run("controllers", assembly.Process{
		Name: "argo-rollouts", Program: "argo-rollouts", Command: "argo-rollouts",
		Identity: assembly.ServiceAccount("argo-rollouts", "argo-rollouts"),
		Network:  b.Attach(blueprint.HostRollouts, nil, []string{"argo-rollouts"}),
		Args: []string{
			"--kubeconfig=${kubeconfig}", "--namespace=argo-rollouts", "--leader-elect=false",
			"--healthzPort=${port.argo-rollouts}", "--metricsPort=${port.argo-rollouts-metrics}",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.argo-rollouts}/healthz"},
	})
	return nil
}

package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// KubeRay runs Ray clusters.
type KubeRay struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*KubeRay) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "kuberay",
		Doc:        "Ray clusters, jobs and services as Kubernetes objects.",
		Upstream:   "https://github.com/ray-project/kuberay",
		Charts:     []assembly.Chart{{Repo: "https://ray-project.github.io/kuberay-helm", Name: "kuberay-operator", Version: "1.6.2", Release: "kuberay-operator", Namespace: "kuberay-operator"}},
		Namespaces: []string{"kuberay-operator"},
		Fidelity:   chartFidelity("pods on simulated nodes do nothing that it could act on"),
	}
}

// Build is upstream's chart.
func (a *KubeRay) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}

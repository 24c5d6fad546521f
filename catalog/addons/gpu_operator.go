package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// GPUOperator makes GPUs of NVIDIA usable.
type GPUOperator struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*GPUOperator) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "gpu-operator",
		Doc:        "GPUs of NVIDIA for pods: device plugin, metrics, partitioning.",
		Upstream:   "https://github.com/NVIDIA/gpu-operator",
		Charts:     []assembly.Chart{{Repo: "https://nvidia.github.io/gpu-operator", Name: "gpu-operator", Version: "v26.3.3", Release: "gpu-operator", Namespace: "gpu-operator"}},
		Namespaces: []string{"gpu-operator"},
		Fidelity:   chartFidelity("simulated nodes have no GPUs"),
	}
}

// Build is upstream's chart. The images of EKS for GPUs have driver and toolkit.
func (a *GPUOperator) Build(b *blueprint.AddOnBuild) error {
	var values fields
	if b.Target == blueprint.AWS {
		values = fields{"driver": fields{"enabled": false}, "toolkit": fields{"enabled": false}}
	}
	a.install(b, a.Info().Charts[0], values)
	return nil
}

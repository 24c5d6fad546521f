package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Neuron makes AWS Inferentia and Trainium usable.
type Neuron struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Neuron) Info() blueprint.Info {
	fidelity := chartFidelity("simulated nodes have no accelerators")
	fidelity[blueprint.Kubeconfig] = blueprint.Fidelity{Level: blueprint.Absent, Note: "only instances of EC2 have these accelerators"}
	return blueprint.Info{
		Name:     "neuron",
		Doc:      "AWS Inferentia and Trainium for pods: the Neuron device plugin.",
		Upstream: "https://github.com/aws-neuron/neuron-helm-charts",
		Charts:   []assembly.Chart{{Repo: "oci://public.ecr.aws/neuron", Name: "neuron-helm-chart", Version: "1.0.0", Release: "neuron", Namespace: "kube-system"}},
		Fidelity: fidelity,
	}
}

// Build is upstream's chart, without the part that terminates nodes, which
// would need an identity.
func (a *Neuron) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.AWS {
		a.install(b, a.Info().Charts[0], fields{"npd": fields{"enabled": false}})
	}
	return nil
}

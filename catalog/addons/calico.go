package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Calico enforces network policies.
type Calico struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Calico) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "calico",
		Doc:        "Network policies enforced on the nodes, by Calico.",
		Upstream:   "https://github.com/projectcalico/calico",
		Charts:     []assembly.Chart{{Repo: "https://docs.tigera.io/calico/charts", Name: "tigera-operator", Version: "v3.31.4", Release: "calico", Namespace: "tigera-operator"}},
		Namespaces: []string{"tigera-operator", "calico-system", "calico-apiserver"},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Simulated, Note: "network policies are stored by the API server; simulated pods send nothing that could be stopped"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: "which of Calico's many ways to install fits depends on the network that the cluster has; its own plugin has to enforce policies"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's operator, for policies only: addresses come from the VPC"},
		},
	}
}

// Build is upstream's operator, told that the network is there already
// (Calico's documentation, "Install Calico networking and network policy for
// on EKS": Amazon VPC CNI plugin).
func (a *Calico) Build(b *blueprint.AddOnBuild) error {
	if b.Target == blueprint.AWS {
		a.install(b, a.Info().Charts[0], fields{"installation": fields{
			"kubernetesProvider": "EKS",
			"cni":                fields{"type": "AmazonVPC"},
			"calicoNetwork":      fields{"bgp": "Disabled"},
		}})
	}
	return nil
}

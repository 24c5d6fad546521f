package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// NodeTerminationHandler drains nodes that EC2 takes away.
type NodeTerminationHandler struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*NodeTerminationHandler) Info() blueprint.Info {
	return blueprint.Info{
		Name:      "node-termination-handler",
		Doc:       "Drains self-managed nodes before EC2 takes them; managed node groups and Karpenter do so themselves.",
		Upstream:  "https://github.com/aws/aws-node-termination-handler",
		Charts:    []assembly.Chart{{Repo: "https://aws.github.io/eks-charts", Name: "aws-node-termination-handler", Version: "0.27.2", Release: "node-termination-handler", Namespace: "kube-system"}},
		Conflicts: []string{"karpenter"},
		Fidelity:  chartFidelity("simulated nodes are not taken away"),
	}
}

// Build is upstream's chart, listening to each instance's own metadata: no queue, no identity.
func (a *NodeTerminationHandler) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], fields{"enableSpotInterruptionDraining": true, "enableScheduledEventDraining": true})
	return nil
}

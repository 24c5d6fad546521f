package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// GatewayAPI is the definitions of the Gateway API's standard channel.
type GatewayAPI struct{}

// Info describes the add-on.
func (*GatewayAPI) Info() blueprint.Info {
	note := "upstream's definitions and the policy that guards their upgrade; a controller for gateways comes with another add-on"
	return blueprint.Info{
		Name:     "gateway-api",
		Doc:      "The Gateway API: routes into the cluster as objects that any gateway controller understands.",
		Upstream: "https://github.com/kubernetes-sigs/gateway-api",
		Version:  version.GatewayAPI,
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Real, Note: note},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: note},
			blueprint.AWS:        {Level: blueprint.Real, Note: note},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*GatewayAPI) Check(*blueprint.Check) {}

// Build is the definitions.
func (*GatewayAPI) Build(b *blueprint.AddOnBuild) error {
	b.Add(blueprint.Part{Files: upstream.GatewayAPIBase(), Gates: gates(established())})
	return nil
}

package aws

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// balancerController is the add-on that enters pods into target groups; Auto
// Mode has it built in.
const balancerController = "aws-load-balancer-controller"

// Binding is what enters the pods of the endpoint's Service into its target
// group, and the add-on that acts on it, "" where it is built in. nil: there is
// no endpoint. It comes after the teams, one of which has the Service.
func Binding(b *blueprint.Blueprint) (part *blueprint.Part, addOn string, err error) {
	if b.Endpoint == nil {
		return nil, "", nil
	}
	version, addOn := "elbv2.k8s.aws/v1beta1", balancerController
	if b.EKS.AutoMode != nil {
		version, addOn = "eks.amazonaws.com/v1", ""
	}
	part = &blueprint.Part{Name: endpointPart + "/binding"}
	s := b.Endpoint.Service
	object := manifest.New(version, "TargetGroupBinding", s.Namespace, s.Name).With("spec", map[string]any{
		"targetType": "ip", "targetGroupARN": part.Of(endpointPart, "TargetGroupArn"),
		"serviceRef": map[string]any{"name": s.Name, "port": s.Port},
	})
	data, err := manifest.Encode(object)
	part.Files = map[string][]byte{"binding.yaml": data}
	return part, addOn, err
}

package aws

import (
	"fmt"
	"maps"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/targets/kubernetes"
)

// Where pods get their credentials ("EKS Pod Identity agent"),
// those with IPv4 and those with IPv6 addresses.
const (
	podIdentityAgent  = "169.254.170.23/32"
	podIdentityAgent6 = "fd00:ec2::23/128"
)

// privateRanges are where the subnets of a cluster can be: RFC 1918, and RFC
// 6598, which VPCs may have beside them.
func privateRanges() []string {
	return []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"}
}

// inside is what the stack becomes in the namespace, nil for nothing: a
// ConfigMap a service, and the way to what the stack has made.
func (s *team) inside() (*blueprint.Part, error) {
	part := &blueprint.Part{Name: teamServicesPart}
	var objects []manifest.Object
	for i := range s.Services {
		objects = append(objects, s.facts(part, s.services[s.Services[i].Name]))
	}
	if way := s.way(); way != nil {
		objects = append(objects, way)
	}
	if len(objects) == 0 {
		return nil, nil
	}
	data, err := manifest.Encode(objects...)
	if err != nil {
		return nil, fmt.Errorf("writing what its services hand out: %w", err)
	}
	part.Files = map[string][]byte{"services.yaml": data}
	return part, nil
}

// stackOf is the unit of a team's stack.
func stackOf(t *blueprint.Team) assembly.UnitID {
	return assembly.UnitID("teams/" + t.Name + "/" + teamStackPart)
}

// facts is the ConfigMap with what a workload needs to find a service.
func (s *team) facts(part *blueprint.Part, b *blueprint.ServiceBuild) manifest.Object {
	data := map[string]any{"region": part.Of(clusterPart, "Region"), "type": b.Service.Type.Info().Name}
	for _, o := range b.Outputs {
		data[o.Key] = part.Of(stackOf(s.Team), o.ID)
	}
	return manifest.New("v1", "ConfigMap", s.Namespace, b.Service.Name).Label(manifest.TeamLabel, s.Name).With("data", data)
}

// way opens the team's network to what the blueprint gives it on AWS and to no
// more: the agent with the credentials of its pods and the APIs that they are
// for, and the ports of services inside the cluster's network. What it may do
// there, roles and security groups decide.
func (s *team) way() manifest.Object {
	var rules []any
	agent, apis := []string{podIdentityAgent}, []string{everywhere}
	if s.ipv6 {
		agent, apis = append(agent, podIdentityAgent6), append(apis, everywhere6)
	}
	if s.hasRoles() && !s.irsa {
		rules = append(rules, kubernetes.EgressTo(80, agent...))
	}
	if s.hasRoles() {
		rules = append(rules, kubernetes.EgressTo(443, apis...))
	}
	for _, port := range s.ports() {
		rules = append(rules, kubernetes.EgressTo(port, privateRanges()...))
	}
	if len(rules) == 0 {
		return nil
	}
	return kubernetes.EgressPolicy(s.Team, "allow-to-services", rules...).Label(manifest.TeamLabel, s.Name)
}

func (s *team) hasRoles() bool {
	for _, r := range s.template.Resources {
		if _, ok := r.Properties.(*cfn.IAMRole); ok {
			return true
		}
	}
	return false
}

// ports are those that the services listen at inside the network, sorted.
func (s *team) ports() []int {
	ports := map[int]bool{}
	for _, b := range s.services {
		if b.Port > 0 {
			ports[b.Port] = true
		}
	}
	return slices.Sorted(maps.Keys(ports))
}

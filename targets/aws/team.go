package aws

import (
	"fmt"
	"maps"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// The parts of a team.
const (
	teamStackPart    = "aws"
	teamServicesPart = "services"
)

// team is the stack of one team while it is put together.
type team struct {
	*blueprint.Team
	irsa     bool // pods become roles by the cluster's OIDC provider
	ipv6     bool // pods have IPv6 addresses
	template *cfn.Template
	services map[string]*blueprint.ServiceBuild // by name
}

// Team is what a team has on AWS beside its namespace: a stack with its
// services, the roles of its service accounts, its logs and its dashboard, and
// what its workloads need to find them. A team without any of it has no part.
func Team(_ *blueprint.Platform, b *blueprint.Blueprint, t *blueprint.Team) ([]blueprint.Part, error) {
	s := &team{
		Team: t, irsa: b.EKS.Identity == "irsa", ipv6: b.Network.IPv6, template: cfn.New("What the team " + t.Name + " has on AWS."),
		services: map[string]*blueprint.ServiceBuild{},
	}
	for _, step := range []func() error{
		s.addServices,
		s.addLogs,
		s.addDashboard,
		s.addAccounts, // last: they refer to all of the above
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if len(s.template.Resources) == 0 {
		return nil, nil
	}
	parts := []blueprint.Part{s.stack()}
	inside, err := s.inside()
	if err != nil || inside == nil {
		return parts, err
	}
	return append(parts, *inside), nil
}

// stack is the team's stack. Each of its parameters is what the cluster hands
// out under the same name.
func (s *team) stack() blueprint.Part {
	part := blueprint.Part{Name: teamStackPart, Timeout: teamTimeout, Template: s.template, Stack: assembly.Stack{Protected: s.holdsData()}}
	for _, name := range slices.Sorted(maps.Keys(s.template.Parameters)) {
		if part.Stack.Parameters == nil {
			part.Stack.Parameters = map[string]string{}
		}
		part.Stack.Parameters[name] = part.Of(clusterPart, name)
	}
	for _, r := range s.template.Resources {
		if _, ok := r.Properties.(*cfn.IAMRole); ok {
			part.Stack.Capabilities = []string{"CAPABILITY_IAM"}
		}
	}
	return part
}

// holdsData reports whether deleting the stack by mistake would end more than
// what the next deployment makes again.
func (s *team) holdsData() bool {
	for _, service := range s.Services {
		if service.Type.Info().Stateful && service.Deletion != blueprint.DeleteService {
			return true
		}
	}
	return s.AWS.Logs != nil
}

func (s *team) addServices() error {
	for i := range s.Services {
		service := &s.Services[i]
		b := &blueprint.ServiceBuild{Template: s.template, Team: s.Team, Service: service}
		service.Type.Build(b)
		if err := b.Err(); err != nil {
			return err
		}
		s.services[service.Name] = b
	}
	return nil
}

// clusterName is the parameter with the name that EKS knows the cluster by.
func (s *team) clusterName() cfn.String {
	return s.template.Param("ClusterName", "Name of the cluster.")
}

// add puts a resource beside the services; their ids are made of names that the
// blueprint chooses.
func (s *team) add(id string, p cfn.Properties) (*cfn.Resource, error) {
	if s.template.Resources[id] != nil {
		return nil, fmt.Errorf("two things need the logical id %s: rename a service or a service account", id)
	}
	return s.template.Add(id, p), nil
}

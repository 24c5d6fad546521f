package compile

import (
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/targets/aws"
	"slipway.dev/slipway/targets/kubernetes"
)

// The units that make a cluster on AWS.
const (
	clusterUnit assembly.UnitID = "cluster"
	nodesUnit   assembly.UnitID = "nodes"
)

// placeCloud chains the parts of the target aws: network, cluster, nodes, and
// what comes with the cluster beside them. Teams need the control plane only,
// add-ons need nodes to run on.
func (l *layout) placeCloud() error {
	parts, err := l.clusterParts()
	if err != nil {
		return err
	}
	for _, part := range parts {
		after := l.base
		if len(l.base) == 0 {
			after = l.floor // the network, where it is made
		}
		id, err := l.placeCloudPart(part, after)
		if err != nil {
			return err
		}
		switch id {
		case clusterUnit:
			l.base, l.floor = []assembly.UnitID{id}, []assembly.UnitID{id}
		case nodesUnit:
			l.nodes, l.floor = []assembly.UnitID{id}, []assembly.UnitID{id}
		default:
			if l.base == nil {
				l.floor = []assembly.UnitID{id}
			}
		}
	}
	return nil
}

// placeCloudPart places a part that comes with the cluster.
func (l *layout) placeCloudPart(part blueprint.Part, after []assembly.UnitID) (assembly.UnitID, error) {
	id, err := l.place(assembly.UnitID(part.Name), part, after, assembly.Origin{}, "")
	if err != nil {
		return "", err
	}
	return id, l.bind(part, nil)
}

// placeBinding binds the customer endpoint to its Service when the controller
// that acts on it and the team that has the Service are there.
func (l *layout) placeBinding() error {
	if l.target != blueprint.AWS {
		return nil
	}
	part, addOn, err := aws.Binding(l.blueprint)
	if err != nil || part == nil {
		return err
	}
	after := slices.Concat(l.floor, l.tenants)
	if controller := l.find(addOn); controller != nil {
		after = append(after, controller.ends...)
	}
	if _, err := l.place(assembly.UnitID(part.Name), *part, after, l.origin(l.path("endpoint")), ""); err != nil {
		return err
	}
	return l.bind(*part, nil)
}

// placeCloudTeams places what lets the teams' people into the cluster.
func (l *layout) placeCloudTeams() error {
	if l.target != blueprint.AWS {
		return nil
	}
	for _, part := range aws.AllTeams(l.platform, l.blueprint) {
		id, err := l.place(assembly.UnitID(part.Name), part, l.base, l.origin(l.path("teams")), "")
		if err != nil {
			return err
		}
		if err := l.bind(part, nil); err != nil {
			return err
		}
		l.tenants = append(l.tenants, id)
	}
	return nil
}

// cloudTeam is what a team has on AWS: a stack of its own, which needs no more
// than the cluster and may come before the namespace, and what its outputs
// become there.
func (l *layout) cloudTeam(t *teamFiles) (stacks, inside []blueprint.Part, err error) {
	if l.target != blueprint.AWS {
		return nil, nil, nil
	}
	parts, err := aws.Team(l.platform, l.blueprint, t.team)
	for _, part := range parts {
		if part.Template != nil {
			stacks = append(stacks, part)
		} else {
			inside = append(inside, part)
		}
	}
	return stacks, inside, err
}

// placeCloudTeam places parts of cloudTeam and returns their IDs.
func (l *layout) placeCloudTeam(parts []blueprint.Part, after []assembly.UnitID, t *teamFiles) ([]assembly.UnitID, error) {
	var ids []assembly.UnitID
	for _, part := range parts {
		id := assembly.UnitID("teams/" + t.team.Name + "/" + part.Name)
		if _, err := l.place(id, part, after, l.origin("teams["+t.team.Name+"]"), ""); err != nil {
			return nil, err
		}
		if err := l.bind(part, nil); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	l.tenants = append(l.tenants, ids...)
	return ids, nil
}

// mainPart is the team itself. Where its service accounts have to name their
// roles on AWS, it is bound to the stack that makes them.
func (l *layout) mainPart(t *teamFiles) (blueprint.Part, error) {
	part := t.main
	if l.target != blueprint.AWS {
		return part, nil
	}
	team := aws.WithRoles(&part, l.blueprint, t.team)
	if team == nil {
		return part, nil
	}
	data, err := manifest.Encode(kubernetes.Team(l.platform, team)...)
	part.Files = map[string][]byte{teamFile: data}
	return part, err
}

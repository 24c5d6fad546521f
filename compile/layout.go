package compile

import (
	"fmt"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// layout puts the units of one blueprint in place. The order of its steps is
// the order of the result where nothing else decides.
type layout struct {
	*compiler
	name      string
	blueprint *blueprint.Blueprint
	region    string
	existing  bool // the cluster is there already

	units    []assembly.Unit
	base     []assembly.UnitID // what everything waits for: the control plane
	nodes    []assembly.UnitID
	floor    []assembly.UnitID // what add-ons wait for
	guards   []assembly.UnitID // what has to judge first
	addOns   []*placed
	allTeams []assembly.UnitID // what holds for every team
	tenants  []assembly.UnitID // everything of the teams
}

// build places everything.
func (l *layout) build() error {
	for _, step := range []func() error{
		l.buildAddOns,
		l.placeCluster, // control plane, nodes
		l.placeAddOns,  // in the order they need, or the list's
		l.placeExtend,  // of the blueprint, after the add-ons
		l.placeTeams,   // what holds for all, then each with what add-ons have for it, and its extend
		l.placeBinding, // of the customer endpoint, after the teams
		l.placeDeliveries,
	} {
		if err := step(); err != nil {
			return fmt.Errorf("compiling the blueprint %s: %w", l.name, err)
		}
	}
	return nil
}

// placeCluster has the parts of the target wait for each other.
func (l *layout) placeCluster() error {
	if l.target == blueprint.AWS {
		return l.placeCloud()
	}
	parts, err := l.clusterParts()
	if err != nil {
		return err
	}
	var last []assembly.UnitID
	for i, part := range parts {
		origin := assembly.Origin{} // the cluster's, filled in when it is stamped
		if i > 0 {
			origin = l.origin(l.path("nodeGroups"))
		}
		id, err := l.place(assembly.UnitID(part.Name), part, last, origin, "")
		if err != nil {
			return err
		}
		last = []assembly.UnitID{id}
		if i == 0 {
			l.base = last
		} else {
			l.nodes = last
		}
	}
	l.floor = l.base
	return nil
}

// placeExtend applies the blueprint's own objects when every add-on is there:
// they may be of kinds that only an add-on defines.
func (l *layout) placeExtend() error {
	part, err := extension(l.blueprint.Extend)
	if err != nil || part == nil {
		return err
	}
	_, err = l.place("extend", *part, l.afterAll(), l.origin(l.path("extend")), "")
	return err
}

// placeDeliveries starts GitOps when every team, and a node to run on, is there.
func (l *layout) placeDeliveries() error {
	for _, a := range l.addOns {
		for _, part := range a.deliveries {
			after := slices.Concat(l.base, a.ends, l.nodes, l.tenants)
			if _, err := l.place(assembly.UnitID(part.Name), part, after, a.origin, a.fidelity); err != nil {
				return err
			}
		}
	}
	return nil
}

// afterAll is the end of every add-on.
func (l *layout) afterAll() []assembly.UnitID {
	out := slices.Clone(l.floor)
	for _, a := range l.addOns {
		out = append(out, a.ends...)
	}
	return out
}

func (l *layout) path(field string) string { return "blueprints[" + l.name + "]." + field }

// place makes a unit of a part and returns its ID.
func (l *layout) place(id assembly.UnitID, part blueprint.Part, after []assembly.UnitID, origin assembly.Origin, fidelity string) (assembly.UnitID, error) {
	u := assembly.Unit{
		ID: id, Kind: assembly.Kubernetes, After: unique(after), Gates: part.Gates,
		Timeout: part.Timeout, Origin: origin, Files: part.Files, Fidelity: fidelity,
	}
	if err := l.fill(&u, part); err != nil {
		return "", fmt.Errorf("%s: %w", id, err)
	}
	l.units = append(l.units, u)
	return id, nil
}

// unique keeps the first of equal IDs, in a slice of its own.
func unique(ids []assembly.UnitID) []assembly.UnitID {
	out := make([]assembly.UnitID, 0, len(ids))
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

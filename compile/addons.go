package compile

import (
	"fmt"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/targets/aws"
)

// placed is an add-on with where it ends: the units to wait for to have it. An
// add-on that makes nothing on the target ends where what it needs ends.
type placed struct {
	addOn      blueprint.AddOn
	info       blueprint.Info
	origin     assembly.Origin
	fidelity   string
	parts      []blueprint.Part
	deliveries []blueprint.Part // parts that wait for the teams
	guard      bool
	ends       []assembly.UnitID
}

func (l *layout) buildAddOns() error {
	for _, addOn := range l.blueprint.AddOns {
		p, err := l.buildAddOn(addOn)
		if err != nil {
			return err
		}
		l.addOns = append(l.addOns, p)
	}
	return nil
}

// placeAddOns places the add-ons: guards first, as far as what they need lets
// them, then the others.
func (l *layout) placeAddOns() error {
	order, err := l.ordered()
	if err != nil {
		return err
	}
	var previous []assembly.UnitID // of the list, where its order is strict
	for _, p := range order {
		if err := l.placeAddOn(p, previous); err != nil {
			return err
		}
		if l.blueprint.Order == "strict" {
			previous = p.ends
		}
	}
	for _, p := range l.addOns {
		if p.guard {
			l.guards = append(l.guards, p.ends...)
		}
	}
	return nil
}

func (l *layout) buildAddOn(addOn blueprint.AddOn) (*placed, error) {
	info := addOn.Info()
	b := &blueprint.AddOnBuild{Target: l.target, Blueprint: l.blueprint, Platform: l.platform, RealNodes: l.realNodes}
	if err := addOn.Build(b); err != nil {
		return nil, fmt.Errorf("add-on %s: %w", info.Name, err)
	}
	p := &placed{
		addOn: addOn, info: info,
		origin:   l.origin(l.path("addOns[" + info.Name + "]")),
		fidelity: string(info.Fidelity[l.target].Level),
	}
	if l.target == blueprint.AWS && !l.existing && aws.InCluster(l.blueprint, addOn) {
		return p, nil // its stack has it
	}
	for _, part := range b.Parts {
		switch {
		case part.AfterTeams:
			p.deliveries = append(p.deliveries, part)
		default:
			p.parts = append(p.parts, part)
		}
	}
	if g, ok := addOn.(Guard); ok {
		p.guard = g.GuardsAdmission() && len(p.parts) > 0
	}
	return p, nil
}

// ordered is the add-ons so that each comes after those it waits for. A strict
// list is in order already, Validate has seen to it.
func (l *layout) ordered() ([]*placed, error) {
	if l.blueprint.Order == "strict" {
		return l.addOns, nil
	}
	byName := map[assembly.UnitID]*placed{}
	units := make([]assembly.Unit, len(l.addOns))
	for i, p := range l.addOns {
		id := assembly.UnitID(p.info.Name)
		byName[id] = p
		units[i] = assembly.Unit{ID: id, Origin: p.origin, After: l.waitsFor(p)}
	}
	sorted, err := assembly.Sort(units)
	if err != nil {
		return nil, err
	}
	out := make([]*placed, len(sorted))
	for i, u := range sorted {
		out[i] = byName[u.ID]
	}
	return out, nil
}

// waitsFor are the names of the add-ons that have to be there before one: those
// it needs, those it comes after if they are there, and every guard that does not itself come after it.
func (l *layout) waitsFor(p *placed) []assembly.UnitID {
	var out []assembly.UnitID
	for _, need := range p.info.Needs {
		out = append(out, assembly.UnitID(need))
	}
	if l.blueprint.Order == "strict" {
		return out // the list decides, also about guards
	}
	for _, first := range p.info.After {
		if l.find(first) != nil {
			out = append(out, assembly.UnitID(first))
		}
	}
	for _, g := range l.addOns {
		if g.guard && !p.guard && !l.needs(g, p.info.Name) && !slices.Contains(out, assembly.UnitID(g.info.Name)) {
			out = append(out, assembly.UnitID(g.info.Name))
		}
	}
	return out
}

// needs reports whether an add-on needs another, directly or through others.
func (l *layout) needs(p *placed, name string) bool {
	for _, need := range p.info.Needs {
		if need == name {
			return true
		}
		if other := l.find(need); other != nil && l.needs(other, name) {
			return true
		}
	}
	return false
}

func (l *layout) find(name string) *placed {
	for _, p := range l.addOns {
		if p.info.Name == name {
			return p
		}
	}
	return nil
}

// placeAddOn chains the parts of an add-on behind what it waits for.
func (l *layout) placeAddOn(p *placed, previous []assembly.UnitID) error {
	after := slices.Concat(l.floor, p.ends, previous)
	for _, name := range l.waitsFor(p) {
		if other := l.find(string(name)); other != nil {
			after = append(after, other.ends...)
		}
	}
	p.ends = after
	for _, part := range p.parts {
		id, err := l.place(addOnID(p.info.Name, part.Name), part, p.ends, p.origin, p.fidelity)
		if err != nil {
			return err
		}
		if err := l.bind(part, p); err != nil {
			return err
		}
		p.ends = []assembly.UnitID{id}
	}
	return nil
}

// bind gives the unit that was placed last its bindings: to parts of the same
// add-on, nil where the part is no add-on's, or to other units. Only what comes
// before it has anything to give.
func (l *layout) bind(part blueprint.Part, p *placed) error {
	u := &l.units[len(l.units)-1]
	for _, b := range part.Bind {
		from := b.Unit
		if from == "" && p != nil {
			from = addOnID(p.info.Name, b.Part)
		}
		if !slices.ContainsFunc(l.units[:len(l.units)-1], func(u assembly.Unit) bool { return u.ID == from }) {
			return fmt.Errorf("%s binds to %q, which does not come before it", u.ID, from)
		}
		u.Bind = append(u.Bind, assembly.Binding{From: from, Output: b.Output, Token: b.Token})
		u.After = unique(append(u.After, from))
	}
	return nil
}

func addOnID(name, part string) assembly.UnitID {
	id := assembly.UnitID("addons/" + name)
	if part != "" {
		id += assembly.UnitID("/" + part)
	}
	return id
}

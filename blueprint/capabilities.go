package blueprint

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
)

// present is one add-on of a blueprint.
type present struct {
	addOn AddOn
	info  Info
	at    *place
	index int
}

// addOns checks the add-ons of each blueprint against each other, then lets
// each check its own settings.
func (v *validation) addOns() {
	v.blueprints(func(b *Blueprint, at *place) {
		list, byName := v.present(b, at.field("addOns"))
		for _, a := range list {
			v.needs(b, a, byName, at.field("addOns"))
			v.conflicts(a, byName)
			if a.info.Retired != "" {
				v.warn(a.at, "upstream has ended the add-on "+a.info.Name, "Instead: "+a.info.Retired+".")
			}
			a.addOn.Check(NewCheck(v.platform, b, func(field, message, fix string, warning bool) {
				severity := diag.Error
				if warning {
					severity = diag.Warning
				}
				v.add(severity, strings.TrimSuffix(a.at.String()+"."+field, "."), message, fix)
			}))
		}
		v.cycles(list, byName)
	})
}

func (v *validation) present(b *Blueprint, at *place) ([]*present, map[string]*present) {
	list := make([]*present, 0, len(b.AddOns))
	infos := make([]Info, len(b.AddOns))
	for i, a := range b.AddOns {
		if a != nil {
			infos[i] = v.info(a)
		}
	}
	places := items(at, namesOf(infos, func(i Info) string { return i.Name }))
	v.unique("add-on", places)
	byName := make(map[string]*present, len(infos))
	for i, info := range infos {
		if info.Name == "" {
			continue
		}
		p := &present{addOn: b.AddOns[i], info: info, at: places[i].at, index: i}
		list = append(list, p)
		if _, taken := byName[info.Name]; !taken {
			byName[info.Name] = p
		}
	}
	return list, byName
}

func (v *validation) needs(b *Blueprint, a *present, byName map[string]*present, list *place) {
	for _, need := range a.info.Needs {
		other, ok := byName[need]
		switch {
		case !ok && v.doubtful(list.String()):
		case !ok:
			v.report(a.at, "needs the add-on "+need, "Add "+need+" to the same blueprint.")
		case b.Order == "strict" && other.index > a.index:
			v.report(a.at, "stands before "+need+", which it needs, and the order is strict", "Move it below "+need+", or leave out order: strict.")
		}
	}
}

// conflicts are reported once, at the later of the two.
func (v *validation) conflicts(a *present, byName map[string]*present) {
	for _, other := range byName {
		if other.index >= a.index || !slices.Contains(a.info.Conflicts, other.info.Name) && !slices.Contains(other.info.Conflicts, a.info.Name) {
			continue
		}
		v.report(a.at, fmt.Sprintf("cannot be on one cluster with the add-on %s (%s)", other.info.Name, v.where(other.at)), "Keep one of the two.")
	}
}

// cycles reports add-ons that need each other: none of them could come first.
func (v *validation) cycles(list []*present, byName map[string]*present) {
	const visiting, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(a *present)
	visit = func(a *present) {
		state[a.info.Name] = visiting
		path = append(path, a.info.Name)
		for _, need := range a.info.Needs {
			other, ok := byName[need]
			if !ok || state[need] == done {
				continue
			}
			if state[need] == visiting {
				ring := append(slices.Clone(path[slices.Index(path, need):]), need)
				v.report(a.at, fmt.Sprintf("needs %s (%s), which needs it in turn: %s", need, v.where(other.at), strings.Join(ring, " → ")),
					"This is a mistake of the catalogue: none of them could come first. Remove one.")
				continue
			}
			visit(other)
		}
		path = path[:len(path)-1]
		state[a.info.Name] = done
	}
	for _, a := range list {
		if state[a.info.Name] == 0 {
			visit(a)
		}
	}
}

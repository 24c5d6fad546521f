package preview

import (
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/cfn/compare"
	"slipway.dev/slipway/deploy"
)

// follow finds what the plans cannot know: plans take the outputs of other
// units as they are, and a resource that is replaced will have others. Whatever
// is bound to them changes once its turn comes.
func follow(a *assembly.Assembly, plans []*deploy.Plan) map[assembly.UnitID][]Follow {
	f := &follower{plans: map[assembly.UnitID]*deploy.Plan{}, moved: map[assembly.UnitID]map[string]deploy.Replacement{}, found: map[assembly.UnitID][]Follow{}}
	for _, p := range plans {
		if p != nil {
			f.plans[p.Unit.ID] = p
		}
	}
	for i := range a.Units {
		if u := &a.Units[i]; f.plans[u.ID] != nil {
			f.unit(u)
		}
	}
	return f.found
}

type follower struct {
	plans map[assembly.UnitID]*deploy.Plan
	moved map[assembly.UnitID]map[string]deploy.Replacement // outputs that will be others
	found map[assembly.UnitID][]Follow
}

func (f *follower) unit(u *assembly.Unit) {
	pair := deploy.Pair{New: u, Moving: map[string]deploy.Move{}}
	for _, b := range u.Bind {
		if how := f.moved[b.From][b.Output]; how != deploy.InPlace {
			pair.Moving[b.Token] = deploy.Move{Because: string(b.From) + " " + b.Output, How: how}
		}
	}
	if u.Kind == assembly.CloudFormation {
		f.stack(u, pair)
		return
	}
	if f.plans[u.ID].Empty() {
		f.files(u, pair)
	}
}

// files are a unit of another kind that is as asked for, as long as what it is bound to stays.
func (f *follower) files(u *assembly.Unit, pair deploy.Pair) {
	for _, name := range slices.Sorted(maps.Keys(u.Files)) {
		if why, _ := pair.Moved(string(u.Files[name])); why != "" {
			f.found[u.ID] = append(f.found[u.ID], Follow{What: name, Because: why})
		}
	}
}

// stack finds what follows in a stack, and which of its outputs do. One that
// cannot be read is for its deployer to complain about.
func (f *follower) stack(u *assembly.Unit, pair deploy.Pair) {
	s, err := u.Stack()
	if err != nil {
		return
	}
	is := compare.Stack{Template: u.Files[assembly.TemplateFile], Parameters: s.Parameters}
	will := is
	will.Moving = replaced(f.plans[u.ID])
	why := map[string]string{}
	for name, value := range s.Parameters {
		if because, how := pair.Moved(value); because != "" {
			will.Moving[name], why[name] = cfn.Replacement(how), because
		}
	}
	if len(will.Moving) == 0 {
		return
	}
	found, err := compare.Stacks(is, will)
	if err != nil {
		return
	}
	f.found[u.ID] = append(f.found[u.ID], f.resources(u, found, why)...)
	outputs, err := compare.Outputs(is, will)
	if err != nil {
		return
	}
	f.moved[u.ID] = map[string]deploy.Replacement{}
	for name, how := range outputs {
		f.moved[u.ID][name] = deploy.Replacement(how)
	}
}

// replaced are the resources that a plan replaces, by logical id.
func replaced(p *deploy.Plan) map[string]cfn.Replacement {
	out := map[string]cfn.Replacement{}
	for _, c := range p.Changes {
		if words := strings.Fields(c.What); c.Type != "" && c.Replacement != deploy.InPlace && len(words) > 1 {
			out[words[1]] = cfn.Replacement(c.Replacement)
		}
	}
	return out
}

// resources are those that follow and that the plan does not have.
func (f *follower) resources(u *assembly.Unit, found []compare.Difference, why map[string]string) []Follow {
	planned := map[string]bool{}
	for _, c := range f.plans[u.ID].Changes {
		if words := strings.Fields(c.What); len(words) > 1 {
			planned[words[1]] = true
		}
	}
	var out []Follow
	for i := range found {
		d := &found[i]
		if planned[d.ID] {
			continue
		}
		var reasons []string
		for _, p := range d.Changes {
			cause := p.Because
			if output, ok := why[cause]; ok {
				cause = output
			}
			reasons = appendNew(reasons, p.Path+" (because of "+cause+")")
		}
		out = append(out, Follow{What: d.Type + " " + d.ID, Replacement: deploy.Replacement(d.Replacement), Because: strings.Join(reasons, ", "), Loses: d.Loses()})
	}
	return out
}

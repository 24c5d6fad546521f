package cloudformation

import (
	"fmt"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/cfn/compare"
	"slipway.dev/slipway/deploy"
)

// nothing is the template of a stack that is not there.
const nothing = `{"Resources": {}}`

// Compare compares two versions of a stack, by their templates and parameters.
// It returns the outputs that will be other values, too.
func Compare(p deploy.Pair) (*deploy.Plan, map[string]deploy.Replacement, error) {
	old, err := stackOf(p.Old)
	if err != nil {
		return nil, nil, err
	}
	new, err := stackOf(p.New)
	if err != nil {
		return nil, nil, err
	}
	new.Moving = map[string]cfn.Replacement{}
	why := map[string]string{}
	for name, value := range new.Parameters {
		if because, how := p.Moved(value); because != "" {
			new.Moving[name], why[name] = cfn.Replacement(how), because
		}
	}
	found, err := compare.Stacks(old, new)
	if err != nil {
		return nil, nil, err
	}
	moved, err := compare.Outputs(old, new)
	if err != nil {
		return nil, nil, err
	}
	plan := &deploy.Plan{Unit: p.Unit(), Changes: guessed(named(found, why))}
	plan.Unseen = unknown(found)
	if plan.Same, err = staying(new, found); err != nil {
		return nil, nil, err
	}
	out := map[string]deploy.Replacement{}
	for name, how := range moved {
		out[name] = deploy.Replacement(how)
	}
	return plan, out, nil
}

// stackOf is what a unit deploys; a unit that is not there deploys nothing.
func stackOf(u *assembly.Unit) (compare.Stack, error) {
	if u == nil {
		return compare.Stack{Template: []byte(nothing)}, nil
	}
	s, err := u.Stack()
	if err != nil {
		return compare.Stack{}, err
	}
	body, ok := u.Files[assembly.TemplateFile]
	if !ok {
		return compare.Stack{}, fmt.Errorf("unit %s has no %s", u.ID, assembly.TemplateFile)
	}
	return compare.Stack{Template: body, Parameters: s.Parameters}, nil
}

// named puts the outputs behind parameters in the place of the parameters' names.
func named(found []compare.Difference, why map[string]string) []compare.Difference {
	for i := range found {
		for j := range found[i].Changes {
			p := &found[i].Changes[j]
			if cause, ok := why[p.Because]; ok {
				p.Because = cause
			}
		}
	}
	return found
}

// unknown says which resources nobody here has rules for.
func unknown(found []compare.Difference) []string {
	var out []string
	for i := range found {
		if d := &found[i]; d.Action == compare.Modify && !cfn.Known(d.Type) {
			out = append(out, fmt.Sprintf("whether %s %s is replaced: its type is not known here", d.Type, d.ID))
		}
	}
	return out
}

// staying is the number of resources that are the same in both.
func staying(s compare.Stack, found []compare.Difference) (int, error) {
	t, err := parse(string(s.Template))
	if err != nil {
		return 0, err
	}
	n := len(t.Resources)
	for i := range found {
		if found[i].Action != compare.Remove {
			n--
		}
	}
	return n, nil
}

package oracle

import (
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/cfn/compare"
)

// Impacts as the other implementation names them; nothing is no change.
const (
	create  = "WILL_CREATE"
	destroy = "WILL_DESTROY"
	orphan  = "WILL_ORPHAN"
	replace = "WILL_REPLACE"
	may     = "MAY_REPLACE"
	update  = "WILL_UPDATE"
)

func impact(d *compare.Difference) string {
	switch {
	case d == nil:
		return ""
	case d.Action == compare.Add:
		return create
	case d.Action == compare.Remove && strings.HasPrefix(d.Policy, cfn.Retain):
		return orphan
	case d.Action == compare.Remove:
		return destroy
	case d.Replacement == cfn.Replaces:
		return replace
	case d.Replacement == cfn.MayReplace:
		return may
	}
	return update
}

// dispute is one question with both answers.
type dispute struct {
	q      question
	found  map[string]*compare.Difference
	theirs map[string]string
}

func (d *dispute) ids() []string {
	all := map[string]bool{}
	for id := range d.found {
		all[id] = true
	}
	for id := range d.theirs {
		all[id] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// reason says why two predictions for a resource may differ, "" where they may not.
func (d *dispute) reason(id string) string {
	ours, theirs := impact(d.found[id]), d.theirs[id]
	own, following := d.replacing(id)
	switch {
	case id == d.q.id && d.q.name == "order" && ours == "" && theirs == update:
		return "DependsOn alone changes no resource: CloudFormation has nothing to update"
	case ours == update && theirs == "" && d.follows(id):
		return "updated in place because what it refers to changes: they list replacements only"
	case (ours == replace || ours == may) && (theirs == update || theirs == "") && own == 0 && following > 0 && d.unseen(id):
		return "what it refers to is replaced: they see references only outside of functions, to what is replaced for certain, by rules on whole properties"
	case (ours == replace || ours == may) && theirs == update && own > 0 && d.nested(id):
		return "the specification has the rule on a part of the property: they look at whole properties"
	}
	return ""
}

// replacing counts the differences that replace a resource: its own, and those that follow.
func (d *dispute) replacing(id string) (own, following int) {
	if d.found[id] == nil {
		return 0, 0
	}
	for _, p := range d.found[id].Changes {
		switch {
		case p.Replacement == cfn.Updates:
		case p.Because == "":
			own++
		default:
			following++
		}
	}
	return own, following
}

// follows reports whether nothing of the resource itself differs.
func (d *dispute) follows(id string) bool {
	return !slices.ContainsFunc(d.found[id].Changes, func(p compare.Property) bool { return p.Because == "" })
}

// nested reports whether no whole property that differs has a rule.
func (d *dispute) nested(id string) bool {
	r := d.found[id]
	return !slices.ContainsFunc(r.Changes, func(p compare.Property) bool {
		return p.Because == "" && cfn.ReplacedBy(r.Type, top(p.Path)) != cfn.Updates
	})
}

// unseen reports whether each reference that replaces the resource is one that
// they do not follow.
func (d *dispute) unseen(id string) bool {
	r := d.found[id]
	return !slices.ContainsFunc(r.Changes, func(p compare.Property) bool {
		if p.Because == "" || p.Replacement == cfn.Updates {
			return false
		}
		certain := d.theirs[p.Because] == replace
		whole := cfn.ReplacedBy(r.Type, top(p.Path)) != cfn.Updates
		return certain && whole && d.direct(id, p.Because)
	})
}

// direct reports whether a resource refers to another outside of the arguments
// of functions.
func (d *dispute) direct(id, target string) bool {
	resources := d.q.template["Resources"].(map[string]any)
	r, _ := resources[id].(map[string]any)
	if id == d.q.id {
		r = d.q.new
	}
	return mentions(r["Properties"], target)
}

func mentions(v any, target string) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, func(item any) bool { return mentions(item, target) })
	case map[string]any:
		if called(v) {
			get, _ := v["Fn::GetAtt"].([]any)
			return v["Ref"] == target || len(get) > 0 && get[0] == target
		}
		for _, item := range v {
			if mentions(item, target) {
				return true
			}
		}
	}
	return false
}

// top is the first step of a path, without indexes.
func top(path string) string {
	path, _, _ = strings.Cut(path, ".")
	path, _, _ = strings.Cut(path, "[")
	return path
}

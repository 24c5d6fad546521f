package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"slipway.dev/slipway/cfn"
)

// Stack is a template with the values of its parameters.
type Stack struct {
	Template   []byte
	Parameters map[string]string // lists are comma-separated; one that is missing has its default
	// Moving are the parameters whose value will be another one than before,
	// which only applying another stack makes, and how sure that is.
	Moving map[string]cfn.Replacement
}

// Action is what happens to a resource.
type Action string

// The actions.
const (
	Add    Action = "add"
	Modify Action = "modify"
	Remove Action = "remove"
)

// Difference is one resource that is not the same in two stacks.
type Difference struct {
	ID, Type    string
	Action      Action
	Replacement cfn.Replacement // of a modification
	// Policy is what becomes of the resource that goes, by removal or
	// replacement: cfn.Delete, cfn.Retain, cfn.Snapshot or "RetainExceptOnCreate".
	Policy  string
	Changes []Property // of a modification, by path
}

// Property is one difference within a resource.
type Property struct {
	// Path is dotted, with list indexes: "VpcConfig.SubnetIds[0]". A path of
	// another attribute of the resource begins with a slash: "/DeletionPolicy".
	Path        string
	Old, New    any // as JSON has it, parameters filled in; nil where there is none
	Replacement cfn.Replacement
	// Because names the resource or parameter whose replacement makes the
	// difference; Old and New are nil then.
	Because string
}

// Goes reports whether the physical resource of before may be gone afterwards.
func (d *Difference) Goes() bool { return d.Action == Remove || d.Replacement != cfn.Updates }

// Kept reports whether something asks for a resource that goes, or its data, to be kept.
func (d *Difference) Kept() bool { return d.Policy != cfn.Delete }

// Loses reports whether data goes with the resource.
func (d *Difference) Loses() bool { return d.Goes() && !d.Kept() && cfn.Stateful(d.Type) }

// Stacks lists what turns one stack into another, by logical id. The replacement
// rules are those of the resource specification (cfn.ReplacedBy). Values of
// parameters that must not be shown (NoEcho) are masked.
func Stacks(old, new Stack) ([]Difference, error) {
	c, err := newComparison(old, new)
	if err != nil {
		return nil, err
	}
	return c.differences(), nil
}

// comparison is two stacks side by side.
type comparison struct {
	old, new *template
	was, is  map[string]any // values of parameters
	moving   map[string]cfn.Replacement
	found    map[string]*Difference
}

// template is what is compared of one.
type template struct {
	Parameters map[string]parameter
	Resources  map[string]resource
	Outputs    map[string]struct{ Value any }
}

type parameter struct {
	Type    string
	Default any
	NoEcho  any
}

// resource is one as a template has it.
type resource map[string]any

func (r resource) kind() string { s, _ := r["Type"].(string); return s }

func (r resource) policy(name string) string {
	if s, ok := r[name].(string); ok {
		return s
	}
	return cfn.Delete
}

func newComparison(old, new Stack) (*comparison, error) {
	c := &comparison{moving: maps.Clone(new.Moving), found: map[string]*Difference{}}
	var err error
	if c.old, err = parse(old.Template); err != nil {
		return nil, fmt.Errorf("the template of before: %w", err)
	}
	if c.new, err = parse(new.Template); err != nil {
		return nil, fmt.Errorf("the template: %w", err)
	}
	c.was, c.is = settings(c.old, old.Parameters), settings(c.new, new.Parameters)
	hide(c.old, c.new, c.was, c.is)
	c.resources()
	c.spread()
	return c, nil
}

func parse(body []byte) (*template, error) {
	t := &template{}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber() // an account id is not 1.1e+11
	if err := dec.Decode(t); err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	return t, nil
}

// resources finds what differs by itself.
func (c *comparison) resources() {
	for id, r := range c.new.Resources {
		before, there := c.old.Resources[id]
		if !there {
			c.found[id] = &Difference{ID: id, Type: r.kind(), Action: Add, Policy: r.policy("DeletionPolicy")}
			continue
		}
		if d := c.modified(id, before, r); d != nil {
			c.found[id] = d
		}
	}
	for id, r := range c.old.Resources {
		if _, stays := c.new.Resources[id]; !stays {
			c.found[id] = &Difference{ID: id, Type: r.kind(), Action: Remove, Policy: r.policy("DeletionPolicy")}
		}
	}
}

// modified is the change of one resource that stays in the template, nil for none.
func (c *comparison) modified(id string, old, new resource) *Difference {
	d := &Difference{ID: id, Type: new.kind(), Action: Modify, Policy: new.policy("UpdateReplacePolicy")}
	if old.kind() != new.kind() {
		d.Replacement = cfn.Replaces
		d.Changes = []Property{{Path: "/Type", Old: old.kind(), New: new.kind(), Replacement: cfn.Replaces}}
		return d
	}
	d.Changes = c.properties(d.Type, old["Properties"], new["Properties"])
	for _, p := range d.Changes {
		d.Replacement = worse(d.Replacement, p.Replacement)
	}
	d.Changes = append(d.Changes, attributes(old, new)...)
	if len(d.Changes) == 0 {
		return nil
	}
	return d
}

// attributes are the differences outside of a resource's properties. DependsOn
// is left out: it orders the work and touches nothing.
func attributes(old, new resource) []Property {
	keys := maps.Clone(old)
	maps.Copy(keys, new)
	var out []Property
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if key != "Properties" && key != "DependsOn" && !equal(old[key], new[key]) {
			out = append(out, Property{Path: "/" + key, Old: old[key], New: new[key]})
		}
	}
	return out
}

func (c *comparison) differences() []Difference {
	out := make([]Difference, 0, len(c.found))
	for _, id := range slices.Sorted(maps.Keys(c.found)) {
		d := c.found[id]
		slices.SortStableFunc(d.Changes, byPath)
		out = append(out, *d)
	}
	return out
}

// worse is the more severe of two.
func worse(a, b cfn.Replacement) cfn.Replacement {
	switch {
	case a == cfn.Replaces || b == cfn.Replaces:
		return cfn.Replaces
	case a == cfn.MayReplace || b == cfn.MayReplace:
		return cfn.MayReplace
	}
	return cfn.Updates
}

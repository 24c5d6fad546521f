package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// changeSet is what a stack could become.
type changeSet struct {
	name, id, kind    string // kind: CREATE or UPDATE
	status, execution string
	reason, token     string
	revert            bool // DeploymentMode REVERT_DRIFT
	imports           bool // ImportExistingResources
	looked            bool // it is complete from the second look on
	want
	caps    []string
	changes []change
}

// change is a ResourceChange.
type change struct {
	action, policy, logical, physical, kind, replacement string
	scope                                                []string
	details                                              []detail
}

// detail is a ResourceChangeDetail.
type detail struct {
	attribute, path, recreation, evaluation, source, entity, before, after string
}

// plan computes what a change set would do.
func (s *Server) plan(st *stack, c *changeSet) error {
	ids, err := s.active(st, c.want)
	if err != nil {
		return err
	}
	unknown, there := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		there[id] = true
		if st.resources[id] == nil {
			unknown[id] = true
		}
	}
	for _, id := range ids {
		d := c.t.Resources[id]
		r := st.resources[id]
		if r == nil {
			c.changes = append(c.changes, s.adds(st, c, id))
			continue
		}
		props, err := s.scope(st, c.want, unknown).eval(map[string]any(d.Properties))
		if err != nil {
			return err
		}
		if ch := s.modify(st, c, r, d, asMap(props)); ch != nil {
			c.changes = append(c.changes, *ch)
			unknown[id] = ch.replacement != "False"
		}
	}
	for _, id := range keys(st.resources) {
		if r := st.resources[id]; !there[id] {
			c.changes = append(c.changes, change{action: "Remove", policy: policy("", r.keep), logical: id, physical: r.PhysicalID, kind: r.Type})
		}
	}
	return nil
}

// adds is how a resource comes into the stack: made, or taken over, which is
// the only one of the two that has a physical id already.
func (s *Server) adds(st *stack, c *changeSet, id string) change {
	d := c.t.Resources[id]
	props, err := s.scope(st, c.want, nil).eval(map[string]any(d.Properties))
	r := &resource{Resource: Resource{Place: st.place, Type: d.Type, Properties: asMap(props)}}
	if err == nil && c.imports && d.DeletionPolicy != "" && s.there(thing{st.place, d.Type, named(r)}) {
		return change{action: "Import", logical: id, physical: named(r), kind: d.Type}
	}
	return change{action: "Add", logical: id, kind: d.Type}
}

func policy(prefix, keep string) string {
	switch {
	case strings.HasPrefix(keep, "Retain"):
		return prefix + "Retain"
	case keep == "Snapshot":
		return prefix + "Snapshot"
	}
	return prefix + "Delete"
}

// modify is the change of one resource, nil for none.
func (s *Server) modify(st *stack, c *changeSet, r *resource, d declared, props map[string]any) *change {
	ch := &change{action: "Modify", logical: r.LogicalID, physical: r.PhysicalID, kind: d.Type, replacement: "False"}
	live := r.Properties
	if c.revert && r.actual != nil {
		live = r.actual
	}
	for _, path := range paths(live, props, "") {
		one := s.detail(st, c, r, path, live, props)
		ch.details = append(ch.details, one)
		switch {
		case one.recreation == "Always" && one.evaluation == "Static":
			ch.replacement = "True"
		case one.recreation != "Never" && ch.replacement == "False":
			ch.replacement = "Conditional"
		}
	}
	if len(ch.details) > 0 {
		ch.scope = append(ch.scope, "Properties")
	}
	if !maps.Equal(r.tags, c.tags) {
		ch.scope = append(ch.scope, "Tags")
		ch.details = append(ch.details, detail{attribute: "Tags", evaluation: "Static", source: "DirectModification"})
	}
	if r.keep != d.DeletionPolicy && len(ch.scope) > 0 {
		ch.scope = append(ch.scope, "DeletionPolicy")
	}
	if r.Type != d.Type {
		ch.replacement, ch.scope = "True", append(ch.scope, "Properties")
	}
	if len(ch.scope) == 0 {
		return nil
	}
	if ch.replacement != "False" {
		ch.policy = policy("ReplaceAnd", d.UpdateReplacePolicy)
	}
	return ch
}

func (s *Server) detail(st *stack, c *changeSet, r *resource, path string, before, after map[string]any) detail {
	out := detail{attribute: "Properties", path: path, recreation: "Never", evaluation: "Static", source: "DirectModification"}
	switch s.rule(r.Type, path) {
	case "yes":
		out.recreation = "Always"
	case "maybe":
		out.recreation = "Conditionally"
	}
	top, _, _ := strings.Cut(path, ".")
	out.before, out.after = shown(before, path), shown(after, path)
	names := map[string]bool{}
	refs(c.t.Resources[r.LogicalID].Properties[top], names)
	for _, name := range keys(names) {
		if _, param := c.t.Parameters[name]; param && c.params[name] != st.params[name] {
			out.source, out.entity = "ParameterReference", name
		}
	}
	if strings.Contains(out.after, later) {
		out.evaluation, out.source = "Dynamic", "ResourceReference"
		for _, name := range keys(names) {
			if _, res := c.t.Resources[name]; res {
				out.entity = name
			}
		}
	}
	return out
}

// shown is the value at a path as change sets show it.
func shown(v any, path string) string {
	for key := range strings.SplitSeq(path, ".") {
		m := asMap(v)
		if m == nil {
			break
		}
		v = m[key]
	}
	if s, ok := v.(string); ok || v == nil {
		return s
	}
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// settle ends the making of a change set: it is available, or it has failed.
func (s *Server) settle(st *stack, c *changeSet) {
	if c.status != "CREATE_IN_PROGRESS" || !c.looked {
		c.looked = true
		return
	}
	if err := s.plan(st, c); err != nil {
		c.status, c.execution, c.reason = "FAILED", "UNAVAILABLE", err.Error()
		return
	}
	if len(c.changes) == 0 && !s.otherOutputs(st, c) {
		c.status, c.execution = "FAILED", "UNAVAILABLE"
		c.reason = "The submitted information didn't contain changes. Submit different information to create a change set."
		if maps.Equal(st.params, c.params) && st.body == c.body {
			c.reason = "No updates are to be performed."
		}
		return
	}
	c.status, c.execution = "CREATE_COMPLETE", "AVAILABLE"
}

// otherOutputs reports whether a change set changes the outputs alone.
func (s *Server) otherOutputs(st *stack, c *changeSet) bool {
	if c.kind == "CREATE" {
		return true
	}
	after := map[string]string{}
	for name, o := range c.t.Outputs {
		sc := s.scope(st, c.want, nil)
		if holds, err := sc.condition(o.Condition); err != nil || !holds {
			continue
		}
		if v, err := sc.eval(o.Value); err == nil {
			after[name] = text(v)
		}
	}
	return !maps.Equal(after, st.outputs)
}

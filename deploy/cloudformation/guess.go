package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/deploy"
)

// guess compares two templates and their parameters, resource by resource.
// What refers to a resource that is replaced changes, too. It does not know
// physical ids.
func (d *Deployer) guess(w *work, before *template) []deploy.Change {
	was := map[string]string{}
	for _, p := range w.live.Parameters {
		was[aws.ToString(p.ParameterKey)] = aws.ToString(p.ParameterValue)
	}
	is := maps.Clone(w.stack.Parameters)
	if is == nil {
		is = map[string]string{}
	}
	for name, p := range w.template.Parameters {
		if _, given := is[name]; !given {
			is[name] = fmt.Sprint(p.Default)
		}
	}
	changed := map[string]deploy.Change{}
	for id, r := range w.template.Resources {
		old, there := before.Resources[id]
		if !there {
			changed[id] = deploy.Change{Verb: deploy.Create, What: r.Type + " " + id, Type: r.Type}
			continue
		}
		if c, differs := d.modified(id, old, r, was, is); differs {
			changed[id] = c
		}
	}
	d.spread(w, changed)
	for id, r := range before.Resources {
		if _, stays := w.template.Resources[id]; !stays {
			changed[id] = deploy.Change{Verb: deploy.Delete, What: r.Type + " " + id, Type: r.Type, Loses: !keeps(r.DeletionPolicy) && d.opts.Stateful(r.Type)}
		}
	}
	var out []deploy.Change
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		out = append(out, changed[id])
	}
	if len(out) == 0 {
		out = append(out, w.itself("its outputs, tags or policies change, no resource's properties do"))
	}
	return out
}

// modified is the change of one resource that stays in the template.
func (d *Deployer) modified(id string, old, next declared, was, is map[string]string) (deploy.Change, bool) {
	c := deploy.Change{Verb: deploy.Update, What: next.Type + " " + id, Type: next.Type}
	a, b := fill(old.Properties, was), fill(next.Properties, is)
	found := paths(a, b, "")
	if old.Type != next.Type {
		c.Replacement = deploy.Replaces
	}
	var text strings.Builder
	for _, path := range found {
		c.Replacement = worse(c.Replacement, deploy.Replacement(d.opts.Replaces(next.Type, path)))
		line(&text, "-", path, shown(a, path), "")
		line(&text, "+", path, shown(b, path), "")
	}
	c.Diff = text.String()
	c.Loses = c.Replacement != deploy.InPlace && !keeps(next.UpdateReplacePolicy) && d.opts.Stateful(next.Type)
	return c, len(found) > 0 || old.Type != next.Type
}

// spread adds what changes because a resource it refers to is replaced.
func (d *Deployer) spread(w *work, changed map[string]deploy.Change) {
	for again := true; again; {
		again = false
		for id, r := range w.template.Resources {
			c, known := changed[id]
			if known && (c.Verb == deploy.Create || c.Replacement != deploy.InPlace) {
				continue
			}
			for target, path := range refs(r.Properties, "") {
				if changed[target].Replacement == deploy.InPlace || known && d.opts.Replaces(r.Type, path) == cfn.Updates {
					continue
				}
				if !known {
					c = deploy.Change{Verb: deploy.Update, What: r.Type + " " + id, Type: r.Type}
				}
				if d.opts.Replaces(r.Type, path) != cfn.Updates {
					c.Replacement = deploy.MayReplace
					c.Loses = !keeps(r.UpdateReplacePolicy) && d.opts.Stateful(r.Type)
				}
				c.Diff += "+" + path + ": because " + target + " is replaced\n"
				changed[id], known, again = c, true, true
			}
		}
	}
}

func worse(a, b deploy.Replacement) deploy.Replacement {
	if a == deploy.Replaces || b == deploy.Replaces {
		return deploy.Replaces
	}
	if a == deploy.MayReplace || b == deploy.MayReplace {
		return deploy.MayReplace
	}
	return deploy.InPlace
}

// fill puts the values of parameters in place of Ref and of ${…}.
func fill(v any, values map[string]string) any {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fill(v[i], values)
		}
		return out
	case map[string]any:
		if name, ok := v["Ref"].(string); ok {
			if value, ok := values[name]; ok {
				return value
			}
		}
		out := map[string]any{}
		for key, item := range v {
			if text, ok := item.(string); ok && key == "Fn::Sub" {
				for name, value := range values {
					text = strings.ReplaceAll(text, "${"+name+"}", value)
				}
				item = text
			}
			out[key] = fill(item, values)
		}
		return out
	}
	return v
}

// paths are the dotted paths, without list indexes, at which two values
// differ. An intrinsic function is a value, not a step on the path.
func paths(before, after any, at string) []string {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	a, okA := before.(map[string]any)
	b, okB := after.(map[string]any)
	if okA && okB && !intrinsic(a) && !intrinsic(b) {
		keys := maps.Clone(a)
		maps.Copy(keys, b)
		var out []string
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			out = append(out, paths(a[key], b[key], strings.TrimPrefix(at+"."+key, "."))...)
		}
		return out
	}
	x, okX := before.([]any)
	y, okY := after.([]any)
	if okX && okY && len(x) == len(y) {
		var out []string
		for i := range x {
			out = append(out, paths(x[i], y[i], at)...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return []string{at}
}

func intrinsic(m map[string]any) bool {
	for key := range m {
		return len(m) == 1 && (key == "Ref" || strings.HasPrefix(key, "Fn::"))
	}
	return false
}

// refs are the resources that a value refers to, with the path of the first place.
func refs(v any, at string) map[string]string {
	out := map[string]string{}
	var walk func(v any, at string)
	walk = func(v any, at string) {
		switch v := v.(type) {
		case []any:
			for _, item := range v {
				walk(item, at)
			}
		case map[string]any:
			if !intrinsic(v) {
				for _, key := range slices.Sorted(maps.Keys(v)) {
					walk(v[key], strings.TrimPrefix(at+"."+key, "."))
				}
				return
			}
			for _, name := range named(v) {
				if _, known := out[name]; !known {
					out[name] = at
				}
			}
			for _, arg := range v {
				walk(arg, at)
			}
		}
	}
	walk(v, at)
	return out
}

// named are the names in one Ref, Fn::GetAtt or Fn::Sub.
func named(call map[string]any) []string {
	if id, ok := call["Ref"].(string); ok {
		return []string{id}
	}
	if list, ok := call["Fn::GetAtt"].([]any); ok && len(list) > 0 {
		return []string{fmt.Sprint(list[0])}
	}
	text := fmt.Sprint(call["Fn::Sub"])
	if list, ok := call["Fn::Sub"].([]any); ok && len(list) > 0 {
		text = fmt.Sprint(list[0])
	}
	var out []string
	for _, part := range strings.Split(text, "${")[1:] {
		inside, _, _ := strings.Cut(part, "}")
		id, _, _ := strings.Cut(inside, ".")
		out = append(out, id)
	}
	return out
}

// shown is the value at a dotted path in a line.
func shown(v any, path string) string {
	for key := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			break
		}
		v = m[key]
	}
	if s, ok := v.(string); ok || v == nil {
		return s
	}
	out, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(out)
}

package compare

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
)

// settings are the values of all parameters, lists as lists.
func settings(t *template, given map[string]string) map[string]any {
	out := map[string]any{}
	for name, p := range t.Parameters {
		value, ok := given[name]
		if !ok {
			if p.Default == nil {
				continue // nobody knows it: the reference itself is compared
			}
			value = fmt.Sprint(p.Default)
		}
		out[name] = value
		if p.Type == "CommaDelimitedList" || strings.HasPrefix(p.Type, "List<") {
			out[name] = list(value)
		}
	}
	return out
}

func list(value string) []any {
	if value == "" {
		return []any{}
	}
	var out []any
	for item := range strings.SplitSeq(value, ",") {
		out = append(out, strings.TrimSpace(item))
	}
	return out
}

// hidden is what CloudFormation itself shows of a parameter with NoEcho.
const hidden = "****"

// hide masks what must not be shown; that it changes still shows, unless the
// value of before is not known.
func hide(old, new *template, was, is map[string]any) {
	for name := range is {
		if !secret(old.Parameters[name]) && !secret(new.Parameters[name]) {
			continue
		}
		before, there := was[name]
		if !there || before == hidden || equal(before, is[name]) {
			is[name] = hidden
		} else {
			is[name] = hidden + " (after)"
		}
	}
	for name := range was {
		if !secret(old.Parameters[name]) && !secret(new.Parameters[name]) {
			continue
		}
		was[name] = hidden
		if is[name] == hidden+" (after)" {
			was[name] = hidden + " (before)"
		}
	}
}

func secret(p parameter) bool { return p.NoEcho == true || p.NoEcho == "true" }

// fill puts the values of parameters in place of Ref and of ${…}.
func fill(v any, values map[string]any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fill(v[i], values)
		}
		return out
	case map[string]any:
		if name, ok := v["Ref"].(string); ok && len(v) == 1 {
			if value, ok := values[name]; ok {
				return value
			}
		}
		if text, ok := v["Fn::Sub"].(string); ok && len(v) == 1 {
			return substitute(text, values)
		}
		if args, ok := v["Fn::Sub"].([]any); ok && len(v) == 1 && len(args) == 2 {
			return substituteWith(args, values)
		}
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = fill(item, values)
		}
		return out
	}
	return v
}

// substitute is a Fn::Sub, or the text itself where nothing is left to put in.
func substitute(text string, values map[string]any) any {
	parts := strings.Split(text, "${")
	var out strings.Builder
	out.WriteString(parts[0])
	left := false
	for _, part := range parts[1:] {
		name, rest, _ := strings.Cut(part, "}")
		if value, ok := values[name].(string); ok {
			out.WriteString(value + rest)
			continue
		}
		out.WriteString("${" + part)
		left = true
	}
	if left {
		return map[string]any{"Fn::Sub": out.String()}
	}
	return out.String()
}

// substituteWith is a Fn::Sub with names of its own, which come first.
func substituteWith(args []any, values map[string]any) any {
	own, _ := args[1].(map[string]any)
	outer := maps.Clone(values)
	for name := range own {
		delete(outer, name)
	}
	text, _ := args[0].(string)
	if left, ok := substitute(text, outer).(map[string]any); ok {
		return map[string]any{"Fn::Sub": []any{left["Fn::Sub"], fill(args[1], values)}}
	}
	return substitute(text, outer)
}

// equal compares as CloudFormation does: 10 is "10" and true is "true".
func equal(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		return ok && maps.EqualFunc(x, y, equal)
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, equal)
	}
	if a == b {
		return true
	}
	_, mapB := b.(map[string]any)
	_, listB := b.([]any)
	if a == nil || b == nil || mapB || listB {
		return false
	}
	return fmt.Sprint(a) == fmt.Sprint(b) || sameNumber(a, b)
}

func sameNumber(a, b any) bool {
	x, okX := a.(json.Number)
	y, okY := b.(json.Number)
	if !okX || !okY {
		return false
	}
	f, errF := x.Float64()
	g, errG := y.Float64()
	return errF == nil && errG == nil && f == g
}

// properties are the differences between two resources of a type.
func (c *comparison) properties(kind string, old, new any) []Property {
	a, _ := fill(old, c.was).(map[string]any)
	b, _ := fill(new, c.is).(map[string]any)
	return within(kind, a, b, "", "")
}

// within compares two objects; at is the path as shown, rule the one without indexes.
func within(kind string, a, b map[string]any, at, rule string) []Property {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	var out []Property
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		out = append(out, between(kind, a[key], b[key], join(at, key), join(rule, key))...)
	}
	return out
}

// between compares two values at a path. An intrinsic function is a value, not
// a step on the path; so is a list that gets longer or shorter.
func between(kind string, a, b any, at, rule string) []Property {
	if equal(a, b) {
		return nil
	}
	x, okX := a.(map[string]any)
	y, okY := b.(map[string]any)
	if okX && okY && !intrinsic(x) && !intrinsic(y) {
		return within(kind, x, y, at, rule)
	}
	l, okL := a.([]any)
	m, okM := b.([]any)
	if okL && okM && len(l) == len(m) {
		var out []Property
		for i := range l {
			out = append(out, between(kind, l[i], m[i], fmt.Sprintf("%s[%d]", at, i), rule)...)
		}
		return out
	}
	return []Property{{Path: at, Old: a, New: b, Replacement: severity(kind, a, b, rule)}}
}

// severity is the worst rule on what differs between two values: a part that
// replaces its resource does so also when all around it comes or goes.
func severity(kind string, a, b any, rule string) cfn.Replacement {
	if equal(a, b) {
		return cfn.Updates
	}
	worst := cfn.ReplacedBy(kind, rule)
	l, _ := a.([]any)
	m, _ := b.([]any)
	for i := range max(len(l), len(m)) {
		worst = worse(worst, severity(kind, item(l, i), item(m, i), rule))
	}
	for key := range union(a, b) {
		x, _ := a.(map[string]any)
		y, _ := b.(map[string]any)
		worst = worse(worst, severity(kind, x[key], y[key], join(rule, key)))
	}
	return worst
}

func item(l []any, i int) any {
	if i < len(l) {
		return l[i]
	}
	return nil
}

// union are the keys of two values that are objects and no intrinsic functions.
func union(values ...any) map[string]bool {
	out := map[string]bool{}
	for _, v := range values {
		if m, ok := v.(map[string]any); ok && !intrinsic(m) {
			for key := range m {
				out[key] = true
			}
		}
	}
	return out
}

func intrinsic(m map[string]any) bool {
	for key := range m {
		return len(m) == 1 && (key == "Ref" || strings.HasPrefix(key, "Fn::"))
	}
	return false
}

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

func byPath(a, b Property) int { return strings.Compare(a.Path, b.Path) }

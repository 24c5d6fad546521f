package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
)

// mutation is one change of one resource; nil is a resource that is not there.
type mutation struct {
	name, id string
	old, new map[string]any
}

// mutations are all ways in which a resource is changed: each value, at any
// depth, changed and left out; each property that it does not have added; its
// other attributes; itself added and removed.
func mutations(id string, r map[string]any) []mutation {
	var out []mutation
	add := func(name string, old, new map[string]any) { out = append(out, mutation{name, id, old, new}) }
	add("added", nil, r)
	add("removed", r, nil)
	for _, policy := range []string{"Retain", "Snapshot", "Delete", "RetainExceptOnCreate"} {
		add("removed with "+policy, with(r, "DeletionPolicy", policy), nil)
		add("replaced with "+policy, r, with(r, "UpdateReplacePolicy", policy))
	}
	add("order", r, with(r, "DependsOn", []any{"Another"}))
	add("metadata", r, with(r, "Metadata", map[string]any{"Changed": "yes"}))
	other := "AWS::SNS::Topic"
	if r["Type"] == other {
		other = "AWS::SQS::Queue"
	}
	add("type", r, with(r, "Type", other))
	properties, _ := r["Properties"].(map[string]any)
	for _, v := range variants(properties) {
		add(v.name, r, with(r, "Properties", v.value))
	}
	for _, name := range cfn.PropertiesOf(fmt.Sprint(r["Type"])) {
		if _, has := properties[name]; !has {
			more := with(properties, name, "mutated")
			add("with "+name, r, with(r, "Properties", more))
			add("without "+name, with(r, "Properties", more), r)
		}
	}
	return out
}

func with(m map[string]any, key string, value any) map[string]any {
	out := maps.Clone(m)
	if out == nil {
		out = map[string]any{}
	}
	out[key] = value
	return out
}

type variant struct {
	name  string
	value any
}

// variants are a value with one thing in it changed.
func variants(v any) []variant {
	var out []variant
	switch v := v.(type) {
	case map[string]any:
		if called(v) {
			return []variant{{"= text", "mutated"}, {"= another reference", map[string]any{"Ref": "Another"}}}
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			rest := maps.Clone(v)
			delete(rest, key)
			out = append(out, variant{"." + key + " left out", rest})
			for _, inner := range variants(v[key]) {
				out = append(out, variant{"." + key + inner.name, with(v, key, inner.value)})
			}
		}
	case []any:
		out = append(out, variant{" longer", append(slices.Clone(v), "mutated")})
		if len(v) > 0 {
			out = append(out, variant{" shorter", v[1:]})
		}
		for i := range v {
			for _, inner := range variants(v[i]) {
				list := slices.Clone(v)
				list[i] = inner.value
				out = append(out, variant{fmt.Sprintf("[%d]%s", i, inner.name), list})
			}
		}
	case string:
		out = append(out, variant{" changed", v + "-mutated"}, variant{" = reference", map[string]any{"Ref": "Another"}})
	case json.Number:
		out = append(out, variant{" changed", json.Number("987")}, variant{" as text", v.String()})
	case bool:
		out = append(out, variant{" changed", !v}, variant{" as text", fmt.Sprint(v)})
	}
	return out
}

func called(m map[string]any) bool {
	for key := range m {
		return len(m) == 1 && (key == "Ref" || strings.HasPrefix(key, "Fn::"))
	}
	return false
}

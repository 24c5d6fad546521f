// Package schema writes what the tags of a blueprint say in two other forms: a
// JSON Schema for editors and a reference for people. Whatever slipway accepts,
// the schema accepts; it refuses only what one field alone can tell. It must not
// hold knowledge of its own about blueprints.
package schema

//go:generate go run ./gen -schema platform.schema.json -reference ../docs/blueprint.md -addons ../docs/addons.md -services ../docs/services.md -workloads ../docs/workloads.md -rollouts ../docs/rollouts.md

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"slipway.dev/slipway/blueprint"
)

// object is a JSON object; encoding/json writes its keys in order.
type object = map[string]any

// JSON is the JSON Schema (2020-12) of a platform with the catalogue's add-ons.
func JSON(cat blueprint.Catalog) ([]byte, error) {
	g := generator{catalog: cat, defs: object{}, types: map[string]reflect.Type{}}
	root := g.structure(reflect.TypeFor[blueprint.Platform]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://slipway.dev/platform.schema.json"
	root["title"] = "Slipway platform"
	root["$defs"] = g.defs
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return append(out, '\n'), nil
}

// generator collects the definitions that the root refers to.
type generator struct {
	catalog blueprint.Catalog
	defs    object
	types   map[string]reflect.Type // by the name of their definition
}

// ref refers to the definition of a struct type and writes it at its first use.
func (g *generator) ref(t reflect.Type) object {
	name := t.Name()
	for other, taken := g.types[name]; taken && other != t; other, taken = g.types[name] {
		name += "_" // types of one name from several packages
	}
	if g.types[name] == nil {
		g.types[name] = t
		g.defs[name] = g.structure(t)
	}
	return object{"$ref": "#/$defs/" + name}
}

func (g *generator) structure(t reflect.Type) object {
	properties, required := object{}, []string{}
	for _, f := range blueprint.Fields(t) {
		properties[f.Name] = g.field(f)
		if f.Required() && f.Default == "" {
			required = append(required, f.Name)
		}
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (g *generator) field(f blueprint.Field) object {
	s := g.value(f.Type, f.Rules)
	must := f.Required() && f.Default == ""
	if must {
		notEmpty(s)
	} else {
		s = orNull(s)
	}
	s["description"] = f.Doc
	if f.Default != "" {
		s["default"] = defaultValue(f.Type, f.Default)
	}
	return s
}

// notEmpty refuses the empty value, which counts as left out.
func notEmpty(s object) {
	switch {
	case s["additionalProperties"] != nil:
		s["minProperties"] = 1
	case s["items"] != nil:
		s["minItems"] = 1
	case s["pattern"] == nil && s["enum"] == nil && s["$ref"] == nil:
		s["minLength"] = 1
	}
}

// orNull accepts a field without a value, which is a field left out.
func orNull(s object) object {
	switch kinds := s["type"].(type) {
	case string:
		s["type"] = []string{kinds, "null"}
	case []string:
		s["type"] = append(kinds[:len(kinds):len(kinds)], "null")
	default:
		return object{"anyOf": []object{s, {"type": "null"}}}
	}
	if choices, ok := s["enum"].([]any); ok {
		s["enum"] = append(choices, nil)
	}
	return s
}

// value is the schema of a Go type under a field's rules.
func (g *generator) value(t reflect.Type, rules []blueprint.Rule) object {
	switch t {
	case reflect.TypeFor[blueprint.AddOns]():
		return g.addOns()
	case reflect.TypeFor[blueprint.Service]():
		return g.service()
	case reflect.TypeFor[blueprint.Access]():
		return accessLevel()
	case reflect.TypeFor[blueprint.Quantity]():
		return object{"type": []string{"string", "number"}, "pattern": blueprint.QuantityPattern}
	case reflect.TypeFor[time.Duration]():
		return object{"type": []string{"string", "number"}, "pattern": `^([-+]?([0-9.]+(ns|us|µs|ms|s|m|h))+|[-+]?0)$`}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem(), rules)
	case reflect.Struct:
		return g.ref(t)
	case reflect.Slice:
		return object{"type": "array", "items": g.value(t.Elem(), rules)}
	case reflect.Map:
		return g.mapping(t, rules)
	case reflect.Interface:
		return object{}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64, reflect.Float32:
		return object{"type": "number"}
	case reflect.String:
		return text(rules)
	}
	return number(rules)
}

func (g *generator) mapping(t reflect.Type, rules []blueprint.Rule) object {
	out := object{"type": "object", "additionalProperties": g.entry(t.Elem())}
	if names := text(rules); names["pattern"] != nil {
		out["propertyNames"] = object{"pattern": names["pattern"]}
	}
	return out
}

// entry is the schema of a map's values: a struct may be left empty there.
func (g *generator) entry(t reflect.Type) object {
	s := g.value(t, nil)
	if s["$ref"] != nil {
		return orNull(s)
	}
	return s
}

// text accepts numbers and booleans as well: slipway takes them as written.
func text(rules []blueprint.Rule) object {
	patterns := map[string]string{
		"name": blueprint.NamePattern, "version": blueprint.VersionPattern, "region": blueprint.RegionPattern,
		"instancetype": blueprint.InstanceTypePattern, "role": blueprint.RolePattern, "cidr": `^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/[0-9]+$`,
		"repo": `^\S+[:/]\S+$`, "relpath": `^[^/\\]?[^\\]*$`, "image": blueprint.ImagePattern,
	}
	out := object{"type": []string{"string", "number", "boolean"}}
	for _, r := range rules {
		if r.Name == "enum" {
			var choices []any
			for choice := range strings.SplitSeq(r.Arg, "|") {
				choices = append(choices, choice)
			}
			return object{"type": "string", "enum": choices}
		}
		if p, ok := patterns[r.Name]; ok {
			out["pattern"] = p
		}
	}
	return out
}

func number(rules []blueprint.Rule) object {
	out := object{"type": "integer"}
	for _, r := range rules {
		limit, err := strconv.Atoi(r.Arg)
		if err != nil {
			continue
		}
		switch r.Name {
		case "min":
			out["minimum"] = limit
		case "max":
			out["maximum"] = limit
		}
	}
	return out
}

// addOns is a list of names, and of names with settings.
func (g *generator) addOns() object {
	names, settings := []any{}, object{}
	for _, name := range g.catalog.Names() {
		a, _ := g.catalog.Find(name)
		names = append(names, name)
		t := reflect.TypeOf(a)
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		s := orNull(g.ref(t))
		s["description"] = a.Info().Doc
		settings[name] = s
	}
	return object{"type": "array", "items": object{"oneOf": []object{
		{"type": "string", "enum": names},
		{"type": "object", "properties": settings, "additionalProperties": false, "minProperties": 1, "maxProperties": 1},
	}}}
}

// defaultValue is a default as the schema writes it.
func defaultValue(t reflect.Type, text string) any {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Slice:
		return strings.Split(text, ",")
	case reflect.Bool:
		return text == "true"
	case reflect.Int, reflect.Int32, reflect.Float64:
		return json.Number(text)
	}
	return text
}

package schema

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"time"

	"slipway.dev/slipway/blueprint"
)

// Reference is docs/blueprint.md: every field of a platform, then the settings
// of every add-on of the catalogue.
func Reference(cat blueprint.Catalog) []byte {
	r := reference{seen: map[reflect.Type]bool{}}
	r.printf("# The blueprint, field by field\n\n")
	r.printf("Generated from the types of package blueprint; do not edit. Go has the same fields under the same names,\n")
	r.printf("capitalized (`cidr` is `CIDR`). A zero that is meant, where the default is something else, is `0` in YAML\n")
	r.printf("and `blueprint.None` in Go.\n")
	r.section("Platform", reflect.TypeFor[blueprint.Platform](), "", 2)
	r.printf("\n## Add-ons\n")
	for _, name := range cat.Names() {
		a, _ := cat.Find(name)
		r.section(name, reflect.TypeOf(a), addOnIntro(a.Info()), 3)
	}
	r.printf("\n## Services\n\nThe settings of each type; they stand beside name and type. [services.md](services.md) has outputs and access.\n")
	for _, name := range cat.ServiceNames() {
		kind, _ := cat.FindService(name)
		r.section(name, reflect.TypeOf(kind), kind.Info().Doc, 3)
	}
	return r.out.Bytes()
}

type reference struct {
	out  bytes.Buffer
	seen map[reflect.Type]bool
}

func (r *reference) printf(format string, args ...any) { fmt.Fprintf(&r.out, format, args...) }

func addOnIntro(i blueprint.Info) string {
	parts := []string{i.Doc}
	if len(i.Needs) > 0 {
		parts = append(parts, "Needs "+strings.Join(i.Needs, ", ")+".")
	}
	if len(i.Conflicts) > 0 {
		parts = append(parts, "Excludes "+strings.Join(i.Conflicts, ", ")+".")
	}
	if i.Retired != "" {
		parts = append(parts, "Retired by its makers; instead: "+i.Retired+".")
	}
	return strings.Join(parts, " ")
}

// section is the table of one struct type, then those of the structs it holds.
func (r *reference) section(title string, t reflect.Type, intro string, level int) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if r.seen[t] {
		return
	}
	r.seen[t] = true
	r.printf("\n%s %s\n", strings.Repeat("#", level), title)
	if intro != "" {
		r.printf("\n%s\n", intro)
	}
	fields := blueprint.Fields(t)
	if len(fields) == 0 {
		r.printf("\nThere is nothing to set.\n")
		return
	}
	r.printf("\n| Field | Type | Default | Meaning |\n|---|---|---|---|\n")
	for _, f := range fields {
		r.printf("| `%s` | %s | %s | %s |\n", f.Name, typeName(f.Type, title+"."+f.Name), defaultCell(f), cell(f.Doc+limits(f)))
	}
	for _, f := range fields {
		if inner := structOf(f.Type); inner != nil {
			r.section(heading(title+"."+f.Name, inner), inner, "", max(level, 3))
		}
	}
}

// heading names the table of an inner struct: by its type below the platform,
// by its path below an add-on, whose types have no name that users know.
func heading(path string, inner reflect.Type) string {
	if inner.PkgPath() == reflect.TypeFor[blueprint.Platform]().PkgPath() {
		return inner.Name()
	}
	return path
}

// structOf is the struct that values of a type are made of, nil for none.
func structOf(t reflect.Type) reflect.Type {
	if t == reflect.TypeFor[blueprint.AddOns]() {
		return nil
	}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	return t
}

// typeName is a type in the user's words; path is where it is a setting of an add-on.
func typeName(t reflect.Type, path string) string {
	switch t {
	case reflect.TypeFor[blueprint.AddOns]():
		return "list of [add-ons](#add-ons)"
	case reflect.TypeFor[blueprint.ServiceType]():
		return "a [type of service](#services)"
	case reflect.TypeFor[blueprint.Access]():
		return "access"
	case reflect.TypeFor[blueprint.Quantity]():
		return "quantity"
	case reflect.TypeFor[time.Duration]():
		return "duration"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeName(t.Elem(), path)
	case reflect.Struct:
		name := heading(path, t)
		return "[" + name + "](#" + strings.ReplaceAll(strings.ToLower(name), ".", "") + ")"
	case reflect.Slice:
		return "list of " + typeName(t.Elem(), path)
	case reflect.Map:
		return "map of " + typeName(t.Elem(), path)
	case reflect.Interface:
		return "anything"
	case reflect.Bool:
		return "boolean"
	case reflect.Float64, reflect.Float32:
		return "number"
	case reflect.String:
		return "text"
	}
	return "integer"
}

func defaultCell(f blueprint.Field) string {
	switch {
	case f.Default != "":
		return "`" + f.Default + "`"
	case f.Required():
		return "**required**"
	}
	return ""
}

// limits says what the rules allow where the doc does not have to.
func limits(f blueprint.Field) string {
	if choices := f.Choices(); len(choices) > 1 {
		return " One of `" + strings.Join(choices, "`, `") + "`."
	}
	low, hasLow := f.Rule("min")
	high, hasHigh := f.Rule("max")
	switch {
	case hasLow && hasHigh:
		return fmt.Sprintf(" From %s to %s.", low.Arg, high.Arg)
	case hasLow:
		return fmt.Sprintf(" At least %s.", low.Arg)
	case hasHigh:
		return fmt.Sprintf(" At most %s.", high.Arg)
	}
	return ""
}

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

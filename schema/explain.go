package schema

import (
	"reflect"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// Field is one field of a blueprint or setting of an add-on, in words.
type Field struct {
	Path    string `json:"path"` // "teams.quota.cpu"
	Type    string `json:"type"`
	Default string `json:"default,omitempty"` // "required" where there is none and one must be given
	Doc     string `json:"doc"`
}

// Settings are the settings of an add-on, those inside others with dots.
func Settings(a blueprint.AddOn) []Field { return flat(reflect.TypeOf(a), "") }

// ServiceSettings are the settings of a type of service, those inside others with dots.
func ServiceSettings(s blueprint.ServiceType) []Field { return flat(reflect.TypeOf(s), "") }

// Of lists the fields of any struct with the tags of a blueprint, of which it is
// given a pointer.
func Of(settings any) []Field { return flat(reflect.TypeOf(settings), "") }

// Explain is the field of a platform at a path such as "teams.quota", followed
// by what is directly inside it; none where the path leads nowhere.
func Explain(path string) []Field {
	t := reflect.TypeFor[blueprint.Platform]()
	var at []Field
	for i, name := range strings.Split(path, ".") {
		f, ok := find(t, name)
		if !ok {
			return nil
		}
		prefix := strings.Join(strings.Split(path, ".")[:i], ".")
		at = []Field{field(f, prefix)}
		if t = structOf(f.Type); t == nil {
			t = reflect.TypeFor[struct{}]()
		}
	}
	for _, f := range blueprint.Fields(t) {
		at = append(at, field(f, path))
	}
	return at
}

// Paths are the paths of every field of a platform.
func Paths() []string {
	var out []string
	for _, f := range flat(reflect.TypeFor[blueprint.Platform](), "") {
		out = append(out, f.Path)
	}
	return out
}

func find(t reflect.Type, name string) (blueprint.Field, bool) {
	for _, f := range blueprint.Fields(t) {
		if f.Name == name {
			return f, true
		}
	}
	return blueprint.Field{}, false
}

func flat(t reflect.Type, prefix string) []Field {
	var out []Field
	for _, f := range blueprint.Fields(t) {
		row := field(f, prefix)
		out = append(out, row)
		if inner := structOf(f.Type); inner != nil {
			out = append(out, flat(inner, row.Path)...)
		}
	}
	return out
}

func field(f blueprint.Field, prefix string) Field {
	row := Field{Path: strings.TrimPrefix(prefix+"."+f.Name, "."), Type: words(f.Type), Default: f.Default, Doc: f.Doc + limits(f)}
	if row.Default == "" && f.Required() {
		row.Default = "required"
	}
	return row
}

// words is a type without links to other tables.
func words(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[blueprint.AddOns]():
		return "list of add-ons"
	case t.Kind() == reflect.Pointer:
		return words(t.Elem())
	case t.Kind() == reflect.Struct:
		return "object"
	case t.Kind() == reflect.Slice:
		return "list of " + words(t.Elem())
	case t.Kind() == reflect.Map:
		return "map of " + words(t.Elem())
	default:
		return typeName(t, "")
	}
}

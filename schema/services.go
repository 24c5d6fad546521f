package schema

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// service is a definition a type, told apart by the field type.
func (g *generator) service() object {
	kinds := []object{}
	for _, name := range g.catalog.ServiceNames() {
		kind, _ := g.catalog.FindService(name)
		definition := "service-" + name
		if g.defs[definition] == nil {
			g.defs[definition] = g.serviceType(kind)
		}
		kinds = append(kinds, object{"$ref": "#/$defs/" + definition})
	}
	if len(kinds) == 0 {
		return object{"not": object{}} // a catalogue without services
	}
	return object{"type": "object", "oneOf": kinds}
}

// serviceType is what every service has, and the settings of the type beside it.
func (g *generator) serviceType(kind blueprint.ServiceType) object {
	info := kind.Info()
	out := g.structure(structOf(reflect.TypeOf(kind)))
	properties, required := out["properties"].(object), []string{}
	for _, f := range blueprint.Fields(reflect.TypeFor[blueprint.Service]()) {
		properties[f.Name] = g.field(f)
		if f.Required() {
			required = append(required, f.Name)
		}
	}
	properties["type"] = object{"const": info.Name, "description": info.Doc}
	own, _ := out["required"].([]string)
	out["required"] = append(required, own...)
	return out
}

func accessLevel() object {
	var levels []any
	for _, l := range blueprint.AccessLevels() {
		levels = append(levels, string(l))
	}
	return object{"type": "string", "enum": levels}
}

//go:embed services.md
var servicesIntro []byte

// Services is docs/services.md: the types of services, what workloads learn
// about them, and what each level of access may do.
func Services(cat blueprint.Catalog) []byte {
	var out bytes.Buffer
	out.Write(servicesIntro)
	for _, name := range cat.ServiceNames() {
		kind, _ := cat.FindService(name)
		service(&out, kind)
	}
	fmt.Fprint(&out, "\n## Actions on everything\n\nThese, and no others, are allowed on `*`.\n\n| Action | Why |\n|---|---|\n")
	everywhere := blueprint.Everywhere()
	for _, action := range slices.Sorted(maps.Keys(everywhere)) {
		fmt.Fprintf(&out, "| `%s` | %s |\n", action, everywhere[action])
	}
	return out.Bytes()
}

func service(out *bytes.Buffer, kind blueprint.ServiceType) {
	info := kind.Info()
	fmt.Fprintf(out, "\n## %s\n\n%s", info.Name, info.Doc)
	if info.Stateful {
		fmt.Fprint(out, " Retained by default.")
	}
	if info.Snapshots {
		fmt.Fprint(out, " Leaves a snapshot where asked.")
	}
	if info.Use != "" {
		fmt.Fprintf(out, "\n\n%s", info.Use)
	}
	fmt.Fprint(out, "\n\n| Output | What it is |\n|---|---|\n")
	for _, o := range info.Outputs {
		fmt.Fprintf(out, "| `%s` | %s |\n", o.Name, cell(o.Doc))
	}
	fmt.Fprint(out, "\n| Access | Allows |\n|---|---|\n")
	for _, level := range info.Levels {
		fmt.Fprintf(out, "| `%s` | %s |\n", level, actions(kind, level))
	}
	fmt.Fprintln(out)
	for _, t := range blueprint.Targets() {
		fmt.Fprintf(out, "- on %s **%s**: %s\n", t, info.Fidelity[t].Level, info.Fidelity[t].Note)
	}
}

// actions are those of a level where every setting has its default.
func actions(kind blueprint.ServiceType, level blueprint.Access) string {
	b := &blueprint.ServiceBuild{Template: cfn.New(""), Team: &blueprint.Team{}, Service: &blueprint.Service{Name: "x", Type: kind}}
	kind.Build(b)
	var all []string
	for _, s := range b.Statements(level) {
		all = append(all, s.Actions...)
	}
	slices.Sort(all)
	return "`" + strings.Join(slices.Compact(all), "`, `") + "`"
}

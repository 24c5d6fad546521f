package schema

import (
	"bytes"
	"fmt"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// AddOns is docs/addons.md: the catalogue, with what every add-on is on each target.
func AddOns(cat blueprint.Catalog) []byte {
	var out bytes.Buffer
	fmt.Fprint(&out, `# Add-ons

Generated from the catalogue; do not edit. Settings are in [blueprint.md](blueprint.md#add-ons).

What an add-on is on a target is always said: **real** (the upstream program runs), **emulated** (ours, with the
same API and effect), **simulated** (the objects exist, nothing acts on them) or **absent**.

| Add-on |`)
	rule := "\n|---|"
	for _, t := range blueprint.Targets() {
		fmt.Fprintf(&out, " On %s |", t)
		rule += "---|"
	}
	fmt.Fprint(&out, " Version |", rule, "---|\n")
	for _, name := range cat.Names() {
		a, _ := cat.Find(name)
		i := a.Info()
		fmt.Fprintf(&out, "| [%s](#%s) |", name, name)
		for _, t := range blueprint.Targets() {
			fmt.Fprintf(&out, " %s |", i.Fidelity[t].Level)
		}
		fmt.Fprintf(&out, " %s |\n", i.Version)
	}
	for _, name := range cat.Names() {
		a, _ := cat.Find(name)
		addOn(&out, a.Info())
	}
	return out.Bytes()
}

func addOn(out *bytes.Buffer, i blueprint.Info) {
	fmt.Fprintf(out, "\n## %s\n\n%s\n\n", i.Name, addOnIntro(i))
	if i.Upstream != "" {
		fmt.Fprintf(out, "Upstream: <%s> %s\n\n", i.Upstream, i.Version)
	}
	for _, t := range blueprint.Targets() {
		f := i.Fidelity[t]
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("- on %s **%s**: %s", t, f.Level, f.Note), ": "))
	}
}

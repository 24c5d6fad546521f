package schema

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
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
		fmt.Fprintf(&out, " %s |\n", version(i))
	}
	for _, name := range cat.Names() {
		a, _ := cat.Find(name)
		addOn(&out, a.Info())
	}
	leftOut(&out, cat.LeftOut)
	return out.Bytes()
}

// leftOut says why an add-on is not there that somebody may look for.
func leftOut(out *bytes.Buffer, why map[string]string) {
	if len(why) == 0 {
		return
	}
	fmt.Fprint(out, "\n## Left out, and why\n\n")
	for _, name := range slices.Sorted(maps.Keys(why)) {
		fmt.Fprintf(out, "- **%s**: %s.\n", name, why[name])
	}
}

func addOn(out *bytes.Buffer, i blueprint.Info) {
	fmt.Fprintf(out, "\n## %s\n\n%s\n\n", i.Name, addOnIntro(i))
	if i.Upstream != "" {
		fmt.Fprint(out, strings.TrimRight("Upstream: <"+i.Upstream+"> "+i.Version, " ")+"\n\n")
	}
	installs(out, i)
	for _, t := range blueprint.Targets() {
		f := i.Fidelity[t]
		fmt.Fprintln(out, strings.TrimRight(fmt.Sprintf("- on %s **%s**: %s", t, f.Level, f.Note), ": "))
	}
}

// installs says which charts an add-on pins, what of it EKS keeps, and where on
// AWS it cannot be.
func installs(out *bytes.Buffer, i blueprint.Info) {
	if i.Managed != "" {
		fmt.Fprintf(out, "EKS add-on: `%s`, in EKS' default version unless one is set.\n\n", i.Managed)
	}
	if len(i.Charts) > 0 {
		names := make([]string, len(i.Charts))
		for n, c := range i.Charts {
			names[n] = fmt.Sprintf("`%s` %s of <%s>", c.Name, c.Version, c.Repo)
		}
		fmt.Fprintf(out, "Pinned: %s.\n\n", strings.Join(names, ", "))
	}
	if len(i.Unavailable) > 0 {
		fmt.Fprintf(out, "Not in the partitions %s.\n\n", strings.Join(slices.Sorted(maps.Keys(i.Unavailable)), ", "))
	}
}

// version is what the table shows: the program's, or the pinned chart's.
func version(i blueprint.Info) string {
	switch {
	case i.Version != "":
		return i.Version
	case len(i.Charts) > 0:
		return "chart " + i.Charts[0].Version
	case i.Managed != "":
		return "EKS' default"
	}
	return ""
}

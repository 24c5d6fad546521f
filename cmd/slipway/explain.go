package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/schema"
)

func explainCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:   "explain [ADDON | services | SERVICE | FIELD]",
		Short: "Explain an add-on, a type of service or a field of the blueprint",
		Long: `Explain an add-on: what it needs, what it conflicts with, its settings, and
what it is on each target: real, emulated, simulated or absent. A type of
service is explained with what it hands out and the access it gives; services
lists them. A field of the blueprint is named by its path, like teams.quota.
Without a name the add-ons are listed.`,
		Example: `  slipway explain
  slipway explain argocd
  slipway explain services
  slipway explain s3
  slipway explain teams.quota`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listAddOns(s, out)
			}
			if a, ok := catalog.All().New(args[0]); ok {
				return explainAddOn(s, out, a)
			}
			if args[0] == "services" {
				return listServices(s, out)
			}
			if kind, ok := catalog.All().FindService(args[0]); ok {
				return explainService(s, out, kind)
			}
			return explainField(s, out, args[0])
		},
	}
	out.flag(c)
	return c
}

// explained is an add-on as data.
type explained struct {
	Name      string              `json:"name"`
	Doc       string              `json:"doc"`
	Upstream  string              `json:"upstream,omitempty"`
	Version   string              `json:"version,omitempty"`
	Managed   string              `json:"eksAddOn,omitempty"` // on AWS
	Charts    []string            `json:"charts,omitempty"`   // "keda 2.20.1 of https://…"
	NotIn     []string            `json:"notIn,omitempty"`    // partitions of AWS
	Needs     []string            `json:"needs,omitempty"`
	Conflicts []string            `json:"conflicts,omitempty"`
	Retired   string              `json:"retired,omitempty"`
	Fidelity  map[string]fidelity `json:"fidelity"`
	Settings  []schema.Field      `json:"settings,omitempty"`
}

type fidelity struct {
	Level string `json:"level"`
	Note  string `json:"note,omitempty"`
}

func describeAddOn(a blueprint.AddOn) explained {
	i := a.Info()
	e := explained{
		Name: i.Name, Doc: i.Doc, Upstream: i.Upstream, Version: i.Version,
		Needs: i.Needs, Conflicts: i.Conflicts, Retired: i.Retired, Fidelity: map[string]fidelity{}, Settings: schema.Settings(a),
	}
	e.Managed, e.NotIn = i.Managed, slices.Sorted(maps.Keys(i.Unavailable))
	for _, c := range i.Charts {
		e.Charts = append(e.Charts, c.Name+" "+c.Version+" of "+c.Repo)
	}
	for target, f := range i.Fidelity {
		e.Fidelity[string(target)] = fidelity{Level: string(f.Level), Note: f.Note}
	}
	return e
}

func listAddOns(s streams, out output) error {
	var all []explained
	for _, a := range catalog.All().AddOns {
		all = append(all, describeAddOn(a))
	}
	return out.show(s.out, all, func(w io.Writer) {
		table(w, func(row func(...string)) {
			head := []string{"ADD-ON"}
			for _, t := range blueprint.Targets() {
				head = append(head, strings.ToUpper(string(t)))
			}
			row(append(head, "WHAT IT IS")...)
			for _, e := range all {
				cells := []string{e.Name}
				for _, t := range blueprint.Targets() {
					cells = append(cells, e.Fidelity[string(t)].Level)
				}
				row(append(cells, e.Doc)...)
			}
		})
	})
}

func explainAddOn(s streams, out output, a blueprint.AddOn) error {
	e := describeAddOn(a)
	return out.show(s.out, e, func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s\n", e.Name, e.Doc)
		if e.Retired != "" {
			fmt.Fprintf(w, "RETIRED: %s\n", e.Retired)
		}
		fmt.Fprintln(w)
		table(w, func(row func(...string)) {
			for _, line := range [][2]string{
				{"upstream", strings.TrimSpace(e.Upstream + " " + e.Version)},
				{"EKS add-on", e.Managed}, {"chart", strings.Join(e.Charts, ", ")},
				{"needs", strings.Join(e.Needs, ", ")}, {"conflicts with", strings.Join(e.Conflicts, ", ")}, {"not in", strings.Join(e.NotIn, ", ")},
			} {
				if line[1] != "" {
					row(line[0], line[1])
				}
			}
			for _, t := range blueprint.Targets() {
				row("on "+string(t), e.Fidelity[string(t)].Level, e.Fidelity[string(t)].Note)
			}
		})
		showFields(w, e.Settings)
	})
}

func showFields(w io.Writer, fields []schema.Field) {
	if len(fields) == 0 {
		return
	}
	fmt.Fprintln(w)
	table(w, func(row func(...string)) {
		row("FIELD", "TYPE", "DEFAULT", "")
		for _, f := range fields {
			row(f.Path, f.Type, f.Default, f.Doc)
		}
	})
}

func explainField(s streams, out output, path string) error {
	fields := schema.Explain(path)
	if fields == nil {
		known := slices.Concat(catalog.All().Names(), catalog.All().ServiceNames(), schema.Paths())
		fix := cmp.Or(inside(path, schema.Paths()), diag.DidYouMean(path, known))
		if fix == "" {
			fix = "'slipway explain' lists the add-ons, 'slipway explain services' the services; docs/blueprint.md has every field."
		}
		return fmt.Errorf("%s is no add-on, no type of service and no field of the blueprint\n    %s", path, fix)
	}
	return out.show(s.out, fields, func(w io.Writer) { showFields(w, fields) })
}

// inside names the fields that a path leads to from somewhere inside a
// blueprint, where people look from: nodeGroups is blueprints.nodeGroups.
func inside(path string, known []string) string {
	const most = 5
	var found []string
	for _, k := range known {
		if strings.HasSuffix(strings.ToLower(k), "."+strings.ToLower(path)) && len(found) < most {
			found = append(found, k)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "Did you mean " + strings.Join(found, " or ") + "?"
}

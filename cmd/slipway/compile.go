package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/compile"
)

// selection is the flags that say what of a blueprint is meant.
type selection struct {
	target   string
	clusters []string
	all      bool
	folder   string // where the blueprint is, and with it vendored charts
	nodes    string // real, simulated or auto; "" as the platform was last started

	realNodes int      // what that means on this machine
	missing   []string // charts that compile would have needed to be vendored
}

func (sel *selection) flags(c *cobra.Command, target blueprint.Target) {
	c.Flags().StringVar(&sel.target, "target", string(target), "what to compile for: local, kubeconfig or aws")
	sel.clusterFlags(c)
}

func (sel *selection) clusterFlags(c *cobra.Command) {
	c.Flags().StringSliceVar(&sel.clusters, "cluster", nil, "clusters, by name (repeatable)")
	c.Flags().BoolVar(&sel.all, "all", false, "every cluster of the blueprint")
}

// wanted is what a blueprint that has problems is checked for besides.
func (sel *selection) wanted(p *blueprint.Platform) []compile.Options {
	if sel.target == "" {
		return meant(p)
	}
	o := compile.Options{Target: blueprint.Target(sel.target), Clusters: sel.clusters}
	if sel.all {
		o.Clusters = nil
	}
	return []compile.Options{o}
}

// compile turns the selected part of a blueprint into an assembly.
func (sel *selection) compile(v *blueprint.Valid) (*assembly.Assembly, error) {
	opts := compile.Options{Target: blueprint.Target(sel.target), Clusters: sel.clusters, RealNodes: sel.realNodes}
	if sel.all {
		opts.Clusters = nil
	}
	if sel.folder != "" && opts.Target != blueprint.Local {
		vendored, err := charts.Open(os.DirFS(sel.folder))
		if err != nil {
			return nil, err
		}
		opts.Charts = func(c assembly.Chart) (string, []byte, bool) {
			digest, archive, ok := vendored(c)
			if name := c.Name + " " + c.Version; !ok && !slices.Contains(sel.missing, name) {
				sel.missing = append(sel.missing, name)
			}
			return digest, archive, ok
		}
	}
	return compile.Compile(v, opts)
}

// first narrows the selection to the first cluster where none was named, and
// says in words what was left out.
func (sel *selection) first(v *blueprint.Valid) string { return sel.beside(v, nil) }

// beside adds to the named clusters those that are there already; with none of
// either it takes the first of the blueprint. It says in words what is left out.
func (sel *selection) beside(v *blueprint.Valid, there []string) string {
	all := v.Platform().Clusters
	if sel.all {
		return ""
	}
	var chosen []string
	for _, c := range all {
		if slices.Contains(sel.clusters, c.Name) || slices.Contains(there, c.Name) {
			chosen = append(chosen, c.Name)
		}
	}
	for _, name := range sel.clusters { // one that is not in the blueprint is for compile to refuse
		if !slices.Contains(chosen, name) {
			chosen = append(chosen, name)
		}
	}
	if len(chosen) == 0 {
		chosen = []string{all[0].Name}
	}
	sel.clusters = chosen
	if len(chosen) >= len(all) {
		return ""
	}
	return fmt.Sprintf("%s of %s; --cluster NAME or --all for the others", strings.Join(chosen, ", "), plural(len(all), "cluster"))
}

func compileCommand(s streams) *cobra.Command {
	var sel selection
	var out output
	var dir string
	c := &cobra.Command{
		Use:   "compile [BLUEPRINT]",
		Short: "Turn a blueprint into an assembly of static files",
		Long: `Turn a blueprint into an assembly: units of work with the order between them,
as files that can be read, compared and reviewed. The same blueprint gives the
same bytes. Without -o the units are listed in the order they can run.`,
		Example: `  slipway compile platform.yaml -o out/
  slipway compile platform.yaml --target aws -o out/
  slipway compile ./platform-in-go --target kubeconfig`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := checkTarget(sel.target, blueprint.Targets()...); err != nil {
				return usageError{c, err}
			}
			v, err := load(c.Context(), args, s.err, sel.wanted)
			if err != nil {
				return err
			}
			sel.folder = blueprintFolder(args)
			a, err := sel.compile(v)
			if err != nil {
				return err
			}
			if len(sel.missing) > 0 {
				fmt.Fprintf(s.err, "not vendored, so not in the assembly: %s; 'slipway vendor' fetches and pins charts\n", strings.Join(sel.missing, ", "))
			}
			if dir == "" {
				return showUnits(s, out, a)
			}
			if err := a.Write(dir); err != nil {
				return err
			}
			fmt.Fprintf(s.err, "%s for %s in %s\n", plural(len(a.Units), "unit"), a.Target, dir)
			return nil
		},
	}
	sel.flags(c, blueprint.Local)
	c.Flags().StringVarP(&dir, "output-dir", "o", "", "folder to write the assembly to")
	out.command = c
	c.Flags().StringVar(&out.format, "format", "text", "format of the list: text or json")
	return c
}

// unitRow is one line of 'compile'.
type unitRow struct {
	Wave  int               `json:"wave"`
	ID    assembly.UnitID   `json:"id"`
	Kind  assembly.Kind     `json:"kind"`
	After []assembly.UnitID `json:"after,omitempty"`
	From  string            `json:"from"`
}

func showUnits(s streams, out output, a *assembly.Assembly) error {
	waves, err := a.Waves()
	if err != nil {
		return err
	}
	var rows []unitRow
	for i, wave := range waves {
		for _, id := range wave {
			u := a.Unit(id)
			rows = append(rows, unitRow{Wave: i + 1, ID: id, Kind: u.Kind, After: u.After, From: u.Origin.String()})
		}
	}
	return out.show(s.out, rows, func(w io.Writer) {
		table(w, func(row func(...string)) {
			row("WAVE", "UNIT", "KIND", "AFTER")
			for _, r := range rows {
				row(fmt.Sprint(r.Wave), string(r.ID), string(r.Kind), names(r.After))
			}
		})
	})
}

func names(ids []assembly.UnitID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

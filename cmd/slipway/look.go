package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/inspect"
)

// shortPath is a path as people write it: relative to here where that is shorter.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

func treeCommand(s streams) *cobra.Command {
	var where platformFlag
	var out output
	c := &cobra.Command{
		Use:     "tree",
		Short:   "Show what belongs to what: cluster, add-ons, teams, Applications, objects",
		Example: "  slipway tree",
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			reader, cluster, err := where.reader(ctx, p)
			if err != nil {
				return err
			}
			a, err := p.Assembly()
			if err != nil {
				return err
			}
			apps, err := reader.Applications(ctx)
			if err != nil {
				return err
			}
			root := tree(a, cluster, apps)
			return out.show(s.out, root, func(w io.Writer) { drawTree(w, root, "", "") })
		},
	}
	where.clusterFlag(c)
	out.flag(c)
	return c
}

// tree joins what was deployed with what Argo CD brought.
func tree(a *assembly.Assembly, cluster string, apps []inspect.Application) inspect.Node {
	root := inspect.Node{Name: "cluster " + cluster}
	addOns, teams := inspect.Node{Name: "add-ons"}, inspect.Node{Name: "teams"}
	for _, note := range a.AddOns {
		if note.Cluster == cluster {
			addOns.Children = append(addOns.Children, inspect.Node{Name: note.Name, State: note.Fidelity})
		}
	}
	for _, team := range a.Teams {
		n := inspect.Node{Name: "team " + team.Name, State: "namespace " + team.Namespace}
		for _, app := range apps {
			if app.Project == team.Name {
				n.Children = append(n.Children, inspect.ApplicationTree(app))
			}
		}
		if slices.Contains(team.Clusters, cluster) {
			teams.Children = append(teams.Children, n)
		}
	}
	platform := inspect.Node{Name: "platform"}
	for _, app := range apps {
		if !slices.ContainsFunc(a.Teams, func(t assembly.Team) bool { return t.Name == app.Project }) {
			platform.Children = append(platform.Children, inspect.ApplicationTree(app))
		}
	}
	for _, n := range []inspect.Node{addOns, platform, teams} {
		if len(n.Children) > 0 {
			root.Children = append(root.Children, n)
		}
	}
	return root
}

func drawTree(w io.Writer, n inspect.Node, head, indent string) {
	state := ""
	if n.State != "" {
		state = "  (" + n.State + ")"
	}
	fmt.Fprintln(w, head+n.Name+state)
	for i, child := range n.Children {
		if i == len(n.Children)-1 {
			drawTree(w, child, indent+"└─ ", indent+"   ")
		} else {
			drawTree(w, child, indent+"├─ ", indent+"│  ")
		}
	}
}

func whyCommand(s streams) *cobra.Command {
	var where platformFlag
	var out output
	var namespace string
	c := &cobra.Command{
		Use:   "why TYPE/NAME",
		Short: "Show why an object exists, back to the line of the blueprint",
		Long: `Show the chain of causes of an object: the objects that own it, the Application
that synced it, the commit it was synced from, the team, and the line of the
blueprint that asked for all of it.`,
		Example: `  slipway why deployment/inf-backend -n team-troi
  slipway why namespace/team-troi`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			kind, name, ok := strings.Cut(strings.Join(args, "/"), "/")
			if !ok || name == "" {
				return usageError{c, fmt.Errorf("an object is named as TYPE/NAME, like deployment/web, not %q", args[0])}
			}
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			reader, _, err := where.reader(ctx, p)
			if err != nil {
				return err
			}
			object, err := reader.Get(ctx, kind, namespace, name)
			if err != nil {
				return err
			}
			chain, err := reader.Why(ctx, object)
			if err != nil {
				return err
			}
			a, err := p.Assembly()
			if err != nil {
				return err
			}
			for i := range chain {
				if at := a.At(chain[i].At); at != "" {
					chain[i].At += " (" + at + ")"
				}
			}
			return out.show(s.out, chain, func(w io.Writer) { showChain(w, chain) })
		},
	}
	where.clusterFlag(c)
	out.flag(c)
	c.Flags().StringVarP(&namespace, "namespace", "n", "default", "namespace of the object")
	return c
}

func showChain(w io.Writer, chain []inspect.Link) {
	table(w, func(row func(...string)) {
		for i, l := range chain {
			arrow := "  ← "
			if i == 0 {
				arrow = ""
			}
			row(arrow+l.What, l.How, l.At)
		}
	})
}

func eventsCommand(s streams) *cobra.Command {
	var where platformFlag
	var out output
	var namespace string
	var watch bool
	c := &cobra.Command{
		Use:   "events",
		Short: "List what happened in a cluster",
		Example: `  slipway events -n team-troi
  slipway events --watch`,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			reader, _, err := where.reader(c.Context(), p)
			if err != nil {
				return err
			}
			if watch {
				return reader.WatchEvents(c.Context(), namespace, func(e inspect.Event) { showEvents(s.out, []inspect.Event{e}) })
			}
			ctx, cancel := bounded(c.Context(), time.Minute)
			defer cancel()
			events, err := reader.Events(ctx, namespace)
			if err != nil {
				return err
			}
			return out.show(s.out, events, func(w io.Writer) { showEvents(w, events) })
		},
	}
	where.clusterFlag(c)
	out.flag(c)
	c.Flags().StringVarP(&namespace, "namespace", "n", "", "only events of this namespace")
	c.Flags().BoolVarP(&watch, "watch", "w", false, "go on printing events as they happen")
	return c
}

func showEvents(w io.Writer, events []inspect.Event) {
	table(w, func(row func(...string)) {
		for _, e := range events {
			row(e.Time.Local().Format("15:04:05"), e.Type, e.Reason, e.Object, cut(e.Message, 120))
		}
	})
}

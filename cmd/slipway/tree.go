//go:build !front

package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/inspect"
)

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

//go:build !front

package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/inspect"
)

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

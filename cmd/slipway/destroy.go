//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/cloud"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/deploy/eks/drain"
)

func destroyCommand(s streams) *cobra.Command {
	var sel selection
	var to place
	var yes bool
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "destroy [BLUEPRINT | ASSEMBLY]",
		Short: "Remove what deploy made",
		Long: `Remove everything that 'slipway deploy' made, in the reverse order.

On AWS: what ships workloads, so that nothing comes back; then load balancers
and volumes, while the controllers that made them are still there to let go of
them; add-ons and teams; nodes; the control plane; the network. What holds data
stays unless the blueprint says otherwise, and is named. On an existing cluster:
GitOps, teams, add-ons; the cluster itself stays.

Without --yes the plan is shown and confirmed first.`,
		Example: `  slipway destroy platform.yaml --cluster dev
  slipway destroy platform.yaml --context staging --yes`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			a, err := to.compiled(ctx, s, &sel, args)
			if err != nil {
				return err
			}
			shown := newProgress(s.err)
			defer shown.Close()
			w, err := to.open(ctx, a, shown.Report)
			if err != nil {
				return err
			}
			if err := announce(ctx, s, a, w); err != nil {
				return err
			}
			if !yes {
				if err := confirm(s, a); err != nil {
					return err
				}
			}
			if w.cloud != nil {
				return w.cloud.Destroy(ctx)
			}
			return deploy.Destroy(ctx, a, w.options)
		},
	}
	sel.clusterFlags(c)
	to.flags(c, &sel)
	to.pollFlag(c)
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	c.Flags().DurationVar(&timeout, "timeout", 2*time.Hour, "give up after this long; a stack that is at work then goes on in AWS")
	return c
}

// announce shows what will go: units, and on AWS what hangs on the clusters.
func announce(ctx context.Context, s streams, a *assembly.Assembly, w *work) error {
	for i := len(a.Units) - 1; i >= 0; i-- {
		fmt.Fprintf(s.err, "  - %s\n", a.Units[i].ID)
	}
	if w.cloud == nil {
		return nil
	}
	found, err := w.cloud.Survey(ctx)
	if err != nil {
		return err
	}
	for _, survey := range found {
		show(s.err, survey)
	}
	return nil
}

func show(w io.Writer, found cloud.Survey) {
	if d := found.Drain; d != nil {
		for _, o := range d.Objects {
			mark := "-"
			if o.Data {
				mark = "- DATA"
			}
			fmt.Fprintf(w, "  %s %s: %s (%s)\n", mark, found.Cluster, o.ObjectRef, o.Why)
		}
		for _, o := range d.Kept {
			fmt.Fprintf(w, "    kept %s: %s (%s)\n", found.Cluster, o.ObjectRef, o.Why)
		}
	}
	loose := slices.DeleteFunc(slices.Clone(found.Leftovers), func(l eks.Leftover) bool { return holds(found.Drain, l) })
	for _, l := range loose {
		fmt.Fprintf(w, "  ? %s: %s\n", found.Cluster, l)
	}
	if len(loose) > 0 {
		fmt.Fprintln(w, "    ? is what no stack has: load balancers are waited for, the rest stays")
	}
}

// holds reports whether one of the objects that go has a resource, and takes it
// along: its makers write the object's name into a tag.
func holds(d *drain.Plan, l eks.Leftover) bool {
	return d != nil && slices.ContainsFunc(d.Objects, func(o drain.Object) bool {
		return slices.Contains(slices.Collect(maps.Values(l.Tags)), o.Namespace+"/"+o.Name)
	})
}

// confirm asks; without a terminal to ask on, it refuses.
func confirm(s streams, a *assembly.Assembly) error {
	fmt.Fprintf(s.err, "Delete these %s and everything in them? Type the platform's name (%s): ", plural(len(a.Units), "unit"), a.Platform)
	var answer string
	if _, err := fmt.Fscanln(s.in, &answer); err != nil && !errors.Is(err, io.EOF) {
		fmt.Fprintln(s.err)
	}
	if answer != a.Platform {
		return errors.New("not confirmed; nothing was changed\n    Use --yes where nobody can answer")
	}
	return nil
}

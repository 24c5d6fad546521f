package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func diffCommand(s streams) *cobra.Command {
	var sel selection
	var to place
	var out output
	var here bool
	c := &cobra.Command{
		Use:   "diff [BLUEPRINT | ASSEMBLY]",
		Short: "Show what deploy or up would change",
		Long: `Show what 'slipway deploy' would change on a cluster or, with --local, what
'slipway up' would change here. Nothing is changed. Exit code 0: no
differences, 1: differences, 2: an error, as kubectl diff has them.`,
		Example: `  slipway diff platform.yaml --context staging
  slipway diff --local`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), 5*time.Minute)
			defer cancel()
			plans, err := plan(ctx, s, &sel, &to, args, here)
			if err == nil {
				return showPlans(s, out, plans)
			}
			if plans != nil { // some units could not be compared; the others are worth seeing
				_ = showPlans(s, out, plans)
			}
			printError(s.err, err)
			return exitError(exitUsage)
		},
	}
	sel.clusterFlags(c)
	to.flags(c, &sel)
	c.Flags().BoolVar(&to.drift, "drift", false, "also look for what somebody else has changed in stacks (takes AWS a while)")
	out.flag(c)
	c.Flags().BoolVar(&here, "local", false, "compare with the platform on this machine")
	return c
}

func plan(ctx context.Context, s streams, sel *selection, to *place, args []string, here bool) ([]*deploy.Plan, error) {
	if here {
		return planLocal(ctx, s, sel, args)
	}
	a, err := to.compiled(ctx, s, sel, args)
	if err != nil {
		return nil, err
	}
	w, err := to.open(ctx, a, nil)
	if err != nil {
		return nil, err
	}
	return deploy.Diff(ctx, a, w.options)
}

func planLocal(ctx context.Context, s streams, sel *selection, args []string) ([]*deploy.Plan, error) {
	v, err := load(ctx, args, s.err)
	if err != nil {
		return nil, err
	}
	a, note, err := compileLocal(v, sel)
	if err != nil {
		return nil, err
	}
	if note != "" {
		fmt.Fprintln(s.err, note)
	}
	p, err := openPlatform(a.Platform)
	if err != nil {
		return nil, err
	}
	return p.Diff(ctx, a)
}

// planRow is one difference as data.
type planRow struct {
	Unit assembly.UnitID `json:"unit"`
	deploy.Change
}

func showPlans(s streams, out output, plans []*deploy.Plan) error {
	rows := []planRow{}
	same := 0
	for _, p := range plans {
		if p == nil {
			continue
		}
		same += p.Same
		for _, change := range p.Changes {
			rows = append(rows, planRow{Unit: p.Unit.ID, Change: change})
		}
	}
	err := out.show(s.out, rows, func(w io.Writer) {
		for _, r := range rows {
			fmt.Fprintf(w, "%s %s: %s%s\n", sign(r.Verb), r.Unit, r.What, remark(r.Change))
			if r.Diff != "" {
				fmt.Fprintln(w, r.Diff)
			}
		}
		fmt.Fprintf(w, "%s, %d unchanged\n", plural(len(rows), "difference"), same)
	})
	if err == nil && len(rows) > 0 {
		return exitError(exitFailed)
	}
	return err
}

func sign(v deploy.Verb) string {
	return map[deploy.Verb]string{deploy.Create: "+", deploy.Update: "~", deploy.Delete: "-"}[v]
}

// remark says what is special about a change.
func remark(c deploy.Change) string {
	switch {
	case c.Drift:
		return "  (drift: changed by someone else since it was applied)"
	case c.Adopts:
		return "  (adopts: it was there before)"
	default:
		return ""
	}
}

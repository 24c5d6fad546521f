package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func destroyCommand(s streams) *cobra.Command {
	var sel selection
	var to place
	var yes bool
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "destroy [BLUEPRINT | ASSEMBLY]",
		Short: "Remove what deploy made from a cluster",
		Long: `Remove everything that 'slipway deploy' made on a cluster, in the reverse
order: GitOps, teams, add-ons. The cluster itself stays. Without --yes the plan
is shown and confirmed first.`,
		Example: "  slipway destroy platform.yaml --context staging --yes",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			a, err := compiled(ctx, s, &sel, args)
			if err != nil {
				return err
			}
			shown := newProgress(s.err)
			opts, err := to.options(a, shown.Report)
			if err != nil {
				return err
			}
			if !yes {
				if err := confirm(s, a); err != nil {
					return err
				}
			}
			err = deploy.Destroy(ctx, a, opts)
			shown.Close()
			return err
		},
	}
	sel.clusterFlags(c)
	to.flags(c)
	c.Flags().BoolVar(&yes, "yes", false, "do not ask")
	c.Flags().DurationVar(&timeout, "timeout", 15*time.Minute, "give up after this long")
	return c
}

// confirm shows what will go and asks; without a terminal to ask on, it refuses.
func confirm(s streams, a *assembly.Assembly) error {
	for i := len(a.Units) - 1; i >= 0; i-- {
		fmt.Fprintf(s.err, "  - %s\n", a.Units[i].ID)
	}
	fmt.Fprintf(s.err, "Delete these %d units and everything in them? Type the platform's name (%s): ", len(a.Units), a.Platform)
	var answer string
	if _, err := fmt.Fscanln(s.in, &answer); err != nil && !errors.Is(err, io.EOF) {
		fmt.Fprintln(s.err)
	}
	if answer != a.Platform {
		return errors.New("not confirmed; nothing was changed\n    Use --yes where nobody can answer")
	}
	return nil
}

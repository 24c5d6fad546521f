package main

import (
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/deploy"
)

func deployCommand(s streams) *cobra.Command {
	var sel selection
	var to place
	var out output
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "deploy [BLUEPRINT | ASSEMBLY]",
		Short: "Deploy a blueprint to an existing cluster",
		Long: `Deploy a blueprint, or an assembly that 'slipway compile' wrote, to the cluster
a kubeconfig leads to: add-ons as the cluster's own workloads, in order, then
teams, then GitOps. Run again, it changes only what differs.`,
		Example: "  slipway deploy platform.yaml --context staging --cluster east-staging",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			a, err := compiled(ctx, s, &sel, args)
			if err != nil {
				return err
			}
			shown := newProgress(s.err)
			report := shown.Report
			if out.format == "json" {
				report = jsonEvents(s.out)
			}
			opts, err := to.options(a, report)
			if err != nil {
				return err
			}
			err = deploy.Run(ctx, a, opts)
			shown.Close()
			return err
		},
	}
	sel.clusterFlags(c)
	to.flags(c)
	out.flag(c)
	c.Flags().DurationVar(&timeout, "timeout", 30*time.Minute, "give up after this long")
	return c
}

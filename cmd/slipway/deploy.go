//go:build !front

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
		Short: "Deploy a blueprint to AWS, or to an existing cluster",
		Long: `Deploy a blueprint, or an assembly that 'slipway compile' wrote.

To AWS it makes, in the account and region of each cluster: the network, the EKS
cluster, its nodes, then add-ons in order, teams, GitOps. Stacks are CloudFormation
stacks, everything in the cluster goes through its endpoint. To the cluster that
--kubeconfig or --context leads to, it deploys add-ons as the cluster's own
workloads, teams and GitOps.

Accounts, roles and regions are checked before anything is made. Run again, it
goes on where it stopped and changes only what differs.

At the end, when all else has succeeded, it deletes without asking what the
blueprint no longer has: teams with their namespaces and stacks, add-ons with
their releases, objects and stacks; 'slipway diff' shows them before. Termination
protection of such a stack is turned off; what retains its data stays and is
named. A cluster that was taken out, renamed or moved is left alone with all its
stacks, protected as it was: 'slipway destroy --cluster NAME' with the blueprint
as it was removes it.`,
		Example: `  slipway deploy platform.yaml --cluster dev
  slipway deploy out/ --all
  slipway deploy platform.yaml --context staging --cluster east-staging`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			a, err := to.compiled(ctx, s, &sel, args)
			if err != nil {
				return err
			}
			shown := newProgress(s.err)
			defer shown.Close()
			report := shown.Report
			if out.format == "json" {
				report = jsonEvents(s.out)
			}
			w, err := to.open(ctx, a, report)
			if err != nil {
				return err
			}
			return deploy.Run(ctx, a, w.options)
		},
	}
	sel.clusterFlags(c)
	to.flags(c, &sel)
	to.pollFlag(c)
	out.flag(c)
	c.Flags().DurationVar(&timeout, "timeout", 2*time.Hour, "give up after this long; a stack that is at work then goes on in AWS")
	return c
}

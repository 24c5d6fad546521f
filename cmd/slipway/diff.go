//go:build !front

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/preview"
)

// difference is the flags of 'diff'.
type difference struct {
	sel     selection
	to      place
	here    bool
	against string
	full    bool
	format  string
	timeout time.Duration
}

func diffCommand(s streams) *cobra.Command {
	var d difference
	c := &cobra.Command{
		Use:   "diff [BLUEPRINT | ASSEMBLY]",
		Short: "Show what deploy or up would change, and who feels it",
		Long: `Show what 'slipway deploy' would change on AWS or on a cluster or, with
--local, what 'slipway up' would change here: stacks, charts and Kubernetes
objects in one view. Nothing is changed.

First comes what has to be looked at: data that is lost, what is replaced or may
be, what all teams run on and is deleted. Then each unit with its changes, then
the blast radius (the clusters, teams and workloads that feel them), then a sum:

  LOSES DATA  dev/teams/troi/aws: AWS::S3::Bucket InfInbox is replaced: BucketName
  REPLACES    dev/nodes: AWS::EKS::Nodegroup General: InstanceTypes
  LEAVES      dev/network: AWS::CloudFormation::Stack shop-dev-network: it is made anew as shop2-dev-network

A cluster feels any change in it. A team feels changes of its own units and
deliveries, of the rules for all teams, and when what all pods run on or pass
through is deleted or replaced: network, cluster, node groups, and add-ons that
answer admission webhooks or make the pods' network.

With --against OLD nothing is asked at all: two blueprints, or two assemblies as
'slipway compile' writes them, are compared. Templates are compared resource by
resource with AWS's rules on replacement, charts as they render where they are
vendored, objects one by one. What cannot be seen that way is said. Where the
platform has another name than before everything is made anew, and LEAVES names
the stacks that stay behind.

What is made new is a line each; --full shows its contents. What leaves and is
kept by its retain policy, or its data is, does not count as destroyed.

-o json has summary, alarms, blastRadius, units with their changes, and unseen;
-o markdown is a comment for a pull request, of at most 65,536 characters.
Values of secrets are masked. Exit code 0: no differences, 1: differences, 2: an
error, as kubectl diff has them.`,
		Example: `  slipway diff platform.yaml --all
  slipway diff platform.yaml --context staging
  slipway diff --local
  slipway diff out/ --against main/out/ -o markdown`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := d.check(c); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), d.timeout)
			defer cancel()
			return d.run(ctx, s, args)
		},
	}
	d.sel.clusterFlags(c)
	d.to.flags(c, &d.sel)
	c.Flags().BoolVar(&d.to.drift, "drift", false, "also look for what somebody else has changed in stacks (takes AWS a while)")
	c.Flags().StringVarP(&d.format, "output", "o", "text", "output format: text, json or markdown")
	c.Flags().BoolVar(&d.full, "full", false, "also show the contents of what is made new")
	c.Flags().BoolVar(&d.here, "local", false, "compare with the platform on this machine")
	c.Flags().DurationVar(&d.timeout, "timeout", 10*time.Minute, "give up after this long")
	c.Flags().StringVar(&d.against, "against", "", "compare with this blueprint or assembly, not with what is there")
	return c
}

// check refuses what cannot be meant before anything is compared.
func (d *difference) check(c *cobra.Command) error {
	if d.here && d.against != "" {
		return usageError{c, errors.New("--local compares with the platform on this machine, --against with a blueprint or an assembly: use one of them")}
	}
	switch d.format {
	case "text", "json", "markdown":
		return nil
	}
	return usageError{c, fmt.Errorf("-o %s: unknown output format, use text, json or markdown", d.format)}
}

func (d *difference) run(ctx context.Context, s streams, args []string) error {
	found, err := d.compare(ctx, s, args)
	if err == nil {
		return d.show(s.out, found)
	}
	if found != nil && found.plans != nil { // some units could not be compared; the others are worth seeing
		_ = d.show(s.out, found)
	}
	printError(s.err, err)
	return exitError(exitUsage)
}

// compared is what a diff found out.
type compared struct {
	assembly, before *assembly.Assembly // before is nil where the comparison was with what is there
	plans            []*deploy.Plan
}

func (d *difference) compare(ctx context.Context, s streams, args []string) (*compared, error) {
	if d.against != "" {
		return d.offline(ctx, s, args)
	}
	a, plans, err := plan(ctx, s, &d.sel, &d.to, args, d.here)
	if a == nil {
		return nil, err
	}
	return &compared{assembly: a, plans: plans}, err
}

func plan(ctx context.Context, s streams, sel *selection, to *place, args []string, here bool) (*assembly.Assembly, []*deploy.Plan, error) {
	if here {
		return planLocal(ctx, s, sel, args)
	}
	a, err := to.compiled(ctx, s, sel, args)
	if err != nil {
		return nil, nil, err
	}
	w, err := to.open(ctx, a, nil)
	if err != nil {
		return nil, nil, err
	}
	plans, err := deploy.Diff(ctx, a, w.options)
	return a, plans, err
}

func planLocal(ctx context.Context, s streams, sel *selection, args []string) (*assembly.Assembly, []*deploy.Plan, error) {
	v, err := load(ctx, args, s.err)
	if err != nil {
		return nil, nil, err
	}
	a, note, err := compileLocal(v, sel)
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		fmt.Fprintln(s.err, note)
	}
	p, err := openPlatform(a.Platform)
	if err != nil {
		return nil, nil, err
	}
	plans, err := p.Diff(ctx, a)
	return a, plans, err
}

// show prints the report and ends with 1 where there are differences.
func (d *difference) show(w io.Writer, found *compared) error {
	r := preview.Make(found.assembly, found.before, found.plans)
	var err error
	switch d.format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(r)
	case "markdown":
		err = r.Markdown(w)
	default:
		err = r.Text(w, d.full)
	}
	if err == nil && r.Summary.Changes() > 0 {
		return exitError(exitFailed)
	}
	return err
}

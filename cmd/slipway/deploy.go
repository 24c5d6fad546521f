package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/kube"
)

// place is the existing cluster that deploy, diff and destroy work on.
type place struct {
	kubeconfig string
	context    string
}

func (p *place) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.kubeconfig, "kubeconfig", "", "kubeconfig of the cluster (default: $KUBECONFIG, else ~/.kube/config)")
	c.Flags().StringVar(&p.context, "context", "", "context of the kubeconfig (default: the current one)")
}

func (p *place) config() (*rest.Config, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = p.kubeconfig
	cfg, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, &clientcmd.ConfigOverrides{CurrentContext: p.context}).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w\n    Name a cluster with --kubeconfig and --context", err)
	}
	cfg.QPS, cfg.UserAgent = -1, "slipway"
	return cfg, nil
}

// options finds the one cluster for every unit; an assembly for several needs a run each.
func (p *place) options(a *assembly.Assembly, report func(deploy.Event)) (deploy.Options, error) {
	if names := clustersOf(a); len(names) > 1 {
		return deploy.Options{}, fmt.Errorf("a kubeconfig leads to one cluster, the blueprint has %d: name one with --cluster", len(names))
	}
	cfg, err := p.config()
	if err != nil {
		return deploy.Options{}, err
	}
	d, err := kube.New(cfg, kube.Options{Owner: a.Platform, Where: a.Units[0].Where, Texts: report == nil, Assembly: a})
	if err != nil {
		return deploy.Options{}, err
	}
	return deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return d, nil },
		Orphans:   d.Orphans,
		Report:    report,
	}, nil
}

// compiled is what deploy, diff and destroy start from.
func compiled(ctx context.Context, s streams, sel *selection, args []string) (*assembly.Assembly, error) {
	if len(args) > 0 && exists(args[0]+"/assembly.yaml") {
		return assembly.Read(args[0])
	}
	v, err := load(ctx, args, s.err)
	if err != nil {
		return nil, err
	}
	sel.target = string(blueprint.Kubeconfig)
	if note := sel.first(v); note != "" {
		fmt.Fprintln(s.err, note)
	}
	return sel.compile(v)
}

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
			if err != nil {
				printError(s.err, err)
				return exitError(exitUsage)
			}
			return showPlans(s, out, plans)
		},
	}
	sel.clusterFlags(c)
	to.flags(c)
	out.flag(c)
	c.Flags().BoolVar(&here, "local", false, "compare with the platform on this machine")
	return c
}

func plan(ctx context.Context, s streams, sel *selection, to *place, args []string, here bool) ([]*deploy.Plan, error) {
	if here {
		return planLocal(ctx, s, sel, args)
	}
	a, err := compiled(ctx, s, sel, args)
	if err != nil {
		return nil, err
	}
	opts, err := to.options(a, nil)
	if err != nil {
		return nil, err
	}
	return deploy.Diff(ctx, a, opts)
}

func planLocal(ctx context.Context, s streams, sel *selection, args []string) ([]*deploy.Plan, error) {
	v, err := load(ctx, args, s.err)
	if err != nil {
		return nil, err
	}
	sel.target = string(blueprint.Local)
	if note := sel.first(v); note != "" {
		fmt.Fprintln(s.err, note)
	}
	a, err := sel.compile(v)
	if err != nil {
		return nil, err
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
			fmt.Fprintf(w, "%s %s: %s%s\n", sign(r.Verb), r.Unit, r.What, drifted(r.Drift))
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

func drifted(drift bool) string {
	if drift {
		return "  (drift: changed by someone else since it was applied)"
	}
	return ""
}

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

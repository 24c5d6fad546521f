package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/diag"
)

// validation is the flags of 'validate'.
type validation struct {
	targets []string
	out     output
}

func validateCommand(s streams) *cobra.Command {
	var v validation
	c := &cobra.Command{
		Use:   "validate [BLUEPRINT]",
		Short: "Check a blueprint and report every problem at once",
		Long: `Check a blueprint: a YAML file, or a folder with a platform.yaml or a Go
program. Every problem is reported in one pass, with its place, its cause and
how to mend it; what lies inside of something broken is judged once that is
mended. Nothing is changed and nobody is asked.

A blueprint is checked for every target it can be for: local, kubeconfig, and
aws for the clusters that have an account. --target names others.`,
		Example: `  slipway validate platform.yaml
  slipway validate platform.yaml --target aws`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			for _, t := range v.targets {
				if err := checkTarget(t, blueprint.Targets()...); err != nil {
					return usageError{c, err}
				}
			}
			return v.run(c.Context(), s, args)
		},
	}
	c.Flags().StringSliceVar(&v.targets, "target", nil, "check for local, kubeconfig or aws (repeatable; default: all that the blueprint can be for)")
	v.out.flag(c)
	return c
}

func (v *validation) run(ctx context.Context, s streams, args []string) error {
	valid, wanted, err := v.check(ctx, args)
	if v.out.format == "json" {
		return showProblems(s, v.out, valid, err)
	}
	if err != nil {
		return err
	}
	for _, warning := range valid.Warnings() {
		fmt.Fprintln(s.err, warning.Error())
	}
	p := valid.Platform()
	fmt.Fprintf(s.out, "%s is valid: %s, %s, %s\n%s\n", p.Name,
		plural(len(p.Clusters), "cluster"), plural(len(p.Blueprints), "blueprint"), plural(len(p.Teams), "team"), checkedFor(p, wanted))
	return nil
}

// check finds every problem for the targets. Only what is sound is compiled, too.
func (v *validation) check(ctx context.Context, args []string) (*blueprint.Valid, []compile.Options, error) {
	d, err := draft(ctx, args)
	if err != nil {
		return nil, nil, err
	}
	wanted := meant(d.Platform())
	if len(v.targets) > 0 {
		wanted = nil
		for _, t := range v.targets {
			wanted = append(wanted, compile.Options{Target: blueprint.Target(t)})
		}
	}
	for _, o := range wanted {
		compile.Check(d, o)
	}
	valid, err := d.Valid()
	if err != nil {
		return nil, nil, err
	}
	var errs []error
	for _, o := range wanted {
		if _, err := compile.Compile(valid, o); err != nil {
			errs = append(errs, fmt.Errorf("for the target %s: %w", o.Target, err))
		}
	}
	return valid, wanted, errors.Join(errs...)
}

// checkedFor says which targets a blueprint was checked for, and why not aws.
func checkedFor(p *blueprint.Platform, wanted []compile.Options) string {
	var names []string
	for _, o := range wanted {
		name := string(o.Target)
		if o.Clusters != nil && len(o.Clusters) < len(p.Clusters) {
			name += " (" + strings.Join(o.Clusters, ", ") + ")"
		}
		names = append(names, name)
	}
	text := "checked for the " + map[bool]string{true: "target ", false: "targets "}[len(names) == 1] + strings.Join(names, ", ")
	if len(onAWS(p)) == 0 && !slices.ContainsFunc(wanted, func(o compile.Options) bool { return o.Target == blueprint.AWS }) {
		text += "; not for aws: no cluster has an account"
	}
	return text
}

// showProblems prints warnings and errors as data; the exit code still tells.
func showProblems(s streams, out output, v *blueprint.Valid, err error) error {
	problems, ok := diag.From(err)
	if err != nil && !ok {
		return err
	}
	if v != nil {
		problems = append(problems, v.Warnings()...)
	}
	if problems == nil {
		problems = diag.Problems{}
	}
	if err := out.show(s.out, problems, func(io.Writer) {}); err != nil {
		return err
	}
	if err != nil {
		return exitError(exitFailed)
	}
	return nil
}

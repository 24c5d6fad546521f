package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

func validateCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:   "validate [BLUEPRINT]",
		Short: "Check a blueprint and report every problem at once",
		Long: `Check a blueprint: a YAML file, or a folder with a platform.yaml or a Go
program. Every problem is reported in one pass, with its place, its cause and
how to mend it. Nothing is changed.`,
		Example: "  slipway validate platform.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			v, err := load(c.Context(), args, s.err)
			if out.format == "json" {
				return showProblems(s, out, v, err)
			}
			if err != nil {
				return err
			}
			p := v.Platform()
			fmt.Fprintf(s.out, "%s is valid: %s, %s, %s\n", p.Name,
				plural(len(p.Clusters), "cluster"), plural(len(p.Blueprints), "blueprint"), plural(len(p.Teams), "team"))
			return nil
		},
	}
	out.flag(c)
	return c
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

//go:build !front

package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local/programs"
)

// programsCommand builds programs ahead of 'up'; make and CI use it.
func programsCommand(s streams) *cobra.Command {
	var dir bool
	c := &cobra.Command{
		Use:     "programs NAME...",
		Short:   "Build upstream programs into the cache",
		Example: "  slipway programs kube argocd",
		Hidden:  true,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			shown := newProgress(s.err)
			view := buildView{progress: shown}
			found, err := programs.Ensure(c.Context(), args, view.report)
			shown.Close()
			if err != nil {
				return err
			}
			if dir {
				var dirs []string
				for _, name := range args {
					dirs = append(dirs, found[name].Dir)
				}
				fmt.Fprintln(s.out, strings.Join(dirs, ":"))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&dir, "dir", false, "print the folders, separated by colons")
	return c
}

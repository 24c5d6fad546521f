//go:build !front

package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local"
)

func downCommand(s streams) *cobra.Command {
	var where platformFlag
	var purge bool
	c := &cobra.Command{
		Use:   "down [BLUEPRINT]",
		Short: "Stop a platform on this machine",
		Long: `Stop every process of a platform. What the clusters hold stays for the next
'slipway up' unless --purge forgets it. Nothing else is left behind: no
process, no port, no context in your kubeconfig.`,
		Example: `  slipway down
  slipway down --purge examples/enterprise/platform.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := bounded(c.Context(), 3*time.Minute)
			defer cancel()
			p, err := where.find(c, args)
			if errors.Is(err, local.ErrNone) && where.name == "" { // a name that is wrong must not look like success
				fmt.Fprintln(s.err, "nothing to stop")
				return nil
			}
			if err != nil {
				return err
			}
			if err := p.Down(ctx, local.DownOptions{Purge: purge}); err != nil {
				return err
			}
			if purge {
				fmt.Fprintf(s.err, "%s is stopped and its data removed\n", p.Name)
			} else {
				fmt.Fprintf(s.err, "%s is stopped; its data is kept (--purge removes it)\n", p.Name)
			}
			return nil
		},
	}
	where.flag(c)
	c.Flags().BoolVar(&purge, "purge", false, "remove the platform's data, too")
	return c
}

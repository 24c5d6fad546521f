//go:build !front

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/catalog/scaffold"
)

func addonCommand(s streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "addon",
		Short: "Work on the catalogue of add-ons",
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var dir string
	create := &cobra.Command{
		Use:     "new NAME",
		Short:   "Write the file and the golden test of a new add-on",
		Example: "  slipway addon new cert-manager",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := scaffold.New(dir, args[0])
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintln(s.err, "wrote", f)
			}
			return nil
		},
	}
	create.Flags().StringVar(&dir, "dir", "catalog/addons", "folder of the catalogue")
	create.Args = usageArgs(create.Args)
	c.AddCommand(create)
	return c
}

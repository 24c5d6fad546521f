//go:build !front

package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/local/volumes"
)

// volumesCommand makes the volumes of a cluster with real nodes.
func volumesCommand(streams) *cobra.Command {
	var folders volumes.Folders
	var kubeconfig string
	c := &cobra.Command{
		Use:    "volumes",
		Short:  "Make a cluster's volumes (started by 'up')",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
			if err != nil {
				return fmt.Errorf("reading --kubeconfig: %w", err)
			}
			return volumes.Run(c.Context(), config, folders)
		},
	}
	c.Flags().StringVar(&kubeconfig, "kubeconfig", "", "how to reach the cluster")
	c.Flags().StringVar(&folders.Dir, "dir", "", "where the volumes are kept")
	c.Flags().StringSliceVar(&folders.Nodes, "node", nil, "a real node")
	return c
}

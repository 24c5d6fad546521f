//go:build !front

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local"
)

func kubeconfigCommand(s streams) *cobra.Command {
	var where platformFlag
	var show bool
	var at awsFlags
	var eksName string
	c := &cobra.Command{
		Use:   "kubeconfig",
		Short: "Add a context for kubectl, or print a kubeconfig",
		Long: `Add a context named slipway-PLATFORM-CLUSTER to your kubeconfig ($KUBECONFIG,
else ~/.kube/config) and make it the current one, as kind does. With --print it
goes to standard output and your file stays as it is.

With --eks the context is named NAME.REGION.ACCOUNT and leads to an EKS cluster.
It calls 'slipway token' whenever kubectl needs a token; none is in the file.`,
		Example: `  slipway kubeconfig
  slipway kubeconfig --print > dev.kubeconfig
  slipway kubeconfig --eks enterprise-dev --region us-east-2`,
		RunE: func(c *cobra.Command, _ []string) error {
			if eksName != "" {
				return eksKubeconfig(c, s, at, eksName, show)
			}
			p, err := where.find(c, nil)
			if err != nil {
				return err
			}
			cluster, err := where.clusterOf(p)
			if err != nil {
				return err
			}
			if err := running(c.Context(), p); err != nil {
				return err
			}
			data, err := p.Kubeconfig(cluster, local.Administrator, "system:masters")
			if err != nil {
				return err
			}
			if show {
				_, err := s.out.Write(data)
				return err
			}
			file, err := local.MergeContext(data)
			if err == nil {
				fmt.Fprintf(s.err, "The current context in %s is now %s\n", file, p.ContextName(cluster))
			}
			return err
		},
	}
	where.clusterFlag(c)
	c.Flags().StringVar(&eksName, "eks", "", "name of an EKS cluster, instead of one that runs here")
	at.flags(c)
	c.Flags().BoolVar(&show, "print", false, "print it instead of changing your kubeconfig")
	return c
}

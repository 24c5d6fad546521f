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
		Use:   "kubeconfig [BLUEPRINT | ASSEMBLY]",
		Short: "Add a context for kubectl, or print a kubeconfig",
		Long: `Add a context named slipway-PLATFORM-CLUSTER to your kubeconfig ($KUBECONFIG,
else ~/.kube/config) and make it the current one, as kind does. With --print it
goes to standard output and your file stays as it is.

With a blueprint, or an assembly for AWS, it leads to the EKS cluster that
--cluster names there; with --eks to one by its own name. Such a context is
named NAME.REGION.ACCOUNT and calls 'slipway token' whenever kubectl needs a
token; none is in the file.`,
		Example: `  slipway kubeconfig
  slipway kubeconfig --print > dev.kubeconfig
  slipway kubeconfig platform.yaml --cluster dev
  slipway kubeconfig --eks enterprise-dev --region us-east-2`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				var err error
				if eksName, err = at.of(c, s, args, where.cluster); err != nil {
					return err
				}
			}
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

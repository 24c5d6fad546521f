//go:build !front

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"syscall"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local/network"
	"slipway.dev/slipway/local/node"
)

// networkCommand is the router of a cluster with real nodes.
func networkCommand(streams) *cobra.Command {
	var r network.Router
	var address string
	c := &cobra.Command{
		Use:    "network",
		Short:  "Be the router of a cluster's network (started by 'up')",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if r.Addr, err = netip.ParsePrefix(address); err != nil {
				return fmt.Errorf("reading --address: %w", err)
			}
			return r.Run(c.Context())
		},
	}
	c.Flags().StringVar(&r.Path, "network", "", "where the network is kept")
	c.Flags().StringVar(&address, "address", "", "the router's address, with the prefix of all hosts")
	c.Flags().StringVar(&r.Egress, "egress", "", "unix socket of the API server's way in")
	c.Flags().IntSliceVar(&r.Reach, "reach", nil, "ports of this machine that are served at the router's address")
	return c
}

// attachCommand starts a process as a host of a cluster's network.
func attachCommand(s streams) *cobra.Command {
	var a network.Attachment
	var address, gateway, dns string
	var publish []string
	c := &cobra.Command{
		Use:    "attach -- PROGRAM [ARG]...",
		Short:  "Run a program as a host of a cluster's network (started by 'up')",
		Hidden: true,
		Args:   cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) (err error) {
			if a.Addr, err = netip.ParsePrefix(address); err != nil {
				return fmt.Errorf("reading --address: %w", err)
			}
			if a.Gateway, err = netip.ParseAddr(gateway); err != nil {
				return fmt.Errorf("reading --gateway: %w", err)
			}
			if a.Publish, err = published(publish); err != nil {
				return err
			}
			return a.Attach(func(*network.Host) error {
				if err := network.NameServer(dns); err != nil {
					return err
				}
				cmd := exec.CommandContext(c.Context(), args[0], args[1:]...)
				cmd.Stdout, cmd.Stderr = s.out, s.err
				cmd.SysProcAttr = dieTogether()
				cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
				err := cmd.Run()
				if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && c.Context().Err() != nil {
					return nil // it was told to
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&a.Router, "network", "", "where the network is kept")
	c.Flags().StringVar(&address, "address", "", "the host's address, with the prefix of all hosts")
	c.Flags().StringVar(&gateway, "gateway", "", "the router's address")
	c.Flags().IntSliceVar(&a.Reach, "reach", nil, "ports of this machine that are served on the host's loopback interface")
	c.Flags().StringSliceVar(&publish, "publish", nil, "ports of this machine's loopback interface that lead to the host's, as MACHINE:HOST")
	c.Flags().StringVar(&dns, "dns", "", "the cluster's name server")
	return c
}

// published reads pairs of ports: 20001:8080.
func published(pairs []string) (map[int]int, error) {
	out := map[int]int{}
	for _, pair := range pairs {
		var machine, host int
		if _, err := fmt.Sscanf(pair, "%d:%d", &machine, &host); err != nil {
			return nil, fmt.Errorf("reading --publish %s: want two ports, as in 20001:8080", pair)
		}
		out[machine] = host
	}
	return out, nil
}

// nodeCommand is a real node; nodeInitCommand is its first process.
func nodeCommand(streams) *cobra.Command {
	return &cobra.Command{
		Use: "node FILE", Short: "Be a node (started by 'up')", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return node.Run(c.Context(), args[0], "node-init") },
	}
}

func nodeInitCommand(streams) *cobra.Command {
	return &cobra.Command{
		Use: "node-init FILE", Short: "Be the first process of a node (started by 'node')", Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			_ = os.Setenv("HOME", "/root")
			return node.Init(c.Context(), args[0])
		},
	}
}

//go:build !front

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/local"
)

// eksKubeconfig writes a context for an EKS cluster, which calls slipway for tokens.
func eksKubeconfig(c *cobra.Command, s streams, at awsFlags, name string, show bool) error {
	if err := at.check(c); err != nil {
		return err
	}
	cfg, err := at.login.Config(c.Context())
	if err != nil {
		return err
	}
	cluster, err := eks.Describe(c.Context(), cfg, name)
	if err != nil {
		return err
	}
	data, err := cluster.Kubeconfig(self(), append([]string{"token", "--cluster", name}, at.args(cluster.Region())...)...)
	if err != nil {
		return err
	}
	if show {
		_, err := s.out.Write(data)
		return err
	}
	file, err := local.MergeContext(data)
	if err == nil {
		fmt.Fprintf(s.err, "The current context in %s is now %s\n", file, cluster.ContextName())
	}
	return err
}

// self is how a kubeconfig calls this program: by its name where the PATH leads
// to it, so that the file is good after an update, else by its place.
func self() string {
	const name = "slipway"
	here, err := os.Executable()
	if err != nil {
		return name
	}
	if found, err := exec.LookPath(name); err == nil && same(found, here) {
		return name
	}
	return here
}

func same(a, b string) bool {
	a, errA := filepath.EvalSymlinks(a)
	b, errB := filepath.EvalSymlinks(b)
	return errA == nil && errB == nil && a == b
}

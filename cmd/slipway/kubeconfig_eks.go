//go:build !front

package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cloud"
	"slipway.dev/slipway/deploy/account"
	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/local"
)

// eksKubeconfig writes a context for an EKS cluster, which calls slipway for tokens.
func eksKubeconfig(c *cobra.Command, s streams, at awsFlags, name string, show bool) error {
	if err := at.check(c); err != nil {
		return err
	}
	ctx, cancel := answered(c.Context())
	defer cancel()
	cfg, err := at.login.Config(ctx)
	if err != nil {
		return err
	}
	cluster, err := eks.Describe(ctx, cfg, name)
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

// of finds the EKS cluster behind a name in a blueprint or in an assembly: its
// own name, and the account and region where flags do not say others.
func (f *awsFlags) of(c *cobra.Command, s streams, args []string, name string) (string, error) {
	sel := selection{target: string(blueprint.AWS)}
	if name != "" {
		sel.clusters = []string{name}
	}
	s.err = io.Discard // warnings are for those who deploy
	a, err := (&place{}).compiled(c.Context(), s, &sel, args)
	if err != nil {
		return "", err
	}
	if len(a.Clusters) != 1 {
		return "", usageError{c, fmt.Errorf("a kubeconfig leads to one cluster: name it with --cluster; there are %s", strings.Join(clustersOf(a), ", "))}
	}
	cluster := a.Clusters[0]
	at, err := account.Parse(cluster.Where)
	if err != nil {
		return "", err
	}
	l := &f.login
	l.Platform, l.Asking = a.Platform, cloud.Asking(a)
	l.Region = cmp.Or(l.Region, at.Region)
	access := assembly.Access{}
	if a.Access != nil {
		access = *a.Access
	}
	l.Profile = cmp.Or(l.Profile, access.Profiles[at.Account])
	l.ExternalID = cmp.Or(l.ExternalID, access.ExternalID)
	switch {
	case l.Role != "" || l.Account != "":
	case access.Role != "":
		l.Role = "arn:" + account.Partition(at.Region) + ":iam::" + at.Account + ":role/" + access.Role
	case l.Profile == "":
		l.Account = at.Account
	}
	return cluster.EKS, nil
}

// self is how a kubeconfig calls this program: by its name where the PATH leads
// to it, so that the file is good after an update, else by its place.
func self() string {
	const name = "slipway"
	here, err := os.Executable()
	if err != nil {
		return name
	}
	// The program in the PATH may be the small one, which stands beside this one.
	if found, err := exec.LookPath(name); err == nil && same(filepath.Dir(found), filepath.Dir(here)) {
		return name
	}
	return here
}

func same(a, b string) bool {
	a, errA := filepath.EvalSymlinks(a)
	b, errB := filepath.EvalSymlinks(b)
	return errA == nil && errB == nil && a == b
}

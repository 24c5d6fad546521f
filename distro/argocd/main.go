// Package main is the part of Argo CD a local platform runs, as one program:
// application-controller, repo-server, applicationset-controller, the helper
// git asks for passwords, and a receiver for push webhooks.
//
// Upstream's own multi-call binary also holds the API server with its user
// interface, the command line, Dex and notifications, and takes three times as
// long to build. A component that is missing here is one more line in
// components, not a fork: it must not change what a component does.
package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	appset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	askpass "github.com/argoproj/argo-cd/v3/cmd/argocd-git-ask-pass/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/log"
	"github.com/spf13/cobra"
	"k8s.io/klog/v2"
)

// binaryNameEnv is how repo-server tells git's child, which is always started
// as "argocd", that it is the password helper (util/askpass upstream).
const binaryNameEnv = "ARGOCD_BINARY_NAME"

// component is one program inside the binary. build is a function because only
// the chosen one may register its flags.
type component struct {
	name  string
	build func() *cobra.Command
}

func components() []component {
	return []component{
		{common.CommandApplicationController, controller.NewCommand},
		{common.CommandApplicationSetController, appset.NewCommand},
		{common.CommandRepoServer, reposerver.NewCommand},
		{common.CommandGitAskPass, askpass.NewCommand},
		{webhookName, newWebhook},
	}
}

func main() {
	chosen, args, ok := choose(components(), os.Getenv(binaryNameEnv), os.Args)
	if !ok {
		os.Exit(usage(os.Args[1:]))
	}
	// The password helper counts os.Args, so the shift must be visible there.
	os.Args = append([]string{chosen.name}, args...)
	klog.SetLogger(log.NewLogrusLogger(log.NewWithCurrentConfig()))
	if err := chosen.build().Execute(); err != nil {
		os.Exit(1)
	}
}

// choose picks the component from the environment, from the name the binary
// was called by, or from the first argument. The rest are its arguments.
func choose(all []component, env string, argv []string) (component, []string, bool) {
	named := func(name string) int {
		return slices.IndexFunc(all, func(c component) bool { return c.name == name })
	}
	if i := named(cmp.Or(env, filepath.Base(argv[0]))); i >= 0 {
		return all[i], argv[1:], true
	}
	if len(argv) > 1 {
		if i := named(argv[1]); i >= 0 {
			return all[i], argv[2:], true
		}
	}
	return component{}, nil, false
}

// usage answers a call that names no component and returns the exit code.
func usage(args []string) int {
	switch strings.Join(args, " ") {
	case "version", "--version":
		fmt.Println(common.GetVersion().Version)
		return 0
	case "help", "--help", "-h":
		list(os.Stdout)
		return 0
	}
	list(os.Stderr)
	return 2
}

func list(out io.Writer) {
	fmt.Fprintln(out, "usage: argocd COMPONENT [flags], or a link to this binary named like the component")
	for _, c := range components() {
		fmt.Fprintln(out, "  "+c.name)
	}
}

// Package main is the part of Argo CD a local platform runs, as one program:
// application-controller, repo-server with the server of its plugins,
// applicationset-controller, the helper git asks for passwords, and a receiver
// for push webhooks.
//
// Upstream's own multi-call binary also holds the API server with its user
// interface, the command line, Dex and notifications, and takes far longer to
// build. A component that is missing here is one more line in the list in main,
// not a fork: it must not change what a component does.
package main

import (
	"os"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	appset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	cmpserver "github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
	askpass "github.com/argoproj/argo-cd/v3/cmd/argocd-git-ask-pass/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/log"
	"k8s.io/klog/v2"
	"slipway.dev/slipway/distro/internal/multicall"
)

// binaryNameEnv is how repo-server tells git's child, which is always started
// as "argocd", that it is the password helper (util/askpass upstream).
const binaryNameEnv = "ARGOCD_BINARY_NAME"

func main() {
	argocd := multicall.Binary{Name: "argocd", Version: common.GetVersion().Version, Components: []multicall.Component{
		{Name: common.CommandApplicationController, Build: controller.NewCommand},
		{Name: common.CommandApplicationSetController, Build: appset.NewCommand},
		{Name: common.CommandRepoServer, Build: reposerver.NewCommand},
		{Name: common.CommandCMPServer, Build: cmpserver.NewCommand},
		{Name: common.CommandGitAskPass, Build: askpass.NewCommand},
		{Name: webhookName, Build: newWebhook},
	}}
	component, ok, code := argocd.Pick(called(os.Args), os.Stdout, os.Stderr)
	if !ok {
		os.Exit(code)
	}
	klog.SetLogger(log.NewLogrusLogger(log.NewWithCurrentConfig()))
	if err := component.Build().Execute(); err != nil {
		os.Exit(1)
	}
}

// called is argv with the name from the environment, which wins upstream too.
func called(argv []string) []string {
	if name := os.Getenv(binaryNameEnv); name != "" {
		return append([]string{name}, argv[1:]...)
	}
	return argv
}

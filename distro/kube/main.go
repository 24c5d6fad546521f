// Package main is the Kubernetes control plane as one program: etcd,
// kube-apiserver, kube-controller-manager and kube-scheduler.
//
// One binary, because the four share almost all of their packages: together
// they cost little more disk and build time than one of them alone. Each still
// runs as a process of its own. Their commands install signal handlers and
// global loggers, so two of them never share a process.
//
// It must not choose flags for the upstream components: whoever starts them
// does. It must not grow features of its own beyond picking a component.
package main

import (
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // --logging-format=json
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics on /metrics
	_ "k8s.io/component-base/metrics/prometheus/version"  // build info on /metrics
	"k8s.io/component-base/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	"slipway.dev/slipway/distro/internal/multicall"
)

func main() {
	kube := multicall.Binary{Name: "kube", Version: version.Get().GitVersion, Components: []multicall.Component{
		{Name: "etcd", Build: newEtcd},
		{Name: "kube-apiserver", Build: apiserver.NewAPIServerCommand},
		{Name: "kube-controller-manager", Build: manager.NewControllerManagerCommand},
		{Name: "kube-scheduler", Build: func() *cobra.Command { return scheduler.NewSchedulerCommand() }},
		// Place for kubelet and kube-proxy.
	}}
	component, ok, code := kube.Pick(os.Args, os.Stdout, os.Stderr)
	if !ok {
		os.Exit(code)
	}
	os.Exit(cli.Run(component.Build()))
}

// Package main is Kubernetes as one program: etcd, kube-apiserver,
// kube-controller-manager and kube-scheduler, and what a node runs, kubelet and
// kube-proxy.
//
// One binary, because the six share almost all of their packages: together
// they cost little more disk and build time than one of them alone. Each still
// runs as a process of its own. Their commands install signal handlers and
// global loggers, so two of them never share a process.
//
// It must not choose flags for the upstream components: whoever starts them
// does. It must not grow features of its own beyond picking a component.
package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // --logging-format=json
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics on /metrics
	_ "k8s.io/component-base/metrics/prometheus/version"  // build info on /metrics
	"k8s.io/component-base/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
	"slipway.dev/slipway/distro/internal/multicall"
)

func main() {
	kube := multicall.Binary{Name: "kube", Version: version.Get().GitVersion, Components: []multicall.Component{
		{Name: "etcd", Build: newEtcd},
		{Name: "kube-apiserver", Build: apiserver.NewAPIServerCommand},
		{Name: "kube-controller-manager", Build: manager.NewControllerManagerCommand},
		{Name: "kube-scheduler", Build: func() *cobra.Command { return scheduler.NewSchedulerCommand() }},
		{Name: "kubelet", Build: func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) }},
		{Name: "kube-proxy", Build: proxy.NewProxyCommand},
	}}
	component, ok, code := kube.Pick(os.Args, os.Stdout, os.Stderr)
	if !ok {
		os.Exit(code)
	}
	os.Exit(cli.Run(component.Build()))
}

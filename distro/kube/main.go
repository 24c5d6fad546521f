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
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"          // --logging-format=json
	_ "k8s.io/component-base/metrics/prometheus/clientgo" // client metrics on /metrics
	_ "k8s.io/component-base/metrics/prometheus/version"  // build info on /metrics
	"k8s.io/component-base/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// component is one program inside the binary. build is a function because
// upstream's constructors register global flags and metrics: only the chosen
// one may run.
type component struct {
	name  string
	build func() *cobra.Command
}

func components() []component {
	return []component{
		{"etcd", newEtcd},
		{"kube-apiserver", apiserver.NewAPIServerCommand},
		{"kube-controller-manager", manager.NewControllerManagerCommand},
		{"kube-scheduler", func() *cobra.Command { return scheduler.NewSchedulerCommand() }},
	}
}

func main() {
	chosen, args, ok := choose(components(), os.Args)
	if !ok {
		os.Exit(usage(os.Args[1:]))
	}
	// Several components read os.Args[0] for their logs and user agent.
	os.Args = append([]string{chosen.name}, args...)
	os.Exit(cli.Run(chosen.build()))
}

// choose picks the component from the name the binary was called by or, when
// that names none, from the first argument. The rest are its arguments.
func choose(all []component, argv []string) (component, []string, bool) {
	named := func(name string) int {
		return slices.IndexFunc(all, func(c component) bool { return c.name == name })
	}
	if i := named(filepath.Base(argv[0])); i >= 0 {
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
		fmt.Println(version.Get().GitVersion)
		return 0
	case "help", "--help", "-h":
		list(os.Stdout)
		return 0
	}
	list(os.Stderr)
	return 2
}

func list(out io.Writer) {
	fmt.Fprintln(out, "usage: kube COMPONENT [flags], or a link to this binary named like the component")
	for _, c := range components() {
		fmt.Fprintln(out, "  "+c.name)
	}
}

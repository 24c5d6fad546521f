// Package main is upstream's kwok with its default stages built in.
//
// Upstream's binary knows no stages: started without a configuration it ends
// with "no stages found". Here a start without --config uses the stages
// upstream publishes for fast nodes and pods, and `kwok stages` prints them as
// a base for a configuration of one's own. Everything else is upstream's; this
// package must not add behaviour to it.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/kwok/pkg/config"
	"sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "stages" {
		fmt.Print(defaultStages())
		return
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "kwok:", err)
		os.Exit(1)
	}
}

func run() error {
	global := globalFlags()
	ctx, _ := log.InitFlags(signals.SetupSignalContext(), global)
	cleanup, err := addDefaultConfig()
	if err != nil {
		return err
	}
	defer cleanup()
	ctx, err = config.InitFlags(ctx, global)
	if err != nil {
		return fmt.Errorf("loading the configuration: %w", err)
	}
	cleanup() // The file is in memory now; a kill must not leave it behind.
	command := cmd.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(global)
	return command.ExecuteContext(ctx)
}

// globalFlags is a set that ignores what it does not know: logging and
// configuration are read before upstream's command exists.
func globalFlags() *pflag.FlagSet {
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	return flags
}

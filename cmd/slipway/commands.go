//go:build !front

package main

import "github.com/spf13/cobra"

// allCommands are all commands, by their group.
func allCommands() map[string][]func(streams) *cobra.Command {
	return map[string][]func(streams) *cobra.Command{
		"run":  {upCommand, downCommand, statusCommand, imageCommand, logsCommand, kubeconfigCommand, doctorCommand},
		"ship": {initCommand, validateCommand, vendorCommand, compileCommand, diffCommand, deployCommand, destroyCommand, bootstrapCommand, addonCommand, workloadCommand},
		"look": {explainCommand, treeCommand, eventsCommand, whyCommand, rolloutCommand},
		"":     {versionCommand, tokenCommand, daemonCommand, networkCommand, attachCommand, nodeCommand, nodeInitCommand, volumesCommand, programsCommand},
	}
}

// handOver does nothing: every command is in this program.
func handOver() {}

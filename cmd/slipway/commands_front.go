//go:build front

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
)

// Built with the tag front, slipway has the commands that only read a blueprint
// and hands every other one to the whole program beside it. They start in a
// tenth of the time and memory: the clients of Kubernetes, Helm and AWS are not
// even loaded (docs/decisions/0017-two-programs.md).
const wholeProgram = "slipway-full"

// allCommands are those that read a blueprint, by their group.
func allCommands() map[string][]func(streams) *cobra.Command {
	return map[string][]func(streams) *cobra.Command{
		"ship": {validateCommand, compileCommand, workloadCommand},
		"look": {explainCommand},
		"":     {versionCommand},
	}
}

// handOver replaces this program by the whole one unless the command is here.
func handOver() {
	here := []string{"validate", "compile", "explain", "workload", "version"}
	if len(os.Args) > 1 && slices.Contains(here, os.Args[1]) {
		return
	}
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	whole := filepath.Join(filepath.Dir(self), wholeProgram)
	if err == nil {
		err = syscall.Exec(whole, os.Args, os.Environ())
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no %s\n    It belongs beside slipway: 'make build' makes both", whole)
	}
	fmt.Fprintln(os.Stderr, "slipway:", err)
	os.Exit(exitFailed)
}

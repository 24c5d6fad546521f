// Command slipway ships a platform: the same blueprint to this machine and to
// clusters elsewhere. One file a command: flags in, an action of another
// package, a view out. Nothing here decides what a platform is.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit codes. diff uses them like kubectl: 0 no difference, 1 differences, 2 an error.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2

	exitInterrupted = 130 // as shells have it
)

func main() {
	handOver()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// run is the whole program, with everything it touches passed in.
func run(ctx context.Context, args []string, s streams) int {
	root := rootCommand(s)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		fmt.Fprintln(s.err, "interrupted; the same command goes on where it stopped")
		return exitInterrupted
	}
	return exitCode(s.err, err)
}

func rootCommand(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "slipway",
		Short: "A software delivery platform as one file",
		Long: `Slipway turns a blueprint (clusters, ordered add-ons, isolated teams, GitOps)
into a platform: on this machine with 'slipway up', real Kubernetes and real
controllers without Docker or a cloud, or on a cluster with 'slipway deploy'.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return usageError{c, err} })
	root.AddGroup(&cobra.Group{ID: "run", Title: "Run a platform here:"},
		&cobra.Group{ID: "ship", Title: "Write and ship a blueprint:"},
		&cobra.Group{ID: "look", Title: "Look at a platform:"})
	for group, commands := range allCommands() {
		for _, build := range commands {
			c := build(s)
			c.GroupID = group
			c.Args = usageArgs(c.Args)
			root.AddCommand(c)
		}
	}
	return root
}

// usageError is a command line that cannot be understood.
type usageError struct {
	command *cobra.Command
	err     error
}

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if check == nil {
			check = cobra.NoArgs
		}
		if err := check(c, args); err != nil {
			return usageError{c, err}
		}
		return nil
	}
}

// exitError ends the program with a code and without another word.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// exitCode prints what went wrong and says how the program ends.
func exitCode(w io.Writer, err error) int {
	var code exitError
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage):
		fmt.Fprintf(w, "%v\n    See '%s --help'.\n", err, usage.command.CommandPath())
		return exitUsage
	case isUnknownCommand(err):
		fmt.Fprintf(w, "%v\n", err)
		return exitUsage
	default:
		printError(w, err)
		return exitFailed
	}
}

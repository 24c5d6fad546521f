// Command bench measures Slipway on this machine, each figure beside something
// else in the same run where there is something to compare with: a machine is
// never quite idle, and a ratio of two things that were measured together says
// more than a time. It prints a table and decides nothing: a figure that misses
// its target is a row that says so, not a failure.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// bench is one run: where it finds things and what it has measured.
type bench struct {
	slipway string // the program that is measured
	example string // a copy of the example, because commits to it are measured
	dir     string // everything this run writes
	runs    int    // of what takes long; short things run more often
	table   table
}

// section is one thing to measure.
type section struct {
	name    string
	measure func(*bench, context.Context) error
}

// sections in the order of the table. The last ones share one running platform.
func sections(cold bool) []section {
	list := []section{
		{"compile", (*bench).compile},
		{"fleet", (*bench).fleet},
		{"aws", (*bench).aws},
		{"deployer", (*bench).deployer},
		{"platform", (*bench).platform},
	}
	if cold {
		list = append(list, section{"cold", (*bench).cold})
	}
	return list
}

func main() {
	if n, ok := childClusters(os.Args[1:]); ok {
		exit(fleetChild(os.Stdout, n))
	}
	slipway := flag.String("slipway", "bin/slipway", "the program to measure")
	only := flag.String("only", "", "measure only the sections that match this expression: compile, fleet, aws, deployer, platform")
	runs := flag.Int("runs", 3, "how often each of the long ones is measured")
	cold := flag.Bool("cold", false, "also build every program of the example into an empty cache; takes minutes")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, *slipway, *only, *runs, *cold)
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, slipway, only string, runs int, cold bool) error {
	chosen, err := regexp.Compile(only)
	if err != nil {
		return fmt.Errorf("reading --only: %w", err)
	}
	path, err := filepath.Abs(slipway)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no %s; 'make bench' builds it: %w", slipway, err)
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{slipway: path, dir: dir, runs: max(runs, 1), example: filepath.Join(dir, "example")}
	if err := os.CopyFS(b.example, os.DirFS("examples/enterprise")); err != nil {
		return fmt.Errorf("copying the example (run this from the root of the repository): %w", err)
	}
	machine := aboutMachine(ctx, path)
	fmt.Fprintln(os.Stderr, machine)
	var errs []error
	for _, s := range sections(cold) {
		if !chosen.MatchString(s.name) || ctx.Err() != nil {
			continue
		}
		before := load()
		began := time.Now()
		err := s.measure(b, ctx)
		fmt.Fprintf(os.Stderr, "%s: measured in %s, load %s at the start, %s at the end\n", s.name, time.Since(began).Round(time.Second), before, load())
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	fmt.Printf("\n%s\n\n", machine)
	b.table.print(os.Stdout)
	return errors.Join(errs...)
}

// environment keeps the measured platform away from the user's own.
func (b *bench) environment() []string {
	return append(os.Environ(), "SLIPWAY_STATE="+filepath.Join(b.dir, "state"), "KUBECONFIG="+filepath.Join(b.dir, "kubeconfig"))
}

func (b *bench) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = b.environment()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}

// kubectl is the program to compare with, "" where it is not installed.
func kubectl() string {
	path, err := exec.LookPath("kubectl")
	if err != nil {
		return ""
	}
	return path
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return line
}

//go:build !front

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/local/programs"
	"slipway.dev/slipway/local/state"
)

// check is one thing that 'doctor' looks at.
type check struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
	Fix  string `json:"fix,omitempty"`
}

func doctorCommand(s streams) *cobra.Command {
	var out output
	c := &cobra.Command{
		Use:     "doctor",
		Short:   "Check whether this machine can run a platform",
		Example: "  slipway doctor",
		RunE: func(*cobra.Command, []string) error {
			checks := []check{
				tool("git", "--version", "serves local repositories", "Install git."),
				tool("redis-server", "--version", "is Argo CD's cache", "Install redis-server: apt-get install redis-server, or brew install redis."),
				tool("go", "version", "builds the programs", "Install Go 1.26 or newer from https://go.dev/dl."),
				sources(), disk(), stateDir(),
			}
			if err := out.show(s.out, checks, func(w io.Writer) { showChecks(w, checks) }); err != nil {
				return err
			}
			for _, c := range checks {
				if !c.OK {
					return exitError(exitFailed)
				}
			}
			return nil
		},
	}
	out.flag(c)
	return c
}

func tool(name, versionFlag, what, fix string) check {
	path, err := exec.LookPath(name)
	if err != nil {
		return check{Name: name, Says: "is not installed; it " + what, Fix: fix}
	}
	line, err := exec.Command(path, versionFlag).Output()
	if err != nil {
		return check{Name: name, Says: "does not run: " + err.Error(), Fix: fix}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(line)), "\n")
	return check{Name: name, OK: true, Says: first}
}

func sources() check {
	places, err := programs.Locate()
	if err != nil {
		what, fix, _ := strings.Cut(err.Error(), "\n")
		return check{Name: "programs", Says: what, Fix: strings.TrimSpace(fix)}
	}
	if places.Prebuilt != "" {
		return check{Name: "programs", OK: true, Says: "shipped in " + places.Prebuilt}
	}
	return check{Name: "programs", OK: true, Says: "built from " + places.Distro + " into " + places.Cache}
}

func disk() check {
	root, err := state.Root()
	if err != nil {
		return check{Name: "disk", Says: err.Error(), Fix: "Set SLIPWAY_STATE to a folder."}
	}
	free, err := state.Free(root)
	if err != nil {
		return check{Name: "disk", Says: err.Error(), Fix: "Set SLIPWAY_STATE to a folder that exists."}
	}
	const need = 10 << 30 // the Go build cache of Kubernetes and the controllers takes most of it
	c := check{Name: "disk", OK: free >= need, Says: fmt.Sprintf("%d GB free", free>>30)}
	if !c.OK {
		c.Fix = "Free 10 GB for the build cache and the platform's data."
	}
	return c
}

func stateDir() check {
	root, err := state.Root()
	if err == nil {
		err = os.MkdirAll(root, 0o700)
	}
	if err != nil {
		return check{Name: "state", Says: err.Error(), Fix: "Set SLIPWAY_STATE to a folder that can be written."}
	}
	return check{Name: "state", OK: true, Says: root}
}

func showChecks(w io.Writer, checks []check) {
	table(w, func(row func(...string)) {
		for _, c := range checks {
			mark := "✓"
			if !c.OK {
				mark = "✗"
			}
			row(mark+" "+c.Name, c.Says)
			if c.Fix != "" {
				row("", c.Fix)
			}
		}
	})
}

//go:build !front

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

// The scripts run the real main in a process of its own; what needs a daemon,
// which starts its own executable again, is tested in test/e2e.
func TestMain(m *testing.M) {
	testscript.Main(withCluster{m}, map[string]func(){"slipway": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	settings := goSettings(t)
	self, err := exec.LookPath("slipway")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"usage": usage},
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, "REPO="+repo, "SLIPWAY="+self, "SLIPWAY_STATE="+filepath.Join(e.WorkDir, ".state"),
				"KUBECONFIG="+filepath.Join(e.WorkDir, ".kubeconfig"), "XDG_CACHE_HOME="+filepath.Join(e.WorkDir, ".cache"),
				"SLIPWAY_DISTRO="+filepath.Join(repo, "distro"))
			e.Vars = append(e.Vars, settings...)
			return nil
		},
	})
}

// usage runs a command that has to fail with an exit code, to say why on
// standard error and to print nothing else.
func usage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: usage CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case !errors.As(err, &exit):
		ts.Fatalf("want exit code %s, got %v", args[0], err)
	case strconv.Itoa(exit.ExitCode()) != args[0]:
		ts.Fatalf("want exit code %s, got %d", args[0], exit.ExitCode())
	case ts.ReadFile("stdout") != "":
		ts.Fatalf("an error belongs on standard error")
	case ts.ReadFile("stderr") == "":
		ts.Fatalf("it does not say what is wrong")
	}
}

// goSettings let a script run a platform that is written in Go with the caches
// there are: scripts have no home.
func goSettings(t *testing.T) []string {
	t.Helper()
	names := []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOFLAGS", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN", "CGO_ENABLED"}
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	values := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(values) != len(names) {
		t.Fatalf("go env printed %d lines for %d names", len(values), len(names))
	}
	for i := range names {
		names[i] += "=" + values[i]
	}
	return names
}

func commands(root *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{}
	for _, c := range root.Commands() {
		list = append(append(list, c), commands(c)...)
	}
	return list
}

// A command without an example is one that people have to guess at. Those that
// only group others, and those that slipway itself calls, need none.
func TestEveryCommandHasAnExample(t *testing.T) {
	t.Parallel()
	all := commands(rootCommand(streams{out: io.Discard, err: io.Discard}))
	if len(all) < 20 {
		t.Fatalf("only %d commands were found", len(all))
	}
	for _, c := range all {
		if c.Short == "" {
			t.Errorf("%s has no description", c.CommandPath())
		}
		if c.HasSubCommands() || c.Hidden {
			continue
		}
		if !strings.Contains(c.Example, c.CommandPath()) {
			t.Errorf("%s: its help has no example that calls it", c.CommandPath())
		}
	}
}

// What prints data prints it for programs too.
func TestDataIsAlsoJSON(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"validate", "diff", "status", "doctor", "explain", "tree", "events", "why", "version", "up", "deploy"} {
		i := slices.IndexFunc(commands(rootCommand(streams{})), func(c *cobra.Command) bool { return c.Name() == name })
		if i < 0 {
			t.Errorf("there is no command %s", name)
			continue
		}
		if c := commands(rootCommand(streams{}))[i]; c.Flags().ShorthandLookup("o") == nil || c.Flags().Lookup("output") == nil {
			t.Errorf("%s has no -o", name)
		}
	}
}

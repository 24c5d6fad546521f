package addons_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/assembly/assemblytest"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/internal/golden"
)

// TestAddOns compiles the platform.yaml of every golden file for every target
// and keeps what the add-on in its name becomes, or the errors.
func TestAddOns(t *testing.T) {
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		name, _, _ := strings.Cut(filepath.Base(t.Name()), ".")
		p, err := blueprint.Parse("platform.yaml", in.Files["platform.yaml"], catalog.All())
		if err != nil {
			return failed(err)
		}
		v, err := p.Validate()
		if err != nil {
			return failed(err)
		}
		out := golden.Archive{}
		for _, target := range blueprint.Targets() {
			a, err := compile.Compile(v, compile.Options{Target: target, RealNodes: realNodes(t.Name(), target)})
			if err != nil {
				return failed(err)
			}
			for file, data := range assemblytest.Render(t, a, string(target), func(id assembly.UnitID) bool { return belongs(id, name) }) {
				out.Set(file, data)
			}
		}
		return out
	})
}

// realNodes are none but where the golden file is named for them.
func realNodes(test string, target blueprint.Target) int {
	if target == blueprint.Local && strings.HasSuffix(test, ".real-nodes") {
		return 2
	}
	return 0
}

func failed(err error) golden.Archive {
	out := golden.Archive{}
	out.Set("error.txt", []byte(err.Error()+"\n"))
	return out
}

// belongs reports whether a unit comes from the add-on: its own, what it has
// for teams, what it delivers.
func belongs(id assembly.UnitID, name string) bool {
	s := string(id)
	return s == "dev/addons/"+name || strings.HasPrefix(s, "dev/addons/"+name+"/") ||
		strings.HasPrefix(s, "dev/teams/") && strings.HasSuffix(s, "/gitops") || s == "dev/gitops"
}

func TestEveryAddOnHasAGoldenFile(t *testing.T) {
	t.Parallel()
	for _, name := range catalog.All().Names() {
		if _, err := os.Stat(filepath.Join("testdata", name+".txtar")); err != nil {
			t.Errorf("the add-on %s has no golden file: %v", name, err)
		}
	}
}

// The catalogue is read by people: explain prints it, the schema is made of it.
func TestEveryAddOnSaysWhatItIs(t *testing.T) {
	t.Parallel()
	all := catalog.All()
	if !slices.IsSortedFunc(all.AddOns, func(a, b blueprint.AddOn) int { return strings.Compare(a.Info().Name, b.Info().Name) }) {
		t.Errorf("All is not in the order of the names")
	}
	for _, addOn := range all.AddOns {
		info := addOn.Info()
		if info.Doc == "" || !strings.HasSuffix(info.Doc, ".") || info.Upstream == "" {
			t.Errorf("%s: Doc must be a sentence and Upstream an address: %+v", info.Name, info)
		}
		for _, target := range blueprint.Targets() {
			f := info.Fidelity[target]
			if f.Level == "" || f.Note == "" {
				t.Errorf("%s does not say what it is on %s", info.Name, target)
			}
			if got := builds(t, addOn, target); got != (f.Level == blueprint.Real || f.Level == blueprint.Emulated) {
				t.Errorf("%s is %s on %s, but makes units: %v", info.Name, f.Level, target, got)
			}
		}
		for _, other := range slices.Concat(info.Needs, info.Conflicts) {
			if _, ok := all.Find(other); !ok {
				t.Errorf("%s names %s, which the catalogue does not have", info.Name, other)
			}
		}
	}
}

func builds(t *testing.T, addOn blueprint.AddOn, target blueprint.Target) bool {
	t.Helper()
	b := &blueprint.AddOnBuild{Target: target, Blueprint: &blueprint.Blueprint{}, Platform: &blueprint.Platform{}}
	if target == blueprint.Local {
		b.RealNodes = 1 // what only measures nodes makes nothing of others
	}
	if err := addOn.Build(b); err != nil {
		t.Fatal(err)
	}
	return len(b.Parts) > 0
}

// Whatever listens must do so on the loopback interface, ports are the
// machine's to choose, and a directory of this machine must not be known.
func TestLocalProcessesStayOnTheMachine(t *testing.T) {
	t.Parallel()
	for _, addOn := range catalog.All().AddOns {
		b := &blueprint.AddOnBuild{Target: blueprint.Local, Blueprint: &blueprint.Blueprint{}, Platform: &blueprint.Platform{}}
		if err := addOn.Build(b); err != nil {
			t.Fatal(err)
		}
		for _, part := range b.Parts {
			for _, p := range part.Processes {
				checkProcess(t, p)
			}
		}
	}
}

func checkProcess(t *testing.T, p assembly.Process) {
	t.Helper()
	if p.Ready == nil {
		t.Errorf("%s: nobody can tell when it is ready", p.Name)
	}
	for _, arg := range p.Args {
		if strings.Contains(arg, "0.0.0.0") || strings.HasSuffix(strings.SplitN(arg, "${port.", 2)[0], "=:") {
			t.Errorf("%s listens on every interface: %s", p.Name, arg)
		}
		if strings.Contains(arg, "=/") {
			t.Errorf("%s knows a path of some machine: %s", p.Name, arg)
		}
	}
}

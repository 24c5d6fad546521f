package services_test

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

// TestServices compiles the platform.yaml of every golden file for AWS and keeps
// what its team has there, or the errors.
func TestServices(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		out := golden.Archive{}
		v, err := read(in)
		if err != nil {
			out.Set("error.txt", []byte(err.Error()+"\n"))
			return out
		}
		a, err := compile.Compile(v, compile.Options{Target: blueprint.AWS})
		if err != nil {
			t.Fatal(err)
		}
		ofTeam := func(id assembly.UnitID) bool { return strings.HasPrefix(string(id), "dev/teams/troi/") }
		a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return !ofTeam(u.ID) })
		for file, data := range assemblytest.Render(t, a, "", ofTeam) {
			out.Set(file, data)
		}
		return out
	})
}

func read(in golden.Archive) (*blueprint.Valid, error) {
	p, err := blueprint.Parse("platform.yaml", in.Files["platform.yaml"], catalog.All())
	if err != nil {
		return nil, err
	}
	return p.Validate()
}

// The catalogue is read by people: explain prints it, the schema is made of it.
func TestEveryServiceSaysWhatItIs(t *testing.T) {
	t.Parallel()
	all := catalog.All()
	names := make([]string, len(all.Services))
	common := blueprint.Fields(typeOf(blueprint.Service{}))
	for i, kind := range all.Services {
		info := kind.Info()
		names[i] = info.Name
		if _, err := os.Stat(filepath.Join("testdata", info.Name+".txtar")); err != nil {
			t.Errorf("%s has no golden file: %v", info.Name, err)
		}
		if err := blueprint.CheckTags(kind); err != nil {
			t.Error(err)
		}
		if !strings.HasSuffix(info.Doc, ".") || len(info.Levels) == 0 || len(info.Outputs) == 0 {
			t.Errorf("%s: Doc must be a sentence, Levels and Outputs must be there: %+v", info.Name, info)
		}
		for _, target := range blueprint.Targets() {
			if f := info.Fidelity[target]; f.Level == "" || f.Note == "" {
				t.Errorf("%s does not say what it is on %s", info.Name, target)
			}
		}
		for _, f := range blueprint.Fields(typeOf(kind)) {
			if slices.ContainsFunc(common, func(c blueprint.Field) bool { return c.Name == f.Name }) {
				t.Errorf("%s: the setting %s has the name of a field of every service", info.Name, f.Name)
			}
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("All is not in the order of the names: %v", names)
	}
}

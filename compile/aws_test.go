package compile_test

import (
	"slices"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/assembly/assemblytest"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/internal/golden"
)

// ofCluster are the units that make a cluster on AWS.
var ofCluster = []assembly.UnitID{"dev/network", "dev/cluster", "dev/capabilities", "dev/endpoint", "dev/endpoint/binding", "dev/nodes"}

// TestAWS keeps what a cluster is on AWS for each choice of a blueprint.
func TestAWS(t *testing.T) {
	golden.Run(t, "testdata/aws/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		a := compiled(t, checked(t, in), compile.Options{Target: blueprint.AWS})
		out := golden.Archive{}
		out.Set("order.txt", order(a))
		shown := func(id assembly.UnitID) bool { return slices.Contains(ofCluster, id) }
		a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return !shown(u.ID) })
		for name, data := range assemblytest.Render(t, a, "", shown) {
			out.Set(name, data)
		}
		return out
	})
}

// TestAWSProblems keeps what is said about what AWS could not make.
func TestAWSProblems(t *testing.T) {
	golden.Run(t, "testdata/aws-broken/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		_, err := compile.Compile(checked(t, in), compile.Options{Target: blueprint.AWS})
		if err == nil {
			t.Fatal("it compiles")
		}
		out := golden.Archive{}
		out.Set("problems", []byte(err.Error()))
		return out
	})
}

// TestAWSDrafts keeps what is said in one run about platforms that are broken
// in several ways at once: every mistake, and nothing that only follows from one.
func TestAWSDrafts(t *testing.T) {
	golden.Run(t, "testdata/aws-drafts/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		d, err := blueprint.ParseDraft("platform.yaml", in.Files["platform.yaml"], catalog.All(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // what was said is not said again
			compile.Check(d, compile.Options{Target: blueprint.AWS})
		}
		_, err = d.Valid()
		if err == nil {
			t.Fatal("it is valid")
		}
		out := golden.Archive{}
		out.Set("problems", []byte(err.Error()))
		return out
	})
}

func checked(t *testing.T, in golden.Archive) *blueprint.Valid {
	t.Helper()
	p, err := blueprint.Parse("platform.yaml", in.Files["platform.yaml"], catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	return valid(t, p)
}

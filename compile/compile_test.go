package compile_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/assembly/assemblytest"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/catalog/services"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/internal/golden"
)

// TestCompile keeps the order of every unit in want/TARGET/order.txt and the
// files of the units that the archive's show.txt lists.
func TestCompile(t *testing.T) {
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		show := strings.Fields(string(in.Files["show.txt"]))
		files := fstest.MapFS{}
		for name, data := range in.Files {
			files[name] = &fstest.MapFile{Data: data}
		}
		out := golden.Archive{}
		p, err := blueprint.ParseFS("platform.yaml", in.Files["platform.yaml"], catalog.All(), files)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Validate()
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range blueprint.Targets() {
			a, err := compile.Compile(v, compile.Options{Target: target})
			if err != nil {
				out.Set("error.txt", []byte(err.Error()))
				continue
			}
			out.Set(string(target)+"/order.txt", order(a))
			shown := func(id assembly.UnitID) bool { return slices.Contains(show, string(target)+"/"+string(id)) }
			// Writing upstream's manifests only to leave them out takes a minute on a busy disk.
			a.Units = slices.DeleteFunc(a.Units, func(u assembly.Unit) bool { return !shown(u.ID) })
			for name, data := range assemblytest.Render(t, a, string(target), shown) {
				out.Set(name, data)
			}
		}
		return out
	})
}

// order is a line a unit: what it waits for and who asked for it.
func order(a *assembly.Assembly) []byte {
	var b bytes.Buffer
	for _, u := range a.Units {
		fmt.Fprintf(&b, "%s (%s) from %s\n", u.ID, u.Kind, u.Origin)
		for _, before := range u.After {
			fmt.Fprintf(&b, "    after %s\n", before)
		}
	}
	return b.Bytes()
}

func load(t testing.TB, file string) *blueprint.Valid {
	t.Helper()
	p, err := blueprint.Load(file, catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	return valid(t, p)
}

func valid(t testing.TB, p *blueprint.Platform) *blueprint.Valid {
	t.Helper()
	v, err := p.Validate()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func compiled(t testing.TB, v *blueprint.Valid, o compile.Options) *assembly.Assembly {
	t.Helper()
	a, err := compile.Compile(v, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sameBytes compares files as a whole: looking for the lines that differ takes
// minutes in upstream's manifests.
var sameBytes = cmp.Comparer(bytes.Equal)

const example = "../examples/enterprise/platform.yaml"

func TestCompileTwiceGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, target := range blueprint.Targets() {
		o := compile.Options{Target: target}
		one, two := compiled(t, load(t, example), o), compiled(t, load(t, example), o)
		if diff := cmp.Diff(one, two, sameBytes); diff != "" {
			t.Errorf("%s: -once +twice:\n%s", target, diff)
		}
	}
}

func TestOrderRespectsEveryEdge(t *testing.T) {
	t.Parallel()
	for _, target := range blueprint.Targets() {
		done := map[assembly.UnitID]bool{}
		for _, u := range compiled(t, load(t, example), compile.Options{Target: target}).Units {
			for _, before := range u.After {
				if !done[before] {
					t.Errorf("%s: %s stands before %s", target, u.ID, before)
				}
				if cluster(u.ID) != cluster(before) {
					t.Errorf("%s: %s waits for another cluster's %s", target, u.ID, before)
				}
			}
			for _, b := range u.Bind {
				if !slices.Contains(u.After, b.From) {
					t.Errorf("%s: %s binds to %s and does not wait for it", target, u.ID, b.From)
				}
			}
			done[u.ID] = true
		}
	}
}

func cluster(id assembly.UnitID) string {
	name, _, _ := strings.Cut(string(id), "/")
	return name
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	for _, target := range blueprint.Targets() {
		// One cluster has every kind of unit; the others would only be more to write.
		a, dir := compiled(t, load(t, example), compile.Options{Target: target, Clusters: []string{"dev"}}), t.TempDir()
		if err := a.Write(dir); err != nil {
			t.Fatal(err)
		}
		got, err := assembly.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a, got, sameBytes); diff != "" {
			t.Errorf("%s: -compiled +read:\n%s", target, diff)
		}
	}
}

// A local cluster runs one version and no cloud's services; whoever asked for
// others must hear of it.
func TestNotes(t *testing.T) {
	t.Parallel()
	p := &blueprint.Platform{
		Name:       "test",
		Blueprints: map[string]*blueprint.Blueprint{"old": {Kubernetes: "1.34"}, "new": {Kubernetes: "1.36"}},
		Clusters:   []blueprint.Cluster{{Name: "dev", Blueprint: "new"}, {Name: "prod", Blueprint: "old"}, {Name: "data", Blueprint: "team"}},
		Teams:      []blueprint.Team{{Name: "t", Services: []blueprint.Service{{Name: "inbox", Type: &services.S3{}}}}},
	}
	p.Blueprints["team"] = &blueprint.Blueprint{Teams: []string{"t"}}
	v := valid(t, p)
	const inbox = "data: inbox of the team t (s3) is absent on the target %s: nothing is made, and workloads find no ConfigMap"
	for _, tc := range []struct {
		target   blueprint.Target
		clusters []string
		want     []string
	}{
		{blueprint.Local, nil, []string{"prod: the blueprint asks for Kubernetes 1.34, this machine runs v1.36.3", fmt.Sprintf(inbox, "local")}},
		{blueprint.Local, []string{"dev"}, nil},
		{blueprint.Kubeconfig, nil, []string{fmt.Sprintf(inbox, "kubeconfig")}},
	} {
		a := compiled(t, v, compile.Options{Target: tc.target, Clusters: tc.clusters})
		if diff := cmp.Diff(tc.want, a.Notes); diff != "" {
			t.Errorf("%s %v: -want +got:\n%s", tc.target, tc.clusters, diff)
		}
	}
}

// What one cluster is must not depend on the clusters beside it.
func TestOneClusterAlone(t *testing.T) {
	t.Parallel()
	v := load(t, example)
	all := compiled(t, v, compile.Options{Target: blueprint.Local})
	alone := compiled(t, v, compile.Options{Target: blueprint.Local, Clusters: []string{"west-staging"}})
	all.Units = slices.DeleteFunc(all.Units, func(u assembly.Unit) bool { return cluster(u.ID) != "west-staging" })
	if diff := cmp.Diff(all.Units, alone.Units, sameBytes); diff != "" {
		t.Errorf("-among others +alone:\n%s", diff)
	}
}

func TestUnknownCluster(t *testing.T) {
	t.Parallel()
	_, err := compile.Compile(load(t, example), compile.Options{Target: blueprint.Local, Clusters: []string{"west-stagin"}})
	const want = "clusters: there is no cluster \"west-stagin\"\n    Did you mean west-staging? There are: dev, east-staging, west-staging."
	if err == nil || err.Error() != want {
		t.Errorf("Compile() = %v, want %s", err, want)
	}
}

// Upstream's manifests must reach every cluster as the very bytes they are
// embedded as: a copy a cluster would cost a gigabyte a thousand.
func TestClustersShareBytes(t *testing.T) {
	t.Parallel()
	a := compiled(t, load(t, example), compile.Options{Target: blueprint.Local})
	for _, file := range []string{"crds.json", "rbac.json"} {
		one := a.Unit("dev/addons/argocd").Files[file]
		two := a.Unit("west-staging/addons/argocd").Files[file]
		if len(one) == 0 || &one[0] != &two[0] {
			t.Errorf("%s was copied", file)
		}
	}
}

// A secret's value in a file would end in Git: none may be in an assembly.
func TestNoSecretHasValues(t *testing.T) {
	t.Parallel()
	for _, target := range blueprint.Targets() {
		for _, u := range compiled(t, load(t, example), compile.Options{Target: target}).Units {
			for _, name := range slices.Sorted(maps.Keys(u.Files)) {
				for line := range strings.Lines(string(u.Files[name])) {
					if strings.Contains(line, `"kind":"Secret","metadata"`) && (strings.Contains(line, `"data"`) || strings.Contains(line, `"stringData"`)) {
						t.Errorf("%s/%s: %.120s", u.ID, name, line)
					}
				}
			}
		}
	}
}

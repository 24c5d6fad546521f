package blueprint_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/internal/golden"
)

// TestValid shows each valid platform with its defaults, as YAML.
func TestValid(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/valid/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		v, err := read(in)
		if err != nil {
			t.Fatal(err)
		}
		defaulted, err := blueprint.EncodeYAML(v.Platform())
		if err != nil {
			t.Fatal(err)
		}
		in.Set("platform.yaml", defaulted)
		again, err := read(in)
		if err != nil {
			t.Fatalf("what was written is not read back: %v\n%s", err, defaulted)
		}
		if diff := cmp.Diff(v.Platform(), again.Platform(), samePlatform()); diff != "" {
			t.Errorf("write, read, validate is not identity (-written +read):\n%s", diff)
		}
		twice, err := v.Platform().Validate()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v.Platform(), twice.Platform(), samePlatform()); diff != "" {
			t.Errorf("validating twice changes something (-once +twice):\n%s", diff)
		}
		var out golden.Archive
		out.Set("defaulted.yaml", defaulted)
		if len(v.Warnings()) > 0 {
			out.Set("warnings", []byte(v.Warnings().Error()+"\n"))
		}
		return out
	})
}

// samePlatform compares what a platform says, not where its file said it.
func samePlatform() cmp.Option {
	return cmp.Options{
		cmpopts.IgnoreUnexported(blueprint.Platform{}, blueprint.Extend{}),
		cmp.Exporter(func(t reflect.Type) bool { return t.PkgPath() == "slipway.dev/slipway/blueprint_test" }),
	}
}

func TestValidateEqualsInYAMLAndGo(t *testing.T) {
	t.Parallel()
	src := `
name: enterprise
blueprints:
  standard:
    nodeGroups: [{name: general, min: 0}, {name: other}]
    addOns: [metrics-server, {argocd: {resync: 30s, web: false}}]
    teams: [troi]
clusters: [{name: dev, blueprint: standard}]
teams: [{name: troi, quota: {cpu: 20, services: 0}}]
`
	off := false
	inGo := &blueprint.Platform{
		Name: "enterprise",
		Blueprints: map[string]*blueprint.Blueprint{"standard": {
			NodeGroups: []blueprint.NodeGroup{{Name: "general", Min: blueprint.None}, {Name: "other"}},
			AddOns:     blueprint.AddOns{metrics{}, &argoCD{Resync: 30 * time.Second, Web: &off}},
			Teams:      []string{"troi"},
		}},
		Clusters: []blueprint.Cluster{{Name: "dev", Blueprint: "standard"}},
		Teams:    []blueprint.Team{{Name: "troi", Quota: blueprint.Quota{CPU: "20", Services: blueprint.None}}},
	}
	parsed, err := blueprint.Parse("f.yaml", []byte(src), testCatalog())
	if err != nil {
		t.Fatal(err)
	}
	fromYAML, err := parsed.Validate()
	if err != nil {
		t.Fatal(err)
	}
	fromGo, err := inGo.Validate()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fromYAML.Platform(), fromGo.Platform(), samePlatform()); diff != "" {
		t.Errorf("YAML and Go differ (-YAML +Go):\n%s", diff)
	}
	if g := fromGo.Platform().Blueprints["standard"].NodeGroups; g[0].Min != 0 || g[1].Min != 1 || g[1].InstanceTypes[0] != "m7g.large" {
		t.Errorf("defaults are not in place: %+v", g)
	}
	if inGo.Teams[0].Namespace != "" || inGo.Blueprints["standard"].NodeGroups[0].Min != blueprint.None {
		t.Error("Validate changed what it was given")
	}
}

func TestValidateWithoutPositionsNamesPaths(t *testing.T) {
	t.Parallel()
	p := &blueprint.Platform{
		Name:       "p",
		Blueprints: map[string]*blueprint.Blueprint{"a": {AddOns: blueprint.AddOns{&cilium{}, nil, (*argoCD)(nil), &calico{}}}, "b": nil},
		Clusters:   []blueprint.Cluster{{Name: "dev", Blueprint: "a"}},
		Teams:      []blueprint.Team{{Name: "t", Extend: blueprint.Extend{Files: []string{"a.yaml"}}}},
	}
	_, err := p.Validate()
	want := `blueprints[a].addOns[1]: is nil
blueprints[a].addOns[2]: is nil
blueprints[b]: is nil
blueprints[a].addOns[calico]: cannot be on one cluster with the add-on cilium (blueprints[a].addOns[cilium])
    Keep one of the two.
teams[t].extend.files: were not read
    Use blueprint.Load, or ReadFiles for a platform written in Go.`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestAtFindsTheNearestPlace(t *testing.T) {
	t.Parallel()
	src := "name: p\nblueprints:\n  a:\n    network: {zones: 2}\nclusters:\n  - name: dev\n    blueprint: a\n"
	p, err := blueprint.Parse("f.yaml", []byte(src), testCatalog())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]diag.Position{
		"":                             {File: "f.yaml", Line: 1, Column: 1},
		"name":                         {File: "f.yaml", Line: 1, Column: 7},
		"blueprints[a]":                {File: "f.yaml", Line: 3, Column: 3},
		"blueprints[a].network.zones":  {File: "f.yaml", Line: 4, Column: 22},
		"blueprints[a].network.pods":   {File: "f.yaml", Line: 4, Column: 5},
		"clusters[dev]":                {File: "f.yaml", Line: 6, Column: 5},
		"clusters[dev].region":         {File: "f.yaml", Line: 6, Column: 5},
		"nothing.of[the].sort[really]": {File: "f.yaml", Line: 1, Column: 1},
	} {
		if got := p.At(path); got != want {
			t.Errorf("At(%q) is %v, want %v", path, got, want)
		}
	}
}

func TestLoadStaysInTheFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	object := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
	write("outside.yaml", object)
	write("home/sub/inside.yaml", object+"---\n"+"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: {mode: \"0644\", n: 0644}\n")
	write("home/platform.yaml", "name: p\nblueprints: {a: {}}\nclusters: [{name: c, blueprint: a}]\nteams: [{name: t, extend: {files: [sub/inside.yaml]}}]\n")
	write("home/escape.yaml", "name: p\nblueprints: {a: {extend: {files: [link.yaml]}}}\nclusters: [{name: c, blueprint: a}]\n")
	if err := os.Symlink("../outside.yaml", filepath.Join(dir, "home/link.yaml")); err != nil {
		t.Skip(err)
	}
	p, err := blueprint.Load(filepath.Join(dir, "home/platform.yaml"), testCatalog())
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Validate()
	if err != nil {
		t.Fatal(err)
	}
	objects := v.Platform().Teams[0].Extend.Manifests()
	if len(objects) != 2 || objects[1].Namespace() != "team-t" || p.Teams[0].Extend.Loaded()[1].Namespace() != "" {
		t.Errorf("objects are %v, before validation %v", objects, p.Teams[0].Extend.Loaded())
	}
	for file, want := range map[string]string{
		"home/escape.yaml": ":2:35: blueprints[a].extend.files[0]: the file link.yaml lies outside the platform's folder, or cannot be opened\n    Names are relative to the platform's file and stay below its folder.",
		"home/none.yaml":   ": there is no such file\n    slipway init writes one; -f names another.",
	} {
		path := filepath.Join(dir, file)
		if _, err := blueprint.Load(path, testCatalog()); err == nil || err.Error() != path+want {
			t.Errorf("%s: %v", file, err)
		}
	}
}

package addons_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/catalog/addons"
	"slipway.dev/slipway/compile"
)

// statement is one rule of a policy in a template, as far as these tests look.
type statement struct {
	sid      string // where it stands: the golden file and the unit
	effect   string
	actions  []string
	anywhere bool
}

// statements are those of every golden file, on AWS.
func statements(t *testing.T) []statement {
	t.Helper()
	var out []statement
	for file, a := range goldens(t) {
		for _, u := range a.Units {
			data, ok := u.Files[assembly.TemplateFile]
			if !ok || !strings.HasPrefix(string(u.ID), "dev/addons/") {
				continue
			}
			var template any
			if err := json.Unmarshal(data, &template); err != nil {
				t.Fatal(err)
			}
			out = append(out, within(template, file+": "+string(u.ID))...)
		}
	}
	if len(out) < 50 {
		t.Fatalf("found %d statements only", len(out))
	}
	return out
}

// goldens are the platforms of the golden files that compile, for AWS.
func goldens(t *testing.T) map[string]*assembly.Assembly {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*assembly.Assembly{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want/error.txt" }) {
			continue
		}
		p, err := blueprint.Parse("platform.yaml", archive.Files[0].Data, catalog.All())
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Validate()
		if err != nil {
			t.Fatal(err)
		}
		a, err := compile.Compile(v, compile.Options{Target: blueprint.AWS})
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out[filepath.Base(file)] = a
	}
	return out
}

// within are the statements of policies anywhere in a value of JSON.
func within(v any, sid string) []statement {
	var out []statement
	switch x := v.(type) {
	case map[string]any:
		if effect, ok := x["Effect"].(string); ok && x["Action"] != nil {
			out = append(out, statement{sid: sid, effect: effect, actions: texts(x["Action"]), anywhere: slices.Contains(texts(x["Resource"]), "*")})
		}
		for _, key := range slices.Sorted(maps.Keys(x)) {
			out = append(out, within(x[key], sid)...)
		}
	case []any:
		for _, item := range x {
			out = append(out, within(item, sid)...)
		}
	}
	return out
}

func texts(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var out []string
		for _, item := range x {
			out = append(out, texts(item)...)
		}
		return out
	}
	return nil
}

// No statement allows on every resource what could name one.
func TestStatementsNameTheirResources(t *testing.T) {
	t.Parallel()
	unscoped := addons.Unscoped()
	used := map[string]bool{}
	for _, s := range statements(t) {
		if s.effect != "Allow" {
			continue
		}
		for _, action := range s.actions {
			if action == "*" {
				t.Errorf("%s allows everything", s.sid)
			}
			if !s.anywhere {
				continue
			}
			used[action] = true
			if unscoped[action] == "" {
				t.Errorf("%s allows %s on every resource: name one, or add it to Unscoped with the reason", s.sid, action)
			}
		}
	}
	for action := range unscoped {
		if !used[action] {
			t.Errorf("Unscoped has %s, which no add-on is allowed", action)
		}
	}
}

// A role's inline policies may have 10,240 characters together, white space not counted.
func TestPoliciesFitIntoRoles(t *testing.T) {
	t.Parallel()
	for file, a := range goldens(t) {
		for _, u := range a.Units {
			var template struct {
				Resources map[string]struct {
					Properties struct{ Policies json.RawMessage }
				}
			}
			if data := u.Files[assembly.TemplateFile]; data == nil || json.Unmarshal(data, &template) != nil {
				continue
			}
			for id, r := range template.Resources {
				if n := len(strings.Join(strings.Fields(string(r.Properties.Policies)), "")); n > 10_240 {
					t.Errorf("%s: %s: the policies of %s have %d characters", file, u.ID, id, n)
				}
			}
		}
	}
}

// The add-ons of the example cost no more than eight resources of CloudFormation.
func TestExampleIsFrugal(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../examples/enterprise/platform.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := blueprint.Parse("platform.yaml", data, catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	resources := 0
	b := p.Blueprints["standard"]
	for _, addOn := range b.AddOns {
		build := &blueprint.AddOnBuild{Target: blueprint.AWS, Blueprint: b, Platform: p}
		if err := addOn.Build(build); err != nil {
			t.Fatal(err)
		}
		for _, part := range build.Parts {
			if part.Template != nil {
				resources += len(part.Template.Resources)
			}
		}
	}
	if resources == 0 || resources > 8 {
		t.Errorf("the add-ons have %d resources, want 1 to 8", resources)
	}
}

// Karpenter finds the subnets of Slipway's network by their names, which the
// network must give them.
func TestKarpenterFindsSubnets(t *testing.T) {
	t.Parallel()
	a := goldens(t)["karpenter.txtar"]
	pool := string(a.Unit("dev/addons/karpenter/pool").Files["objects.yaml"])
	network := string(a.Unit("dev/network").Files[assembly.TemplateFile])
	for _, name := range []string{"Private1", "Private2", "Private3"} {
		if !strings.Contains(pool, "${cluster.ClusterName}-network-"+name) || !strings.Contains(network, `"${AWS::StackName}-`+name+`"`) {
			t.Errorf("the pool looks for the subnet %s, and the network does not call it that", name)
		}
	}
	stack, err := a.Unit("dev/network").Stack()
	if err != nil || stack.Name != "golden-dev-network" {
		t.Errorf("the network's stack is %q: %v", stack.Name, err)
	}
}

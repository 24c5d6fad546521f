package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/manifest"
)

// fake is an add-on that does what its fields say.
type fake struct {
	name   string
	needs  []string
	parts  []blueprint.Part
	guard  bool
	tenant string
}

func (f *fake) Info() blueprint.Info {
	return blueprint.Info{Name: f.name, Needs: f.needs, Fidelity: map[blueprint.Target]blueprint.Fidelity{blueprint.Kubeconfig: {Level: blueprint.Real, Note: "a test"}}}
}
func (*fake) Check(*blueprint.Check) {}
func (f *fake) Build(b *blueprint.AddOnBuild) error {
	b.Parts = f.parts
	return nil
}
func (f *fake) GuardsAdmission() bool { return f.guard }
func (f *fake) Team(b *blueprint.AddOnBuild, t *blueprint.Team) error {
	if f.tenant == "" {
		return nil
	}
	return b.Objects(f.tenant, nil, manifest.New("v1", "ConfigMap", t.Namespace, "x"))
}

func part(name string) blueprint.Part {
	return blueprint.Part{Name: name, Files: map[string][]byte{"objects.yaml": []byte("x: 1\n")}}
}

func platform(order string, addOns ...blueprint.AddOn) *blueprint.Platform {
	return &blueprint.Platform{
		Name:       "test",
		Blueprints: map[string]*blueprint.Blueprint{"b": {Order: order, AddOns: addOns, Teams: []string{"t"}}},
		Clusters:   []blueprint.Cluster{{Name: "c", Blueprint: "b"}},
		Teams:      []blueprint.Team{{Name: "t"}},
	}
}

// edges are the units with what they wait for, without the cluster's name.
func edges(a *assembly.Assembly) map[string]string {
	out := map[string]string{}
	for _, u := range a.Units {
		var after []string
		for _, before := range u.After {
			after = append(after, strings.TrimPrefix(string(before), "c/"))
		}
		slices.Sort(after)
		out[strings.TrimPrefix(string(u.ID), "c/")] = strings.Join(after, " ")
	}
	return out
}

func TestEdges(t *testing.T) {
	t.Parallel()
	delivery := part("gitops")
	delivery.AfterTeams = true
	one := []blueprint.Part{part("")}
	for name, tc := range map[string]struct {
		platform *blueprint.Platform
		want     map[string]string
	}{
		"needs wait for the last part, others do not": {
			platform("", &fake{name: "b", needs: []string{"a"}, parts: one}, &fake{name: "a", parts: []blueprint.Part{part(""), part("more")}}, &fake{name: "c", parts: one}),
			map[string]string{"addons/a": "", "addons/a/more": "addons/a", "addons/b": "addons/a/more", "addons/c": "", "teams": "", "teams/t": "teams"},
		},
		"an add-on without units passes on what it needs": {
			platform("", &fake{name: "a", parts: one}, &fake{name: "b", needs: []string{"a"}}, &fake{name: "c", needs: []string{"b"}, parts: one}),
			map[string]string{"addons/a": "", "addons/c": "addons/a", "teams": "", "teams/t": "teams"},
		},
		"strict is the list's order": {
			platform("strict", &fake{name: "b", parts: one}, &fake{name: "none"}, &fake{name: "a", parts: one}),
			map[string]string{"addons/b": "", "addons/a": "addons/b", "teams": "", "teams/t": "teams"},
		},
		"what judges comes before what it judges": {
			platform("", &fake{name: "a", parts: one}, &fake{name: "g", needs: []string{"n"}, guard: true, parts: one}, &fake{name: "n", parts: one}),
			map[string]string{"addons/n": "", "addons/g": "addons/n", "addons/a": "addons/g", "teams": "addons/g", "teams/t": "teams"},
		},
		"teams, what add-ons have for them, deliveries": {
			platform("", &fake{name: "a", parts: []blueprint.Part{part(""), delivery}, tenant: "gitops"}, &fake{name: "b", parts: one}),
			map[string]string{"addons/a": "", "addons/b": "", "teams": "", "teams/t": "teams", "teams/t/gitops": "addons/a teams/t", "gitops": "addons/a teams/t teams/t/gitops"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := compiled(t, valid(t, tc.platform), compile.Options{Target: blueprint.Kubeconfig})
			if diff := cmp.Diff(tc.want, edges(a)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestBindings(t *testing.T) {
	t.Parallel()
	bound := part("after")
	bound.Bind = []blueprint.PartBinding{{Part: "", Output: "port.x", Token: "${x}"}}
	a := compiled(t, valid(t, platform("", &fake{name: "a", parts: []blueprint.Part{part(""), part("between"), bound}})), compile.Options{Target: blueprint.Kubeconfig})
	u := a.Unit("c/addons/a/after")
	if diff := cmp.Diff([]assembly.Binding{{From: "c/addons/a", Output: "port.x", Token: "${x}"}}, u.Bind); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]assembly.UnitID{"c/addons/a/between", "c/addons/a"}, u.After); diff != "" {
		t.Error(diff)
	}
	_, err := compile.Compile(valid(t, platform("", &fake{name: "a", parts: []blueprint.Part{bound, part("")}})), compile.Options{Target: blueprint.Kubeconfig})
	if err == nil || !strings.Contains(err.Error(), "does not come before it") {
		t.Errorf("a binding to a later part: %v", err)
	}
}

package blueprint_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/blueprint"
)

// Release is settings that several add-ons have in common.
type Release struct {
	Version  string         `yaml:"version,omitempty" doc:"Version."`
	Replicas int            `yaml:"replicas,omitempty" check:"min=1,max=5" default:"2" doc:"Pods."`
	Values   map[string]any `yaml:"values,omitempty" doc:"Values."`
}

type packaged struct {
	noBuild
	Before  string `yaml:"before,omitempty" doc:"Declared before."`
	Release `yaml:",inline"`
	After   string `yaml:"after,omitempty" doc:"Declared after."`
}

func (packaged) Info() blueprint.Info { return blueprint.Info{Name: "packaged"} }

const inlined = `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: test
blueprints:
  b:
    addOns:
      - packaged: {before: x, version: 1.2.3, values: {a: {b: 1}}}
clusters:
  - {name: c, blueprint: b}
`

// Settings of an embedded struct are read, defaulted, checked and written like
// those around them.
func TestInline(t *testing.T) {
	t.Parallel()
	var names []string
	for _, f := range blueprint.Fields(reflect.TypeFor[packaged]()) {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{"before", "version", "replicas", "values", "after"}, names); diff != "" {
		t.Errorf("Fields (-want +got):\n%s", diff)
	}
	if err := blueprint.CheckTags(packaged{}); err != nil {
		t.Error(err)
	}
	cat := blueprint.Catalog{AddOns: []blueprint.AddOn{&packaged{}}}
	read := func(text string) *packaged {
		p, err := blueprint.Parse("platform.yaml", []byte(text), cat)
		if err != nil {
			t.Fatal(err)
		}
		v, err := p.Validate()
		if err != nil {
			t.Fatal(err)
		}
		written, err := blueprint.EncodeYAML(v.Platform())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(written), "version: 1.2.3") || strings.Contains(string(written), "Release") {
			t.Errorf("written as:\n%s", written)
		}
		return v.Platform().Blueprints["b"].AddOns[0].(*packaged)
	}
	want := &packaged{Before: "x", Release: Release{Version: "1.2.3", Replicas: 2, Values: map[string]any{"a": map[string]any{"b": 1}}}}
	if diff := cmp.Diff(want, read(inlined), cmp.AllowUnexported(packaged{})); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	p, err := blueprint.Parse("platform.yaml", []byte(strings.Replace(inlined, "before: x", "replicas: 9", 1)), cat)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Validate(); err == nil || !strings.Contains(err.Error(), "addOns[packaged].replicas") {
		t.Errorf("an embedded setting that breaks its rule: %v", err)
	}
}

// A name that the catalogue leaves out on purpose is answered with the reason.
func TestLeftOut(t *testing.T) {
	t.Parallel()
	cat := blueprint.Catalog{AddOns: []blueprint.AddOn{&packaged{}}, LeftOut: map[string]string{"old-mesh": "it stopped in 2026"}}
	_, err := blueprint.Parse("platform.yaml", []byte(strings.Replace(inlined, "- packaged: {before: x, version: 1.2.3, values: {a: {b: 1}}}", "- old-mesh", 1)), cat)
	if err == nil || !strings.Contains(err.Error(), "there is no add-on old-mesh: it stopped in 2026") {
		t.Errorf("Parse() = %v", err)
	}
}

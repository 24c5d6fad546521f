package blueprint_test

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/blueprint"
)

// TestTags walks all types: a rule that does not exist must fail here, not at a user's.
func TestTags(t *testing.T) {
	t.Parallel()
	if err := blueprint.CheckTags(blueprint.Platform{}); err != nil {
		t.Error(err)
	}
	for _, a := range testCatalog().AddOns {
		if err := blueprint.CheckTags(a); err != nil {
			t.Error(err)
		}
	}
}

func TestCheckTagsFindsMistakes(t *testing.T) {
	t.Parallel()
	type inner struct {
		A int `yaml:"a" check:"mni=1" default:"x" doc:"A."`
	}
	type mistaken struct {
		B bool             `yaml:"b" default:"true" doc:"B."`
		C string           `yaml:"c" check:"min=x"`
		D []inner          `yaml:"d" doc:"D."`
		E string           // no yaml tag
		F map[int]string   `yaml:"f" doc:"F."`
		G func()           `yaml:"g" doc:"G."`
		H map[string]inner `yaml:"h" default:"a" doc:"H."`
	}
	err := blueprint.CheckTags(&mistaken{})
	want := []string{"E: has no yaml tag", "b: false or 0", "c: has no doc", "min needs a number", `unknown rule "mni"`, "a: its default", "f: has a type", "g: has a type", "h: its default"}
	for _, w := range want {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("does not say %q: %v", w, err)
		}
	}
}

func TestQuantity(t *testing.T) {
	t.Parallel()
	tests := map[blueprint.Quantity]*big.Rat{
		"10": big.NewRat(10, 1), "500m": big.NewRat(1, 2), "1Ki": big.NewRat(1024, 1), "1.5Gi": big.NewRat(3<<29, 1),
		".5": big.NewRat(1, 2), "1.": big.NewRat(1, 1), "1e3": big.NewRat(1000, 1), "1E": big.NewRat(1e18, 1), "1E-2": big.NewRat(1, 100), "3n": big.NewRat(3, 1e9),
		"0": big.NewRat(0, 1), "2k": big.NewRat(2000, 1),
		"": nil, "-1": nil, "1 Gi": nil, "10GB": nil, "Gi": nil, "1.2.3": nil, "1e999": nil, "0x1": nil, "1K": nil, ".": nil, "1i": nil,
	}
	for q, want := range tests {
		got, err := q.Rat()
		if (err == nil) != (want != nil) || want != nil && got.Cmp(want) != 0 {
			t.Errorf("%q is %v, %v; want %v", q, got, err, want)
		}
	}
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	cat := testCatalog()
	if !slices.IsSorted(cat.Names()) || len(cat.Names()) != len(cat.AddOns) {
		t.Errorf("names are %v", cat.Names())
	}
	one, ok := cat.New("argocd")
	two, _ := cat.New("argocd")
	prototype, _ := cat.Find("argocd")
	if !ok || one == two || one == prototype {
		t.Error("New does not make a new one")
	}
	if diff := cmp.Diff(&argoCD{}, one, cmp.AllowUnexported(argoCD{}, bootstrap{})); diff != "" {
		t.Error(diff)
	}
	if _, ok := cat.New("nothing"); ok {
		t.Error("New makes add-ons that do not exist")
	}
}

func TestNamesAreThePatternOfTheSchema(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(blueprint.NamePattern)
	long := strings.Repeat("a", 63)
	for _, name := range []string{"a", "a-b", "-", "-a", "a-", "A", "a.b", "a_b", "é", "0", "a--b", long, long + "a", "a b", "a\n"} {
		p := &blueprint.Platform{Name: name, Blueprints: map[string]*blueprint.Blueprint{"b": {}}, Clusters: []blueprint.Cluster{{Name: "c", Blueprint: "b"}}}
		if _, err := p.Validate(); (err == nil) != pattern.MatchString(name) {
			t.Errorf("%q: %v, but the pattern says %t", name, err, pattern.MatchString(name))
		}
	}
}

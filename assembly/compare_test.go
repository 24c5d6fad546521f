package assembly

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	type changes = []UnitChange
	for name, tc := range map[string]struct {
		change func(*Assembly)
		want   changes
	}{
		"nothing":        {func(*Assembly) {}, nil},
		"a line moved":   {func(a *Assembly) { a.Units[1].Origin.At = "platform.yaml:99:1" }, nil},
		"a gate changed": {func(a *Assembly) { a.Units[1].Gates[0].Within = time.Hour }, changes{{ID: "dev/addons/argocd", Verb: Changed, Order: true}}},
		"files changed": {
			func(a *Assembly) {
				a.Units[1].Files = map[string][]byte{"crds.json": []byte("new"), "more.yaml": []byte("more")}
			},
			changes{{ID: "dev/addons/argocd", Verb: Changed, Files: []FileChange{
				{Name: "crds.json", Verb: Changed, Old: []byte("kind: ConfigMap\n"), New: []byte("new")},
				{Name: "more.yaml", Verb: Added, New: []byte("more")},
				{Name: "objects.yaml", Verb: Removed, Old: []byte("kind: ConfigMap\n")},
			}}},
		},
		"units came and went": {
			func(a *Assembly) {
				a.Units = append(a.Units[:2:2], Unit{ID: "dev/teams/troi", Files: map[string][]byte{"objects.yaml": []byte("x")}})
			},
			changes{
				{ID: "dev/teams/troi", Verb: Added, Files: []FileChange{{Name: "objects.yaml", Verb: Added, New: []byte("x")}}},
				{ID: "dev/addons/argocd/controllers", Verb: Removed, Files: []FileChange{{Name: "processes.yaml", Verb: Removed, Old: []byte("processes: []\n")}}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := sample()
			tc.change(b)
			got, err := Compare(sample(), b)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			same := digest(t, sample()) == digest(t, b)
			if same != (len(tc.want) == 0) {
				t.Errorf("digests equal: %v, but the changes are %v", same, got)
			}
		})
	}
}

func digest(t *testing.T, a *Assembly) string {
	t.Helper()
	d, err := a.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDigestSeparatesNamesFromContents(t *testing.T) {
	t.Parallel()
	one := Unit{ID: "a", Files: map[string][]byte{"b.yaml": []byte("c.yaml 1\nd")}}
	two := Unit{ID: "a", Files: map[string][]byte{"b.yaml": nil, "c.yaml": []byte("d")}}
	first, err := one.Digest()
	if err != nil {
		t.Fatal(err)
	}
	if second, err := two.Digest(); err != nil || first == second {
		t.Errorf("two contents have one digest %s (%v)", first, err)
	}
}

func TestUnit(t *testing.T) {
	t.Parallel()
	a := sample()
	if a.Unit("dev/addons/argocd") != &a.Units[1] || a.Unit("dev") != nil {
		t.Error("Unit finds the wrong unit")
	}
}

package assembly

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"slipway.dev/slipway/diag"
)

func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// graph builds units from "name", after...
func graph(rows ...[]UnitID) []Unit {
	units := make([]Unit, len(rows))
	for i, row := range rows {
		units[i] = Unit{ID: row[0], After: row[1:], Origin: Origin{Path: "p[" + string(row[0]) + "]", At: "f.yaml:" + string('1'+rune(i)) + ":3"}}
	}
	return units
}

func ids(units []Unit) []UnitID {
	out := make([]UnitID, len(units))
	for i, u := range units {
		out[i] = u.ID
	}
	return out
}

func TestSortKeepsTheOrderOfWhatIsFree(t *testing.T) {
	t.Parallel()
	got, err := Sort(graph([]UnitID{"c", "b"}, []UnitID{"z"}, []UnitID{"b", "a"}, []UnitID{"a"}, []UnitID{"y", "z"}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]UnitID{"z", "a", "b", "c", "y"}, ids(got)); diff != "" {
		t.Error(diff)
	}
}

// Random graphs without cycles: every edge holds and nothing is lost.
func TestSortRespectsEveryEdge(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		units := randomUnits(random, 1+random.IntN(30))
		sorted, err := Sort(units)
		if err != nil {
			t.Fatal(err)
		}
		if len(sorted) != len(units) {
			t.Fatalf("%d units became %d", len(units), len(sorted))
		}
		done := map[UnitID]bool{}
		for _, u := range sorted {
			for _, before := range u.After {
				if !done[before] {
					t.Fatalf("%s stands before %s", u.ID, before)
				}
			}
			done[u.ID] = true
		}
	}
}

func randomUnits(random *rand.Rand, n int) []Unit {
	units := make([]Unit, n)
	for i := range units {
		units[i].ID = UnitID([]byte{'a' + byte(i/26), 'a' + byte(i%26)})
		for j := range i {
			if random.IntN(4) == 0 {
				units[i].After = append(units[i].After, units[j].ID)
			}
		}
	}
	random.Shuffle(n, func(i, j int) { units[i], units[j] = units[j], units[i] })
	return units
}

func TestSortErrors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		units []Unit
		want  string
	}{
		"cycle": {
			graph([]UnitID{"x"}, []UnitID{"a", "x", "b"}, []UnitID{"b", "c"}, []UnitID{"c", "a"}, []UnitID{"behind", "a"}),
			"f.yaml:2:3: p[a]: a waits for itself: a waits for b waits for c waits for a\n" +
				"    Remove one of the ends: a, asked for by p[a] (f.yaml:2:3), or c, asked for by p[c] (f.yaml:4:3).",
		},
		"two cycles": {
			graph([]UnitID{"a", "a"}, []UnitID{"b", "c"}, []UnitID{"c", "b"}),
			"f.yaml:1:3: p[a]: a waits for itself: a waits for a\n" +
				"    Remove one of the ends: a, asked for by p[a] (f.yaml:1:3), or a, asked for by p[a] (f.yaml:1:3).\n" +
				"f.yaml:2:3: p[b]: b waits for itself: b waits for c waits for b\n" +
				"    Remove one of the ends: b, asked for by p[b] (f.yaml:2:3), or c, asked for by p[c] (f.yaml:3:3).",
		},
		"unknown": {
			graph([]UnitID{"a", "b"}),
			"f.yaml:1:3: p[a]: the unit a waits for b, which is not part of the assembly",
		},
		"twice": {
			graph([]UnitID{"a"}, []UnitID{"a"}),
			"f.yaml:2:3: p[a]: the unit a is there twice, also asked for by p[a] (f.yaml:1:3)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Sort(tc.units)
			if err == nil {
				t.Fatal("no error")
			}
			if _, ok := diag.From(err); !ok {
				t.Errorf("%T is not diag.Problems", err)
			}
			if diff := cmp.Diff(tc.want, err.Error()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestWaves(t *testing.T) {
	t.Parallel()
	a := &Assembly{Units: graph([]UnitID{"c", "a", "b"}, []UnitID{"a"}, []UnitID{"b", "a"}, []UnitID{"d", "a"}, []UnitID{"e"})}
	got, err := a.Waves()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]UnitID{{"a", "e"}, {"b", "d"}, {"c"}}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

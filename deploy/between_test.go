package deploy

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
)

func TestBetween(t *testing.T) {
	t.Parallel()
	unit := func(id, kind, text string, more ...func(*assembly.Unit)) assembly.Unit {
		u := assembly.Unit{ID: assembly.UnitID(id), Kind: assembly.Kind(kind), Where: "cluster:dev", Files: map[string][]byte{"a": []byte(text)}}
		for _, f := range more {
			f(&u)
		}
		return u
	}
	after := func(ids ...assembly.UnitID) func(*assembly.Unit) { return func(u *assembly.Unit) { u.After = ids } }
	bound := func(u *assembly.Unit) { u.Bind = []assembly.Binding{{From: "dev/net", Output: "id", Token: "${id}"}} }
	old := &assembly.Assembly{Units: []assembly.Unit{
		unit("dev/net", "net", "1"), unit("dev/same", "file", "x"), unit("dev/kind", "file", "x"), unit("dev/order", "file", "x"), unit("dev/bound", "net", "${id}", bound), unit("dev/gone", "file", "x"),
	}}
	next := &assembly.Assembly{Units: []assembly.Unit{
		unit("dev/net", "net", "2"), unit("dev/same", "file", "x"), unit("dev/kind", "net", "x"), unit("dev/order", "file", "x", after("dev/net")), unit("dev/bound", "net", "${id}", bound), unit("dev/new", "file", "x"),
	}}
	// A kind whose output "id" is another value when its file is, or what is bound in it.
	compare := func(p Pair) (*Plan, map[string]Replacement, error) {
		plan, _, err := files(p)
		var moved map[string]Replacement
		if p.New != nil && p.Old != nil && !plan.Empty() {
			moved = map[string]Replacement{"id": Replaces}
		}
		if why, how := p.Moved(string(p.Unit().Files["a"])); why != "" {
			plan.Changes = append(plan.Changes, Change{Verb: Update, What: "bound", Because: why, Replacement: how})
		}
		return plan, moved, err
	}
	plans, err := Between(old, next, map[assembly.Kind]Comparer{"net": compare})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range plans {
		for _, c := range p.Changes {
			got = append(got, fmt.Sprintf("%s: %s %s %s", p.Unit.ID, c.Verb, c.What, c.Because))
		}
	}
	want := []string{
		"dev/net: update file a ", "dev/kind: delete file a ", "dev/kind: create file a ", "dev/order: update order of the unit ",
		"dev/bound: update bound dev/net id", "dev/new: create file a ", "dev/gone: delete file a ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if same, err := Between(next, next, nil); err != nil || len(same) != len(next.Units) {
		t.Errorf("%d plans, %v", len(same), err)
	} else {
		for _, p := range same {
			if !p.Empty() {
				t.Errorf("%s differs from itself: %+v", p.Unit.ID, p.Changes)
			}
		}
	}
}

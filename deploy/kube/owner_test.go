package kube

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// pair is two platforms in one cluster that ask for the same objects.
func pair(t *testing.T) (shop, other *world) {
	t.Helper()
	suffix := strings.ToLower(rand.Text()[:5])
	shop = newWorld(t, Options{Owner: "shop-" + suffix})
	return shop, newWorld2(shop, Options{Owner: "other-" + suffix})
}

const shared = `
apiVersion: v1
kind: ConfigMap
metadata: {name: free, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: ours, namespace: $NS}
data: {colour: red}
`

func TestWhatAnotherPlatformHasIsRefused(t *testing.T) {
	t.Parallel()
	shop, other := pair(t)
	u := shop.unitOf("shop", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ours, namespace: $NS}\ndata: {colour: blue}\n")
	shop.run(u)
	if got := annotation(shop.raw(http.MethodGet, foundOurs, ""), PlatformAnnotation); got != shop.opts.Owner {
		t.Fatalf("the object is marked as of %q", got)
	}
	counted := other.count()
	wanted := other.unitOf("other", shared)
	_, err := other.Diff(other.within(time.Minute), wanted)
	want := strings.NewReplacer("SHOP", shop.opts.Owner, "OTHER", other.opts.Owner, "OBJECT", "ConfigMap "+shop.ns+"/ours", "UNIT", string(u.ID)).Replace(
		"the platform SHOP already has OBJECT in this cluster (unit UNIT); OTHER does not take them over, none of them was changed\n" +
			"Choose another name or namespace in OTHER, or destroy SHOP first")
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if len(counted.writes)+counted.dry > 0 || other.exists(foundNamespace+"/configmaps/free") {
		t.Errorf("refused, and yet: %q, %d dry runs", counted.writes, counted.dry)
	}
	if p := shop.diff(u); !p.Empty() {
		t.Errorf("the first platform sees %q", briefly(p.Changes))
	}
	if err := shop.Delete(shop.within(time.Minute), u, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if got := len(other.run(wanted)); got != 2 {
		t.Errorf("when the first is destroyed: %d changes, want 2", got)
	}
	if p := other.diff(wanted); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
}

// A run is refused as a whole, not at the unit that happens to ask for it.
func TestARunThatMeetsAnotherPlatformWritesNothing(t *testing.T) {
	t.Parallel()
	shop, w := pair(t)
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: $NS}\n"
	shop.run(shop.unitOf("shop", strings.ReplaceAll(text, "NAME", "ours")))
	one, two := w.unitOf("one", strings.ReplaceAll(text, "NAME", "free")), w.unitOf("two", strings.ReplaceAll(text, "NAME", "ours"))
	two.After = []assembly.UnitID{one.ID}
	a := &assembly.Assembly{Units: []assembly.Unit{*one, *two}}
	other := newWorld2(w, Options{Owner: w.opts.Owner, Assembly: a})
	counted := other.count()
	err := deploy.Run(other.within(time.Minute), a, deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return other, nil }, Orphans: other.Orphans,
	})
	if err == nil || !strings.Contains(err.Error(), "the platform "+shop.opts.Owner+" already has ConfigMap "+shop.ns+"/ours in this cluster") {
		t.Errorf("got %v", err)
	}
	if len(counted.writes) > 0 {
		t.Errorf("refused, and yet: %q", counted.writes)
	}
}

// What was there before both platforms, and stays after the first, is free.
func TestWhatAPlatformLeftBehindIsAdopted(t *testing.T) {
	t.Parallel()
	shop, other := pair(t)
	shop.raw(http.MethodPost, foundNamespace+"/configmaps", `{"metadata":{"name":"ours"}}`)
	shop.raw(http.MethodPost, foundNamespace+"/configmaps", `{"metadata":{"name":"free","annotations":{"`+PruneAnnotation+`":"disabled"}}}`)
	u := shop.unitOf("shop", strings.Replace(shared, "name: free,", "name: free, annotations: {"+PruneAnnotation+": disabled},", 1))
	shop.run(u)
	wanted := other.unitOf("other", shared)
	if _, err := other.Diff(other.within(time.Minute), wanted); err == nil || !strings.Contains(err.Error(), "ConfigMap "+shop.ns+"/free, ConfigMap "+shop.ns+"/ours") {
		t.Errorf("got %v", err)
	}
	if err := shop.Delete(shop.within(time.Minute), u, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	for _, c := range other.run(wanted) {
		if !c.Adopts {
			t.Errorf("%s is not adopted", c.What)
		}
	}
	if err := other.Delete(other.within(time.Minute), wanted, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if !other.exists(foundOurs) {
		t.Error("what was there before is deleted")
	}
}

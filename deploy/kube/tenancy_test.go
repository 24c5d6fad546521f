package kube

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// A kubeconfig that leads to the wrong cluster must cost nothing.
func TestAnotherClusterOfThePlatformIsRefused(t *testing.T) {
	t.Parallel()
	owner := "tenant-" + strings.ToLower(rand.Text()[:5])
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n"
	dev := newWorld(t, Options{Owner: owner, Where: "cluster:dev"})
	there := dev.unit(text)
	dev.run(there)

	east := newWorld2(dev, Options{Owner: owner, Where: "cluster:east"})
	asked, second := east.unitOf("asked", text), east.unitOf("second", text)
	asked.Where, second.Where = "cluster:east", "cluster:east"
	a := &assembly.Assembly{Units: []assembly.Unit{*asked, *second}}
	counted := east.count()
	opts := deploy.Options{Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return east, nil }, Orphans: east.Orphans}
	ctx := east.within(time.Minute)
	_, diffErr := deploy.Diff(ctx, a, opts)
	for verb, err := range map[string]error{"diff": diffErr, "deploy": deploy.Run(ctx, a, opts), "destroy": deploy.Destroy(ctx, a, opts)} {
		want := "is dev of the platform " + owner + ", not east; nothing was changed\n"
		if err == nil || strings.Count(err.Error(), "--cluster dev") != 1 || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "and so "+string(second.ID)) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	if len(counted.writes) > 0 {
		t.Errorf("the wrong cluster was written to: %q", counted.writes)
	}
	if p := newWorld2(dev, Options{Owner: owner, Where: "cluster:dev"}).diff(there); !p.Empty() {
		t.Errorf("the right one is no longer unchanged: %q", briefly(p.Changes))
	}
}

// Where both are, the mistake has been made, and each can be destroyed.
func TestAClusterThatHoldsBothIsNotRefused(t *testing.T) {
	t.Parallel()
	owner := "tenant-" + strings.ToLower(rand.Text()[:5])
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: $NS}\n"
	w := newWorld(t, Options{Owner: owner})
	dev, east := w.unitOf("dev", strings.ReplaceAll(text, "NAME", "a")), w.unitOf("east", strings.ReplaceAll(text, "NAME", "b"))
	east.Where = "cluster:east"
	w.run(dev)
	w.run(east)
	right := newWorld2(w, Options{Owner: owner, Where: "cluster:east"})
	if err := right.Delete(w.within(time.Minute), east, func(deploy.Event) {}); err != nil {
		t.Error(err)
	}
	if err := right.Delete(w.within(time.Minute), east, func(deploy.Event) {}); err != nil {
		t.Errorf("a deletion that is repeated: %v", err)
	}
}

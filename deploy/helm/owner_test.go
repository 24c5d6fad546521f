package helm

import (
	"strings"
	"testing"
	"time"

	"helm.sh/helm/v4/pkg/action"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
)

func TestOthersReleasesAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one})
	s := w.session(w.within(time.Minute), w.ns)
	in := action.NewInstall(s.Configuration)
	in.ReleaseName, in.Namespace, in.CreateNamespace, in.WaitStrategy = "app", w.ns, true, "hookOnly"
	c, err := fetch.Load(u.Files[assembly.ArchiveFile], charts.Key{Name: "app", Version: "1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Run(c, map[string]any{"v": "theirs"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Diff(w.within(time.Minute), u); err == nil || !strings.Contains(err.Error(), "was not made by a platform") {
		t.Errorf("a release made by hand: %v", err)
	}
	if err := w.Delete(w.within(time.Minute), u, func(deploy.Event) {}); err != nil || w.data("one") != "theirs" {
		t.Errorf("deleting touched somebody else's release (%v)", err)
	}
}

func TestAnotherPlatformsReleaseIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one})
	w.run(u)
	other := w.as(cluster.Start(t), "other")
	if _, err := other.Diff(w.within(time.Minute), u); err == nil || !strings.Contains(err.Error(), "belongs to the platform test") {
		t.Errorf("another platform's release: %v", err)
	}
	second := *u
	second.ID += "/again"
	if _, err := w.Diff(w.within(time.Minute), &second); err == nil || !strings.Contains(err.Error(), "belongs to the unit "+string(u.ID)) {
		t.Errorf("another unit's release: %v", err)
	}
}

func TestOrphans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one})
	u.After = []assembly.UnitID{"dev/nodes"}
	w.run(u)
	mine := func(a *assembly.Assembly) *assembly.Unit {
		all, err := w.Orphans(w.within(time.Minute), a)
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			if all[i].ID == u.ID {
				return &all[i]
			}
		}
		return nil
	}
	if mine(&assembly.Assembly{Units: []assembly.Unit{*u}}) != nil {
		t.Error("a unit of the assembly is an orphan")
	}
	orphan := mine(&assembly.Assembly{})
	if orphan == nil || orphan.Kind != assembly.Helm || orphan.Where != u.Where || len(orphan.After) != 1 {
		t.Fatalf("the orphan is %+v", orphan)
	}
	if err := w.Delete(w.within(time.Minute), orphan, func(deploy.Event) {}); err != nil || w.get("ConfigMap", "one") != nil {
		t.Errorf("the orphan is still there (%v)", err)
	}
}

func TestAnotherNamespaceMovesTheRelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	role := files{"r.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: " + w.ns + "}\nrules: []\n", "one.yaml": one}
	w.run(w.unit("1.0.0", "v: a", role))
	from := w.ns
	u := w.unit("1.0.0", "v: a", role)
	c, err := u.Chart()
	if err != nil {
		t.Fatal(err)
	}
	c.Namespace += "-2"
	if u.Files[assembly.ChartFile], err = c.Encode(); err != nil {
		t.Fatal(err)
	}
	changes := w.run(u)
	if len(changes) == 0 || changes[0] != "delete release "+from+"/app" {
		t.Errorf("the changes are %q", changes)
	}
	if w.get("ConfigMap", "one") != nil {
		t.Error("the old release's object is still there")
	}
	if p := w.plan(u); !p.Empty() {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
}

func TestWhatCannotBeFetchedIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := assembly.Chart{Repo: "http://127.0.0.1:1", Name: "app", Version: "1.0.0", Release: "app", Namespace: w.ns}
	p := w.plan(w.unitOf(c, "", nil))
	w.expect("no chart", briefly(p.Changes), "create chart app 1.0.0 from http://127.0.0.1:1 was not vendored and cannot be fetched: its objects are not shown; run slipway vendor")
	if err := w.try(p, time.Minute); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("applying it: %v", err)
	}
	changed := w.unit("1.0.0", "v: a", files{"one.yaml": one})
	changed.Files[assembly.ArchiveFile] = w.archive("1.0.0", files{"two.yaml": two})
	if _, err := w.Diff(w.within(time.Minute), changed); err == nil || !strings.Contains(err.Error(), "slipway vendor") {
		t.Errorf("another archive than its digest: %v", err)
	}
}

func TestContentsOfAClusterThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	crd := "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n"
	secret := "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2-hunter2}\n"
	u := w.unit("1.0.0", "v: a", files{"crds/thing.yaml": crd, "one.yaml": one, "s.yaml": secret})
	p, err := Contents(u)
	if err != nil {
		t.Fatal(err)
	}
	w.expect("contents", briefly(p.Changes), "create CustomResourceDefinition things.example.com", "create Secret s", "create ConfigMap one")
	for _, c := range p.Changes {
		if c.Diff == "" || strings.Contains(c.Diff, "hunter2") {
			t.Errorf("%s: the diff is %q", c.What, c.Diff)
		}
	}
	delete(u.Files, assembly.ArchiveFile)
	if p, err = Contents(u); err != nil {
		t.Fatal(err)
	}
	w.expect("without the chart", briefly(p.Changes), "create chart app 1.0.0 from https://charts.example.com was not vendored: its objects are not shown; run slipway vendor")
}

package helm

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"helm.sh/helm/v4/pkg/release/common"
	"helm.sh/helm/v4/pkg/repo/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func TestFailedUpgradeIsUpgraded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one}))
	broken := "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 99999}]}\n"
	err := w.try(w.plan(w.unit("1.1.0", "v: b", files{"extra.yaml": strings.ReplaceAll(two, "two", "extra"), "one.yaml": one, "s.yaml": broken})), time.Minute)
	if err == nil || !strings.Contains(err.Error(), "99999") {
		t.Fatalf("the error is %v", err)
	}
	if rel := w.last(); rel.Info.Status != common.StatusFailed {
		t.Fatalf("the release is %s", rel.Info.Status)
	}
	fixed := w.unit("1.2.0", "v: c", files{"one.yaml": one})
	w.run(fixed)
	if w.data("one") != "c" || w.get("ConfigMap", "extra") != nil {
		t.Errorf("v is %q, extra is there: %v", w.data("one"), w.get("ConfigMap", "extra") != nil)
	}
	if p := w.plan(fixed); !p.Empty() {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
}

func TestWhatTheChartAsksForWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one}))
	_, err := w.objects.Resource(resource("ConfigMap")).Namespace(w.ns).Patch(t.Context(), "one", types.MergePatchType, []byte(`{"data":{"v":"by hand","more":"kept"}}`), metav1.PatchOptions{FieldManager: "somebody"})
	if err != nil {
		t.Fatal(err)
	}
	w.run(w.unit("1.0.0", "v: b", files{"one.yaml": one}))
	if got := w.data("one"); got != "b" {
		t.Errorf("v is %q", got)
	}
	data := w.get("ConfigMap", "one")["data"].(map[string]any)
	if data["more"] != "kept" {
		t.Errorf("what the chart does not ask for is gone: %v", data)
	}
}

func TestKilledDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one, "two.yaml": two})
	w.run(u)
	ctx, kill := context.WithCancel(t.Context())
	w.counter.refuse = func(r *http.Request) error {
		if r.Method == http.MethodDelete && strings.HasSuffix(r.URL.Path, "/configmaps/two") {
			kill()
			return ctx.Err()
		}
		return nil
	}
	if err := w.Delete(ctx, u, func(deploy.Event) {}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the run ends with %v", err)
	}
	w.counter.refuse = nil
	again := *u
	if err := w.Delete(w.within(time.Minute), &again, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if w.last() != nil || w.get("ConfigMap", "one") != nil || w.get("ConfigMap", "two") != nil {
		t.Error("something of the release is left")
	}
}

func TestInstalledAgainAfterAKilledDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one})
	w.run(u)
	s := w.session(w.within(time.Minute), w.ns)
	rel := w.last()
	rel.SetStatus(common.StatusUninstalling, "")
	if err := s.Releases.Update(rel); err != nil {
		t.Fatal(err)
	}
	w.run(u)
	if rel := w.last(); rel.Info.Status != common.StatusDeployed || rel.Version != 1 || w.data("one") != "a" {
		t.Errorf("the release is %s, revision %d", rel.Info.Status, rel.Version)
	}
}

// A chart that was not vendored is fetched; one that stands is not fetched again.
func TestFetchedWhereNotVendored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "app-1.0.0.tgz"), w.archive("1.0.0", files{"one.yaml": one}), 0o600); err != nil {
		t.Fatal(err)
	}
	idx, err := repo.IndexDirectory(dir, "")
	if err == nil {
		err = idx.WriteFile(filepath.Join(dir, "index.yaml"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	u := w.unitOf(assembly.Chart{Repo: server.URL, Name: "app", Version: "1.0.0", Release: "app", Namespace: w.ns}, "v: a", nil)
	w.expect("install", w.run(u), "create ConfigMap $NS/one")
	if r := recordOf(w.last()); !strings.HasPrefix(r.Chart.Digest, "sha256:") {
		t.Errorf("the release does not say which chart it is of: %+v", r)
	}
	server.Close()
	if p := w.plan(u); !p.Empty() {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
	if p := w.plan(w.unitOf(assembly.Chart{Repo: server.URL, Name: "app", Version: "1.0.0", Release: "app", Namespace: w.ns}, "v: b", nil)); len(p.Changes) != 1 || p.Changes[0].Verb != deploy.Update {
		t.Errorf("other values of a chart that is out of reach: %v", briefly(p.Changes))
	}
}

func TestKeptByTheChart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kept := strings.Replace(two, "{name: two}", "{name: two, annotations: {helm.sh/resource-policy: keep}}", 1)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one, "two.yaml": kept})
	w.run(u)
	var notes []string
	if err := w.Delete(w.within(time.Minute), u, func(e deploy.Event) { notes = append(notes, e.Message) }); err != nil {
		t.Fatal(err)
	}
	if w.get("ConfigMap", "two") == nil || w.get("ConfigMap", "one") != nil || !strings.Contains(strings.Join(notes, "\n"), "two") {
		t.Errorf("the notes are %q", notes)
	}
}

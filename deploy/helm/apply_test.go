package helm

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"helm.sh/helm/v4/pkg/release/common"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

const (
	one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {v: {{ .Values.v | quote }}}\n"
	two = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\ndata: {v: fixed}\n"
)

func TestInstallUpgradeUninstall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.expect("install", w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one, "two.yaml": two})),
		"create ConfigMap $NS/one", "create ConfigMap $NS/two")
	if got := w.data("one"); got != "a" {
		t.Errorf("v is %q", got)
	}
	if rel := w.last(); rel.Info.Status != common.StatusDeployed || rel.Version != 1 || rel.ApplyMethod != "ssa" {
		t.Errorf("the release is %s, revision %d, applied by %s", rel.Info.Status, rel.Version, rel.ApplyMethod)
	}
	p := w.plan(w.unit("1.0.0", "v: b", files{"one.yaml": one, "two.yaml": two}))
	w.expect("other values", briefly(p.Changes), "update ConfigMap $NS/one")
	if p.Same != 1 || !strings.Contains(p.Changes[0].Diff, "-  v: a\n+  v: b") {
		t.Errorf("%d are the same, the diff is:\n%s", p.Same, p.Changes[0].Diff)
	}
	if err := w.try(p, time.Minute); err != nil {
		t.Fatal(err)
	}
	if got := w.data("one"); got != "b" {
		t.Errorf("v is %q", got)
	}
	last := w.unit("1.1.0", "v: b", files{"one.yaml": one})
	w.expect("a new version without an object", w.run(last), "delete ConfigMap $NS/two")
	if w.get("ConfigMap", "two") != nil {
		t.Error("two is still there")
	}
	if err := w.Delete(w.within(time.Minute), &assembly.Unit{ID: last.ID, Kind: assembly.Helm}, func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if w.get("ConfigMap", "one") != nil || w.last() != nil {
		t.Error("the release or its objects are still there")
	}
	if err := w.Delete(w.within(time.Minute), last, func(deploy.Event) {}); err != nil {
		t.Errorf("deleting what is gone: %v", err)
	}
}

func TestSecondRunWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one, "random.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: r}\nstringData: {p: {{ randAlphaNum 20 | quote }}}\n"})
	w.run(u)
	w.counter.writes = nil
	if p := w.plan(u); !p.Empty() || p.Same != 2 {
		t.Errorf("%d are the same, these would change: %v", p.Same, briefly(p.Changes))
	}
	if len(w.counter.writes) > 0 {
		t.Errorf("written: %v", w.counter.writes)
	}
}

func TestWhatWasRemovedComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one, "two.yaml": two})
	w.run(u)
	if err := w.objects.Resource(resource("ConfigMap")).Namespace(w.ns).Delete(t.Context(), "two", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.expect("a lost object", w.run(u), "create ConfigMap $NS/two (drift)")
	if w.get("ConfigMap", "two") == nil {
		t.Error("two did not come back")
	}
}

func TestHistoryIsShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, v := range []string{"a", "b", "c", "d", "e"} {
		w.run(w.unit("1.0.0", "v: "+v, files{"one.yaml": one}))
	}
	all, err := w.session(t.Context(), w.ns).history("app")
	if err != nil || len(all) != revisions || all[len(all)-1].Version != 5 {
		t.Errorf("%d revisions are kept (%v)", len(all), err)
	}
}

// A run that is killed while it upgrades leaves pending-upgrade behind, and
// objects that the next version may not have any more.
func TestKilledUpgrade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one}))
	ctx, kill := context.WithCancel(t.Context())
	w.counter.refuse = func(r *http.Request) error {
		if strings.HasSuffix(r.URL.Path, "/configmaps/one") && r.Method == http.MethodPatch && r.URL.Query().Get("dryRun") == "" {
			kill()
			return ctx.Err()
		}
		return nil
	}
	p := w.plan(w.unit("1.1.0", "v: b", files{"a.yaml": strings.ReplaceAll(two, "two", "a-new"), "one.yaml": one}))
	if _, err := w.Apply(ctx, p, func(deploy.Event) {}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the run ends with %v", err)
	}
	if rel := w.last(); rel.Info.Status != common.StatusPendingUpgrade {
		t.Fatalf("the release is %s", rel.Info.Status)
	}
	w.counter.refuse = nil
	next := w.unit("1.2.0", "v: c", files{"one.yaml": one})
	w.expect("the next run", w.run(next), "update ConfigMap $NS/one", "delete ConfigMap $NS/a-new")
	if !strings.Contains(w.notes(), "cut off") {
		t.Errorf("the notes are %q", w.notes())
	}
	if got := w.data("one"); got != "c" || w.get("ConfigMap", "a-new") != nil {
		t.Errorf("v is %q, a-new is there: %v", got, w.get("ConfigMap", "a-new") != nil)
	}
	if p := w.plan(next); !p.Empty() {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
}

func TestKilledInstallation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, kill := context.WithCancel(t.Context())
	w.counter.refuse = func(r *http.Request) error {
		if strings.HasSuffix(r.URL.Path, "/configmaps/two") && r.Method == http.MethodPatch {
			kill()
			return ctx.Err()
		}
		return nil
	}
	u := w.unit("1.0.0", "v: a", files{"one.yaml": one, "two.yaml": two})
	if _, err := w.Apply(ctx, w.plan(u), func(deploy.Event) {}); !errors.Is(err, context.Canceled) {
		t.Fatalf("the run ends with %v", err)
	}
	if rel := w.last(); rel == nil || rel.Info.Status != common.StatusPendingInstall {
		t.Fatalf("the release is %v", rel)
	}
	w.counter.refuse = nil
	w.run(u)
	if !strings.Contains(w.notes(), "left pending-install") {
		t.Errorf("the notes are %q", w.notes())
	}
	if p := w.plan(u); !p.Empty() || w.get("ConfigMap", "two") == nil {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
}

func TestFailedInstallationIsRetried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const password = "correct-horse-battery"
	secret := "apiVersion: v1\nkind: Secret\nmetadata: {name: s, labels: {l: 'not a label " + password + "'}}\nstringData: {p: " + password + "}\n"
	err := w.try(w.plan(w.unit("1.0.0", "v: a", files{"one.yaml": one, "s.yaml": secret})), time.Minute)
	if err == nil || !strings.Contains(err.Error(), "label") {
		t.Fatalf("the error is %v", err)
	}
	if strings.Contains(err.Error(), password) || strings.Contains(err.Error(), base64.StdEncoding.EncodeToString([]byte(password))) {
		t.Errorf("the password is in: %v", err)
	}
	w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one}))
	if !strings.Contains(w.notes(), "left failed") || w.last().Version != 1 {
		t.Errorf("the notes are %q, the revision is %d", w.notes(), w.last().Version)
	}
}

func TestWaitsForWorkloads(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	u := w.unit("1.0.0", "", files{"d.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  replicas: 1
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: example.com/c}]}}
`})
	err := w.try(w.plan(u), 8*time.Second)
	if err == nil || !strings.Contains(err.Error(), "Deployment/"+w.ns+"/d not ready") {
		t.Fatalf("the error is %v", err)
	}
	done := make(chan error, 1)
	go func() { // the controller
		done <- w.ready("d")
	}()
	w.run(u)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := w.Hold(w.within(10*time.Second), u, assembly.Gate{Kind: assembly.Ready}); err != nil {
		t.Errorf("the gate ready: %v", err)
	}
}

// ready does what the controller of Deployments and its nodes would, as soon as
// one is there that was made after an earlier one went.
func (w *world) ready(name string) error {
	r := w.objects.Resource(resource("Deployment")).Namespace(w.ns)
	status := []byte(`{"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"readyReplicas":1,"availableReplicas":1,"conditions":[{"type":"Available","status":"True"},{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"}]}}`)
	gone := false
	for w.Context().Err() == nil {
		_, err := r.Get(w.Context(), name, metav1.GetOptions{})
		if err != nil {
			gone = true
		} else if gone {
			_, err = r.Patch(w.Context(), name, types.MergePatchType, status, metav1.PatchOptions{}, "status")
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return w.Context().Err()
}

func TestDefinitionsAreUpgradedAndKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	group := strings.ReplaceAll(w.ns, "-", "") + ".example.com"
	crd := func(field string) string {
		return strings.NewReplacer("$GROUP", group, "$FIELD", field).Replace(`apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.$GROUP}
spec:
  group: $GROUP
  scope: Namespaced
  names: {kind: Thing, plural: things, singular: thing, listKind: ThingList}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {$FIELD: {type: string}}}}}}
`)
	}
	thing := "apiVersion: " + group + "/v1\nkind: Thing\nmetadata: {name: t}\nspec: {color: red}\n"
	u := w.unit("1.0.0", "", files{"crds/thing.yaml": crd("color"), "t.yaml": thing})
	w.expect("install", w.run(u), "create CustomResourceDefinition things."+group, "create Thing $NS/t")
	if err := w.Hold(w.within(10*time.Second), u, assembly.Gate{Kind: assembly.Established}); err != nil {
		t.Errorf("the gate established: %v", err)
	}
	if p := w.plan(u); !p.Empty() {
		t.Errorf("a second run would change %v", briefly(p.Changes))
	}
	next := w.unit("2.0.0", "", files{"crds/thing.yaml": crd("shade"), "t.yaml": strings.Replace(thing, "color", "shade", 1)})
	p := w.plan(next)
	if err := w.try(p, time.Minute); err != nil {
		t.Fatal(err)
	}
	told := slices.ContainsFunc(w.events, func(e deploy.Event) bool {
		return e.What == "CustomResourceDefinition things."+group && e.Verb == deploy.Update && strings.Contains(e.Message, "upgraded")
	})
	if !told {
		t.Errorf("nobody was told of the definition: %v", w.events)
	}
	var notes []string
	if err := w.Delete(w.within(time.Minute), next, func(e deploy.Event) { notes = append(notes, e.Message) }); err != nil {
		t.Fatal(err)
	}
	if w.get("CRD", "things."+group) == nil || !strings.Contains(strings.Join(notes, "\n"), "kept") {
		t.Errorf("the definition went, or nobody was told: %q", notes)
	}
}

func TestHooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hook := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: hook, annotations: {helm.sh/hook: 'pre-install,pre-upgrade'}}\ndata: {v: '{{ .Release.Revision }}'}\n"
	w.expect("install", w.run(w.unit("1.0.0", "v: a", files{"one.yaml": one, "hook.yaml": hook})),
		"create ConfigMap $NS/one", "create ConfigMap hook (hook pre-install)")
	w.expect("upgrade", w.run(w.unit("1.0.0", "v: b", files{"one.yaml": one, "hook.yaml": hook})),
		"update ConfigMap $NS/one", "create ConfigMap hook (hook pre-upgrade)")
	if got := w.data("hook"); got != "2" {
		t.Errorf("the hook ran for revision %q", got)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secret := files{"s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: {{ .Values.v | quote }}}\n"}
	w.run(w.unit("1.0.0", "v: first-password", secret))
	p := w.plan(w.unit("1.0.0", "v: second-password", secret))
	w.expect("another password", briefly(p.Changes), "update Secret $NS/s")
	for _, v := range []string{"first-password", "second-password"} {
		if d := p.Changes[0].Diff; strings.Contains(d, v) || strings.Contains(d, base64.StdEncoding.EncodeToString([]byte(v))) || !strings.Contains(d, "***") {
			t.Errorf("the diff is:\n%s", d)
		}
	}
}

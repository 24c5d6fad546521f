package kube

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

const mixed = `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: $NS}
data: {colour: blue, size: "1"}
---
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: $NS}
stringData: {password: hunter2}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: $NS, labels: {app.kubernetes.io/managed-by: Helm}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, creationTimestamp: null}
    spec:
      containers:
      - name: web
        image: example.com/web:1
        ports: [{containerPort: 8080}]
        resources: {requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: 2}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: $NS}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: $NS}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota, namespace: $NS}
spec: {hard: {limits.cpu: 10000m, pods: 50}}
`

func TestApplyThenUnchangedThenZeroWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(mixed)
	want := []string{
		"create ConfigMap $NS/settings", "create Secret $NS/token", "create Service $NS/web", "create Role $NS/reader",
		"create ResourceQuota $NS/quota", "create Deployment $NS/web",
	}
	got := strings.Split(strings.ReplaceAll(strings.Join(briefly(w.run(u)), "\n"), w.ns, "$NS"), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("first run: %s", diff)
	}
	counted := w.count()
	if got := w.run(u); got != nil {
		t.Errorf("second run: %q", briefly(got))
	}
	if p := w.diff(u); p.Same != 6 {
		t.Errorf("%d objects the same, want 6", p.Same)
	}
	if len(counted.writes) > 0 {
		t.Errorf("nothing changed, and yet: %q", counted.writes)
	}
	// Another process has nothing in memory and must find the same.
	again := newWorld2(w, Options{Texts: true})
	if p := again.diff(w.unit(mixed)); !p.Empty() {
		t.Errorf("a new process sees %q", briefly(p.Changes))
	}
	if got := w.raw(http.MethodGet, "/apis/apps/v1/namespaces/$NS/deployments/web", ""); annotation(got, UnitAnnotation) != string(u.ID) || annotation(got, OriginAnnotation) != "blueprints[standard]" {
		t.Errorf("marks: %v", got["metadata"])
	}
	web := w.raw(http.MethodGet, "/apis/apps/v1/namespaces/$NS/deployments/web", "")
	if labels := within(web, "metadata", "labels").(map[string]any); labels[ManagedByLabel] != "Helm" {
		t.Errorf("the object's own label was overwritten: %v", labels)
	}
}

// newWorld2 is a second deployer in the same namespace.
func newWorld2(w *world, opts Options) *world {
	w.Helper()
	if opts.Owner == "" {
		opts.Owner = "test"
	}
	d, err := New(cluster.Start(w), opts)
	if err != nil {
		w.Fatal(err)
	}
	return &world{T: w.T, Deployer: d, ns: w.ns}
}

func TestDriftIsFoundAndMended(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ path, patch, what string }{
		"value":          {"/api/v1/namespaces/$NS/configmaps/settings", `{"data":{"colour":"red"}}`, "update ConfigMap $NS/settings (drift)"},
		"removed field":  {"/api/v1/namespaces/$NS/configmaps/settings", `{"data":{"colour":null}}`, "update ConfigMap $NS/settings (drift)"},
		"atomic list":    {"/apis/rbac.authorization.k8s.io/v1/namespaces/$NS/roles/reader", `{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list","delete"]}]}`, "update Role $NS/reader (drift)"},
		"atomic map":     {"/api/v1/namespaces/$NS/services/web", `{"spec":{"selector":{"app":"web","tier":"x"}}}`, "update Service $NS/web (drift)"},
		"our annotation": {"/api/v1/namespaces/$NS/services/web", `{"metadata":{"annotations":{"slipway.dev/unit":null}}}`, "update Service $NS/web (drift)"},
		"quantity":       {"/api/v1/namespaces/$NS/resourcequotas/quota", `{"spec":{"hard":{"limits.cpu":"11"}}}`, "update ResourceQuota $NS/quota (drift)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, Options{Texts: true})
			u := w.unit(mixed)
			w.run(u)
			w.raw(http.MethodPatch, tt.path, tt.patch)
			changes := w.run(u)
			got := strings.ReplaceAll(strings.Join(briefly(changes), ", "), w.ns, "$NS")
			if got != tt.what {
				t.Errorf("got %q, want %q", got, tt.what)
			}
			if len(changes) > 0 && !strings.Contains(changes[0].Diff, "\n-") && !strings.Contains(changes[0].Diff, "\n+") {
				t.Errorf("no diff in %q", changes[0].Diff)
			}
			if p := w.diff(u); !p.Empty() {
				t.Errorf("not mended: %q", briefly(p.Changes))
			}
		})
	}
}

func TestWhatOthersAddIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(mixed)
	w.run(u)
	w.raw(http.MethodPatch, "/api/v1/namespaces/$NS/configmaps/settings", `{"data":{"extra":"theirs"},"metadata":{"labels":{"team":"x"}}}`)
	counted := w.count()
	if got := w.run(u); got != nil || len(counted.writes) > 0 {
		t.Errorf("changes %q, writes %q", briefly(got), counted.writes)
	}
}

func TestDeletedObjectComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(mixed)
	w.run(u)
	w.raw(http.MethodDelete, "/api/v1/namespaces/$NS/services/web", "")
	if got := briefly(w.run(u)); len(got) != 1 || !strings.HasSuffix(got[0], "/web (drift)") {
		t.Errorf("got %q", got)
	}
}

func TestKubectlsFieldsAreTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Texts: true})
	w.raw(http.MethodPatch, "/api/v1/namespaces/$NS/configmaps/settings?fieldManager=kubectl&force=true",
		`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"colour":"green","theirs":"kept"}}`)
	u := w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: $NS}\ndata: {colour: blue}\n")
	changes := w.run(u)
	if got := briefly(changes); len(got) != 1 || got[0] != "update ConfigMap "+w.ns+"/settings" {
		t.Errorf("got %q", got)
	}
	if !strings.Contains(changes[0].Diff, "-  colour: green\n+  colour: blue") {
		t.Errorf("diff:\n%s", changes[0].Diff)
	}
	live := w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/settings", "")
	if diff := cmp.Diff(map[string]any{"colour": "blue", "theirs": "kept"}, live["data"]); diff != "" {
		t.Error(diff)
	}
	if p := w.diff(u); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
}

func TestRemovedFieldIsRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.run(w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\ndata: {one: x, two: z}\n"))
	w.run(w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\ndata: {one: x}\n"))
	live := w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/a", "")
	if diff := cmp.Diff(map[string]any{"one": "x"}, live["data"]); diff != "" {
		t.Error(diff)
	}
}

func TestImmutableFieldIsAClearError(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.run(w.unit(mixed))
	u := w.unit(strings.ReplaceAll(mixed, "app: web", "app: other"))
	p, err := w.Diff(w.Context(), u)
	if err == nil {
		_, err = w.Apply(w.within(time.Minute), p, func(deploy.Event) {})
	}
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"Deployment " + w.ns + "/web: spec.selector: ", "field is immutable\n", "kubectl delete deployment web -n " + w.ns} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
	if !w.exists("/apis/apps/v1/namespaces/$NS/deployments/web") {
		t.Error("the object was replaced")
	}
}

func TestEveryBadObjectIsReported(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	u := w.unit(`
apiVersion: v1
kind: Service
metadata: {name: a, namespace: $NS}
spec: {ports: [{port: 99999}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: B_, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: nowhere}
`)
	p := w.diff(u)
	_, err := w.Apply(w.within(20*time.Second), p, func(deploy.Event) {})
	for _, want := range []string{"Service " + w.ns + "/a: spec.ports[0].port: ", "ConfigMap " + w.ns + "/B_: metadata.name: ", `ConfigMap nowhere/c: namespaces "nowhere" not found`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	const three = `
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b, namespace: $NS}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: kept, namespace: $NS, annotations: {slipway.dev/prune: disabled}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: taken, namespace: $NS}
`
	w.run(w.unit(three))
	w.raw(http.MethodPatch, "/api/v1/namespaces/$NS/configmaps/taken", `{"metadata":{"annotations":{"slipway.dev/unit":"dev/other"}}}`)
	one := w.unit("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n")
	if diff := cmp.Diff([]string{"delete ConfigMap " + w.ns + "/b"}, briefly(w.run(one))); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]bool{"a": true, "b": false, "kept": true, "taken": true} {
		if got := w.exists("/api/v1/namespaces/$NS/configmaps/" + name); got != want {
			t.Errorf("%s exists: %v", name, got)
		}
	}
	if p := w.diff(one); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
}

func TestAnObjectThatMovesToAnotherUnitStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	const a, b = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: $NS}\n"
	w.run(w.unitOf("one", a+"---\n"+b))
	one, two := w.unitOf("one", a), w.unitOf("two", b)
	next := newWorld2(w, Options{Assembly: &assembly.Assembly{Units: []assembly.Unit{*one, *two}}})
	uid := metaString(w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/b", ""), "uid")
	next.run(one)
	next.run(two)
	if got := metaString(w.raw(http.MethodGet, "/api/v1/namespaces/$NS/configmaps/b", ""), "uid"); got != uid {
		t.Error("the object was deleted and made again")
	}
	if p := next.diff(one); !p.Empty() {
		t.Errorf("then %q", briefly(p.Changes))
	}
}

func TestAnotherClustersUnitsClaimNothing(t *testing.T) {
	t.Parallel()
	const a, b = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: $NS}\n", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: $NS}\n"
	w := newWorld(t, Options{})
	w.run(w.unit(a + "---\n" + b))
	here, there := w.unit(a), w.unitOf("elsewhere", a+"---\n"+b)
	there.Where = "cluster:east"
	next := newWorld2(w, Options{Where: "cluster:dev", Assembly: &assembly.Assembly{Units: []assembly.Unit{*here, *there}}})
	if diff := cmp.Diff([]string{"delete ConfigMap " + w.ns + "/b"}, briefly(next.run(here))); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Texts: true})
	secret := "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: $NS}\nstringData: {password: hunter2, same: constant}\n"
	for _, text := range []string{secret, strings.ReplaceAll(secret, "hunter2", "correct-horse")} {
		changes := w.run(w.unit(text))
		if len(changes) != 1 {
			t.Fatalf("got %q", briefly(changes))
		}
		for _, leak := range []string{"hunter2", "aHVudGVyMg", "constant", "Y29uc3RhbnQ", "correct", "Y29ycmVjdC"} {
			if strings.Contains(changes[0].Diff, leak) {
				t.Errorf("%s leaks in:\n%s", leak, changes[0].Diff)
			}
		}
		if !strings.Contains(changes[0].Diff, "***") {
			t.Errorf("nothing to see in:\n%s", changes[0].Diff)
		}
	}
}

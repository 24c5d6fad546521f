package helm

import (
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// compared is the plan between two units, as text.
func compared(t *testing.T, p deploy.Pair) (*deploy.Plan, string) {
	t.Helper()
	plan, _, err := Compare(p)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range plan.Changes {
		b.WriteString(string(c.Verb) + " " + c.What + "\n" + c.Diff)
	}
	return plan, b.String()
}

func TestCompare(t *testing.T) {
	t.Parallel()
	w := &world{T: t, ns: "apps"}
	one := files{"c.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {v: {{ .Values.v | quote }}}\n",
		"s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: {{ .Values.adminPassword | quote }}}\n"}
	random := files{"c.yaml": one["c.yaml"], "r.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: r}\nstringData: {p: {{ randAlphaNum 12 }}}\n"}
	old := w.unit("1.0.0", "v: a\nadminPassword: hunter2\n", one)
	next := w.unit("1.1.0", "v: b\nadminPassword: correct-horse\n", one)
	bare := func(version string) *assembly.Unit {
		return w.unitOf(assembly.Chart{Repo: "https://charts.example.com", Name: "app", Version: version, Release: "app", Namespace: "apps"}, "v: a\n", nil)
	}

	if p, text := compared(t, deploy.Pair{Old: old, New: old}); text != "" || p.Same != 1 {
		t.Errorf("nothing differs: %s", text)
	}
	_, text := compared(t, deploy.Pair{Old: old, New: next})
	for _, want := range []string{"update release apps/app\n", "-chart: app 1.0.0 from https://charts.example.com\n", "+  v: b\n", "update ConfigMap apps/c\n", "update Secret apps/s\n", "*** (after)"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "hunter2") || strings.Contains(text, "correct-horse") {
		t.Errorf("a secret is shown:\n%s", text)
	}
	p, text := compared(t, deploy.Pair{Old: bare("1.0.0"), New: bare("1.1.0")})
	if len(p.Changes) != 1 || len(p.Unseen) != 1 || !strings.Contains(p.Unseen[0], "slipway vendor") {
		t.Errorf("without charts: %s %q", text, p.Unseen)
	}
	p, text = compared(t, deploy.Pair{Old: w.unit("1.0.0", "v: a\n", random), New: w.unit("1.0.1", "v: a\n", random)})
	if strings.Contains(text, "Secret apps/r") || !slices.ContainsFunc(p.Unseen, func(s string) bool { return strings.HasPrefix(s, "Secret apps/r: ") }) {
		t.Errorf("what is random each time: %s %q", text, p.Unseen)
	}
	if _, text := compared(t, deploy.Pair{Old: old}); !strings.HasPrefix(text, "delete release apps/app\n") || !strings.Contains(text, "delete ConfigMap apps/c\n") {
		t.Errorf("a release that goes: %s", text)
	}
	keeps := files{"crds/crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n",
		"k.yaml": "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: k, annotations: {helm.sh/resource-policy: keep}}\n",
		"g.yaml": "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: g}\n"}
	p, _ = compared(t, deploy.Pair{Old: w.unit("1.0.0", "v: a\n", keeps)})
	for _, c := range p.Changes[1:] {
		if goes := c.What == "PersistentVolumeClaim apps/g"; c.Verb != deploy.Delete || c.Loses != goes || c.Keeps == goes {
			t.Errorf("when the release goes: %+v", c)
		}
	}
	if len(p.Changes) != 4 {
		t.Errorf("%d changes", len(p.Changes))
	}
	moving := map[string]deploy.Move{"v: a": {Because: "dev/cluster ClusterName", How: deploy.Replaces}}
	if p, text := compared(t, deploy.Pair{Old: old, New: old, Moving: moving}); p.Changes[0].Because != "dev/cluster ClusterName" {
		t.Errorf("a value from elsewhere: %s", text)
	}
}

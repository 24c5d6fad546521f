package rollout

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
)

// state makes the objects of a golden file; edits are old and new text in turn.
func (w *world) state(name string, edits ...string) {
	w.Helper()
	archive, err := txtar.ParseFile("testdata/status/" + name + ".txtar")
	if err != nil {
		w.Fatal(err)
	}
	text := string(archive.Files[0].Data)
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(text, edits[i]) {
			w.Fatalf("%s has no %q", name, edits[i])
		}
		text = strings.ReplaceAll(text, edits[i], edits[i+1])
	}
	w.make(text)
}

// unowned takes the Application out of a golden file: nobody heals.
var unowned = []string{"automated: {selfHeal: true}", "automated: {selfHeal: false}"}

// field is a value of an object on the server, nil for none.
func (w *world) field(gvr schema.GroupVersionResource, name, path string) any {
	w.Helper()
	v, _, _ := unstructured.NestedFieldNoCopy(w.written(gvr, name).Object, strings.Split(path, ".")...)
	return v
}

func (w *world) do(verb string) error {
	ctx, cancel := context.WithTimeout(w.Context(), patience)
	defer cancel()
	switch verb {
	case "promote":
		return w.Promote(ctx, w.where(), "web", false)
	case "promote full":
		return w.Promote(ctx, w.where(), "web", true)
	case "abort":
		return w.Abort(ctx, w.where(), "web")
	case "pause":
		return w.Pause(ctx, w.where(), "web")
	case "resume":
		return w.Resume(ctx, w.where(), "web")
	case "undo":
		return w.Undo(ctx, w.where(), "web", "")
	}
	w.Fatal(verb)
	return nil
}

// What is written is what upstream's kubectl plugin writes.
func TestArgoVerbs(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, state, verb, path, want string }{
		{"past a pause", "argo-waiting", "promote", "status.pauseConditions", "null"},
		{"a pause leaves the step", "argo-waiting", "promote", "status.currentStepIndex", "1"},
		{"past a step", "argo-progressing", "promote", "status.currentStepIndex", "3"},
		{"past an inconclusive analysis", "argo-inconclusive", "promote", "status.pauseConditions", "null"},
		{"past everything", "argo-waiting", "promote full", "status.promoteFull", "true"},
		{"ends a person's pause", "argo-paused", "promote", "spec.paused", "null"},
		{"blue-green", "argo-blue-green-waiting", "promote", "status.pauseConditions", "null"},
		{"abort", "argo-progressing", "abort", "status.abort", "true"},
		{"undo on trial", "argo-waiting", "undo", "status.abort", "true"},
		{"pause", "argo-progressing", "pause", "spec.paused", "true"},
		{"resume", "argo-paused", "resume", "spec.paused", "null"},
		{"try again", "argo-aborted", "resume", "status.abort", "false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.state(tc.state)
			if err := w.do(tc.verb); err != nil {
				t.Fatal(err)
			}
			if got := w.field(rollouts, "web", tc.path); asJSON(got) != tc.want {
				t.Errorf("%s is %s", tc.path, asJSON(got))
			}
		})
	}
}

// What cannot be done says what can, and changes nothing.
func TestCannot(t *testing.T) {
	t.Parallel()
	applied := func(spec string) []string { // as Argo CD leaves it behind
		return []string{"metadata: {name: web, namespace: $NS}\nspec:\n  replicas: 4\n",
			"metadata: {name: web, namespace: $NS, annotations: {kubectl.kubernetes.io/last-applied-configuration: '{\"spec\":" + spec + "}'}}\nspec:\n  replicas: 4\n"}
	}
	for _, tc := range []struct {
		name, state, verb, want string
		edits                   []string
	}{
		{"promote what was aborted", "argo-aborted", "promote", "'slipway rollout resume' tries the new version again", nil},
		{"promote what is there", "argo-healthy", "promote", "nothing is being rolled out", nil},
		{"abort what is there", "argo-healthy", "abort", "'slipway rollout undo'", nil},
		{"resume what waits", "argo-waiting", "resume", "'slipway rollout promote' goes on", nil},
		{"undo what Git says", "argo-healthy", "undo", "git revert 8b1d55e0aa11bb22cc33dd44ee55ff6677889911 && git push (https://git.example.com/shop)", nil},
		{"undo what Git says, plain", "plain-healthy", "undo", "git revert 8b1d55e0", nil},
		{"undo what Git says, Flagger", "flagger-succeeded", "undo", "git revert 8b1d55e0", nil},
		{"pause what Git says", "argo-progressing", "pause", "spec.paused of web is written in Git", applied(`{"paused":false}`)},
		{"promote a Deployment", "plain-progressing", "promote", "Kubernetes replaces its pods by itself", nil},
		{"promote what waits for nobody", "flagger-progressing", "promote", "--full promotes without looking", nil},
		{"promote what is paused", "flagger-suspended", "promote full", "'slipway rollout resume' goes on", nil},
		{"promote what has ended", "flagger-failed", "promote", "nothing is being rolled out: web is failed", nil},
		{"a gate of somebody else", "flagger-waiting-promotion", "promote", "https://approve.example.com\n    Agree where that is served", nil},
		{"abort before the start", "flagger-waiting", "abort", "(gate start)", nil},
		{"abort after the end", "flagger-promoting", "abort", "is being promoted already", nil},
		{"abort what is there, Flagger", "flagger-succeeded", "abort", "nothing is being rolled out: web is succeeded", nil},
		{"try again", "flagger-failed", "resume", "A new commit starts a new rollout", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.state(tc.state, tc.edits...)
			before := w.everything()
			err := w.do(tc.verb)
			if !errors.Is(err, ErrCannot) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v\nwant %s", err, tc.want)
			}
			if diff := cmp.Diff(before, w.everything()); diff != "" {
				t.Errorf("was changed (-before +after):\n%s", diff)
			}
		})
	}
}

// everything is the version of each object that a verb could change.
func (w *world) everything() map[string]string {
	w.Helper()
	out := map[string]string{}
	for _, gvr := range []schema.GroupVersionResource{canaries, rollouts, deployments, events} {
		items, err := w.list(w.Context(), gvr, w.ns, metav1.ListOptions{})
		if err != nil {
			w.Fatal(err)
		}
		for _, u := range items {
			out[gvr.Resource+"/"+u.GetName()] = u.GetResourceVersion()
		}
	}
	return out
}

// A field that Git says nothing of is not healed, so that a pause stays.
func TestPauseBesideGit(t *testing.T) {
	t.Parallel()
	for state, at := range map[string]struct {
		gvr  schema.GroupVersionResource
		path string
	}{
		"argo-progressing": {rollouts, "spec.paused"}, "flagger-progressing": {canaries, "spec.suspend"}, "plain-progressing": {deployments, "spec.paused"},
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.state(state)
			if err := w.do("pause"); err != nil {
				t.Fatal(err)
			}
			if st, err := w.Status(t.Context(), w.where(), "web"); err != nil || w.field(at.gvr, "web", at.path) != true {
				t.Errorf("after pause: %s %v", st.Phase, err)
			}
			if err := w.do("resume"); err != nil || w.field(at.gvr, "web", at.path) == true {
				t.Errorf("after resume: %v", err)
			}
		})
	}
}

func TestUndoWithoutGit(t *testing.T) {
	t.Parallel()
	for state, gvr := range map[string]schema.GroupVersionResource{"argo-healthy": rollouts, "plain-healthy": deployments, "flagger-succeeded": deployments} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.state(state, unowned...)
			if err := w.do("undo"); err != nil {
				t.Fatal(err)
			}
			if got := asJSON(w.field(gvr, "web", "spec.template")); !strings.Contains(got, "web:1.0") || strings.Contains(got, "aaa") {
				t.Errorf("the template is %s", got)
			}
			if err := w.Undo(t.Context(), w.where(), "web", "7"); !errors.Is(err, ErrCannot) || !strings.Contains(err.Error(), "There are: 2, 1") {
				t.Errorf("to a revision that is not there: %v", err)
			}
		})
	}
}

// play is a controller: it gives an engine's part to every state of the Canary
// until the test ends.
func (w *world) play(part func(c *canary, u *unstructured.Unstructured) bool) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	w.Cleanup(func() { cancel(); <-done })
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			u, err := w.get(ctx, canaries, w.ns, "web")
			if err == nil && u != nil {
				if c, err := as[canary](u); err == nil && part(c, u) {
					_, _ = w.objects.Resource(canaries).Namespace(w.ns).UpdateStatus(ctx, u, metav1.UpdateOptions{}) // a conflict is tried again
				}
			}
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
}

func set(u *unstructured.Unstructured, value any, path string) {
	_ = unstructured.SetNestedField(u.Object, value, strings.Split(path, ".")...)
}

func TestFlaggerAbort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("flagger-suspended")
	raced := false
	w.play(func(c *canary, u *unstructured.Unstructured) bool {
		switch {
		case c.Spec.Suspend || c.Status.Phase != "Progressing":
			return false
		case c.Status.FailedChecks >= 5 && !raced: // a look that was under way
			raced = true
			set(u, int64(1), "status.failedChecks")
		case c.Status.FailedChecks >= 5:
			set(u, "Failed", "status.phase")
		default:
			return false
		}
		return true
	})
	if err := w.do("abort"); err != nil {
		t.Fatal(err)
	}
	st, err := w.Status(t.Context(), w.where(), "web")
	if err != nil || st.Phase != Aborted || st.Reason != byPerson {
		t.Errorf("after abort: %s, %s, %v", st.Phase, st.Reason, err)
	}
}

func TestFlaggerPromoteFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("flagger-progressing")
	w.play(func(c *canary, u *unstructured.Unstructured) bool {
		set(u, "Succeeded", "status.phase")
		return c.Spec.SkipAnalysis && c.Status.Phase == "Progressing"
	})
	if err := w.do("promote full"); err != nil {
		t.Fatal(err)
	}
	if left := w.field(canaries, "web", "spec.skipAnalysis"); left == true {
		t.Error("the next version would not be looked at")
	}
}

// tester stands between the client and the API server where that would go on to
// a pod: flagger-loadtester with its gates.
type tester struct {
	http.RoundTripper
	calls chan string
}

func (g *tester) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "/proxy/") {
		return g.RoundTripper.RoundTrip(r)
	}
	g.calls <- r.Method + " " + r.URL.Path
	return &http.Response{StatusCode: http.StatusAccepted, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
}

func TestFlaggerGate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("flagger-gate")
	gate := &tester{calls: make(chan string, 2)}
	cfg := cluster.Start(t)
	cfg.Wrap(func(rt http.RoundTripper) http.RoundTripper { gate.RoundTripper = rt; return gate })
	cfg.WarningHandler = rest.NoWarnings{}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.Cluster = c
	w.play(func(c *canary, u *unstructured.Unstructured) bool {
		set(u, int64(25), "status.canaryWeight")
		return len(gate.calls) == 1 && c.Status.CanaryWeight == 5
	})
	if err := w.do("promote"); err != nil {
		t.Fatal(err)
	}
	const to = "POST /api/v1/namespaces/test/services/http:flagger-loadtester:80/proxy/gate/"
	if got := []string{<-gate.calls, <-gate.calls}; got[0] != to+"open" || got[1] != to+"close" {
		t.Errorf("the gate was told %q", got)
	}
}

func TestGateProxy(t *testing.T) {
	t.Parallel()
	for gate, want := range map[string]string{
		"http://tester/gate/check":                         "/api/v1/namespaces/own/services/http:tester:80/proxy/gate/",
		"http://tester.test:8080/gate/check":               "/api/v1/namespaces/test/services/http:tester:8080/proxy/gate/",
		"http://tester.test.svc.cluster.local./gate/check": "",
		"http://tester.test.svc.cluster.local/gate/check":  "/api/v1/namespaces/test/services/http:tester:80/proxy/gate/",
		"http://tester.example.com/gate/check":             "",
		"https://tester.test/gate/check":                   "",
		"http://tester.test/gate/halt":                     "",
		"http://tester.test/rollback/check":                "",
	} {
		if got, ok := gateProxy(gate, "own"); got != want || ok != (want != "") {
			t.Errorf("%s: %q", gate, got)
		}
	}
}

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

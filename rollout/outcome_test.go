package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func asJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

const (
	oldCommit = "3f2a9c01d7e4b5a6978811223344556677889900"
	newCommit = "8b1d55e0aa11bb22cc33dd44ee55ff6677889911"
)

// The whole point: after a rollback it is known which commit was refused and by
// which number, also when the engine has forgotten it.
func TestRefusedCommitIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("flagger-failed", "  resources: [{group: x", "  operationState: {phase: Succeeded, startedAt: \"2021-01-01T00:00:00Z\", operation: {}, syncResult: {revision: "+newCommit+"}}\n  resources: [{group: x")
	st, err := w.Watch(t.Context(), w.where(), "web", newCommit[:12], func(Status) {})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // twice is once
		if err := w.Record(t.Context(), st); err != nil {
			t.Fatal(err)
		}
	}
	var told int
	said, err := w.list(t.Context(), events, w.ns, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range said {
		if message, _ := e.Object["message"].(string); e.Object["reason"] == "RolloutRefused" && strings.Contains(message, "commit "+newCommit[:10]) && strings.Contains(message, "success rate 92.81% (< 99%)") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("%d Events tell of it", told)
	}
	if err := w.objects.Resource(events).Namespace(w.ns).DeleteCollection(t.Context(), metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
		t.Fatal(err)
	}
	app, err := w.get(t.Context(), applications, "argocd", w.ns)
	if err != nil {
		t.Fatal(err)
	}
	delete(app.Object["status"].(map[string]any), "operationState") // another sync has been since
	if _, err := w.objects.Resource(applications).Namespace("argocd").Update(t.Context(), app, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	later, err := w.Status(t.Context(), w.where(), "web")
	if err != nil {
		t.Fatal(err)
	}
	const want = "commit 8b1d55e0aa (registry.example.com/shop/web:2.0) was refused: failed, success rate 92.81% (< 99%)"
	if later.Sentence() != want {
		t.Errorf("later it says: %s", later.Sentence())
	}
	history, err := w.History(t.Context(), w.where(), "web")
	if err != nil || len(history) != 2 {
		t.Fatalf("history: %v, %v", history, err)
	}
	if h := history[0]; h.State != "refused" || h.Outcome == nil || h.Outcome.Commit != newCommit || history[1].State != "stable" {
		t.Errorf("history is %s", asJSON(history))
	}
	var text strings.Builder
	ShowHistory(&text, history)
	if !strings.Contains(text.String(), "failed: success rate 92.81% (< 99%)") {
		t.Errorf("history shows\n%s", &text)
	}
	var status map[string]string
	data, err := CommitStatus(st, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &status); err != nil || status["state"] != "failure" || status["sha"] != newCommit || status["context"] != "rollout/"+w.ns+"/web" {
		t.Errorf("the commit's status is %s, %v", data, err)
	}
}

// Without an Application the workload itself remembers, and no more than it may.
func TestOutcomesWithoutGit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("argo-failed", "kind: Rollout, namespace: $NS, name: web", "kind: Rollout, namespace: $NS, name: other")
	st, err := w.Status(t.Context(), w.where(), "web")
	if err != nil {
		t.Fatal(err)
	}
	for i := range kept + 3 {
		st.Candidate.Revision = string(rune('a' + i))
		if err := w.Record(t.Context(), st); err != nil {
			t.Fatal(err)
		}
	}
	var out []Outcome
	if err := json.Unmarshal([]byte(w.written(rollouts, "web").GetAnnotations()["rollout.slipway.dev/web"]), &out); err != nil {
		t.Fatal(err)
	}
	if len(out) != kept || out[0].Revision != string(rune('a'+kept+2)) {
		t.Errorf("%d are kept, the first is %s", len(out), asJSON(out[0]))
	}
	if name := OutcomeAnnotation(strings.Repeat("x", 200)); len(name) != len(outcomePrefix)+63 {
		t.Errorf("%s is no name of an annotation", name)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("flagger-progressing")
	shown := make(chan Status, 10)
	type end struct {
		st  Status
		err error
	}
	ended := make(chan end, 1)
	go func() {
		st, err := w.Watch(t.Context(), w.where(), "web", newCommit, func(st Status) { shown <- st })
		ended <- end{st, err}
	}()
	if st := <-shown; st.Phase != Progressing || st.Weight != 25 {
		t.Errorf("at first %s", st.Line())
	}
	w.play(func(_ *canary, u *unstructured.Unstructured) bool { set(u, "Succeeded", "status.phase"); return true })
	if e := <-ended; e.err != nil || e.st.Phase != Healthy {
		t.Errorf("in the end %s, %v", e.st.Line(), e.err)
	}
}

func TestWatchThatSeesNoEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("argo-healthy")
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	st, err := w.Watch(ctx, w.where(), "web", "0123456789abcdef", func(Status) {})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(st.Reason, "Argo CD has not brought commit 0123456789 yet") {
		t.Errorf("%s, %v", st.Line(), err)
	}
	if _, err := w.Watch(t.Context(), w.where(), "nobody", "", func(Status) {}); !errors.Is(err, ErrNone) {
		t.Errorf("of what is not there: %v", err)
	}
}

func TestCommitAt(t *testing.T) {
	t.Parallel()
	at := func(minute int) time.Time { return time.Date(2026, 1, 1, 0, minute, 0, 0, time.UTC) }
	d := &delivery{synced: true, revision: newCommit, commits: []arrival{{at(1), oldCommit}, {at(5), newCommit}}}
	for minute, want := range map[int]string{0: "", 1: oldCommit, 4: oldCommit, 5: newCommit, 9: newCommit} {
		if got := d.commitAt(at(minute)); got != want {
			t.Errorf("minute %d: %s", minute, got)
		}
	}
	if got := (*delivery)(nil).commitAt(at(1)); got != "" {
		t.Errorf("without an Application: %s", got)
	}
	if !d.brought(newCommit[:7]) || !d.brought(oldCommit) || d.brought("feed") {
		t.Error("brought() is wrong")
	}
}

func TestThreshold(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		condition, value string
		bad              bool
		want             string
	}{
		{"result[0] <= 0.01", "0.5", true, "> 0.01"},
		{"result[0] <= 0.01", "0.001", false, "<= 0.01"},
		{"result >= 99", "98", true, "< 99"},
		{"len(result) > 0 && !isNaN(result[0]) && result[0] >= 99", "98", true, "< 99"},
		{"len(result) > 0 && result[0] >= 1 && result[0] <= 5", "9", true, "> 5"},
		{"len(result) > 0 && result[0] >= 1 && result[0] <= 5", "3", false, ">= 1, <= 5"},
		{"result[0] >= 1 && result[0] <= 5", "NaN", true, "< 1 or > 5"},
		{"all(result, # < 1)", "3", true, "all(result, # < 1)"},
	} {
		if got := within(tc.condition, tc.value, tc.bad); got != tc.want {
			t.Errorf("%s with %s: %q, want %q", tc.condition, tc.value, got, tc.want)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.state("argo-waiting")
	w.make("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: own, namespace: $NS}\nspec: {selector: {matchLabels: {app: own}}, template: {metadata: {labels: {app: own}}, spec: {containers: [{name: a, image: a}]}}}")
	of := func(where Where) (names []string) {
		all, err := w.List(t.Context(), where)
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range all {
			if st.Namespace == w.ns {
				names = append(names, st.Workload)
			}
		}
		return names
	}
	for _, where := range []Where{{Namespace: w.ns}, {Team: w.team}} {
		if got := strings.Join(of(where), " "); got != "own web" {
			t.Errorf("%+v has %s", where, got)
		}
	}
	for want, where := range map[string]Where{
		"there is no namespace nowhere":         {Namespace: "nowhere"},
		"no namespace belongs to a team nobody": {Team: "nobody"},
	} {
		if _, err := w.List(t.Context(), where); err == nil || err.Error() != want {
			t.Errorf("%v", err)
		}
	}
	if _, err := w.Status(t.Context(), w.where(), "wbe"); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "There are: "+w.ns+"/own, "+w.ns+"/web") {
		t.Errorf("a name that is not there: %v", err)
	}
}

package kube

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/assembly"
)

func TestReasons(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status string
		want   []string
	}{
		"none":      {`{}`, nil},
		"all good":  {`{conditions: [{type: Ready, status: "True", message: fine}, {type: MemoryPressure, status: "False", message: enough}]}`, nil},
		"Ready":     {`{conditions: [{type: Ready, status: "False", reason: BuildFailed, message: "no\n  such path"}]}`, []string{"Ready (BuildFailed): no such path"}},
		"no words":  {`{conditions: [{type: Ready, status: Unknown, reason: Pending}, {type: Other, status: "False"}]}`, []string{"Ready: Pending"}},
		"bad names": {`{conditions: [{type: Stalled, status: "True", message: stuck}, {type: SyncError, status: "False", message: was}]}`, []string{"Stalled: stuck"}},
		"Application": {
			`{conditions: [{type: ComparisonError, message: "Failed to load target state: x"}], operationState: {phase: Succeeded, message: done}}`,
			[]string{"ComparisonError: Failed to load target state: x"},
		},
		"failed operation": {
			`{conditions: [{type: SyncError, message: "it failed"}], operationState: {phase: Failed, message: it failed}}`,
			[]string{"SyncError: it failed"},
		},
		"retry": {`{operationState: {phase: Running, message: denied. Retrying attempt 2}}`, []string{"operation Running: denied. Retrying attempt 2"}},
		"long":  {`{operationState: {phase: Error, message: "` + strings.Repeat("é", 400) + `"}}`, []string{"operation Error: " + strings.Repeat("é", 299) + "…"}},
		"many": {
			`{conditions: [{type: A, message: a}, {type: B, message: b}, {type: C, message: c}, {type: D, message: d}, {type: E, message: e}, {type: F, message: f}, {type: G, message: g}]}`,
			[]string{"A: a", "B: b", "C: c", "D: d", "E: e", "and 2 more"},
		},
	}
	for name, tt := range tests {
		var status map[string]any
		if err := yaml.Unmarshal([]byte(tt.status), &status); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, reasons(map[string]any{"status": status})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A gate that ran out of time says what the object's controller said.
func TestHoldFieldSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.run(w.unit(mixed))
	w.raw(http.MethodPatch, "/apis/apps/v1/namespaces/$NS/deployments/web/status",
		`{"status":{"conditions":[{"type":"ReplicaFailure","status":"True","reason":"FailedCreate","message":"exceeded quota"},{"type":"Available","status":"False","message":"no pods"}]}}`)
	g := assembly.Gate{
		Kind: assembly.Field, Path: "spec.replicas", Value: "3",
		Object: assembly.ObjectRef{APIVersion: "apps/v1", Kind: "Deployment", Namespace: w.ns, Name: "web"},
	}
	for path, missing := range map[string]string{"spec.replicas": `: spec.replicas is "2"`, "status.readyReplicas": " has no status.readyReplicas yet"} {
		g.Path = path
		want := "Deployment " + w.ns + "/web" + missing + ": ReplicaFailure (FailedCreate): exceeded quota\nAvailable: no pods"
		if err := w.hold(time.Second, g); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

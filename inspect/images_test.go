package inspect

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func objects(t *testing.T, texts ...string) []unstructured.Unstructured {
	t.Helper()
	var out []unstructured.Unstructured
	for _, text := range texts {
		var u unstructured.Unstructured
		if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
			t.Fatal(err)
		}
		out = append(out, u)
	}
	return out
}

func TestWaitingImages(t *testing.T) {
	t.Parallel()
	simulatedNode := `{metadata: {name: fake, annotations: {kwok.x-k8s.io/node: fake}}}`
	all := objects(t,
		`{metadata: {namespace: a, name: new}, spec: {nodeName: real, initContainers: [{name: i, image: init:1}], containers: [{name: c, image: app:1}]}}`,
		`{metadata: {namespace: a, name: tried}, spec: {nodeName: real, containers: [{name: c, image: app:1}, {name: d, image: there:1}]},
		  status: {containerStatuses: [{name: c, imageID: "", state: {waiting: {message: not found}}}, {name: d, imageID: x}]}}`,
		`{metadata: {namespace: a, name: nowhere}, spec: {containers: [{name: c, image: app:2}]}}`,
		`{metadata: {namespace: a, name: elsewhere}, spec: {nodeName: fake, containers: [{name: c, image: app:3}]}}`,
		`{metadata: {namespace: a, name: done}, spec: {nodeName: real, containers: [{name: c, image: app:4}]}, status: {phase: Succeeded}}`,
		`{metadata: {namespace: a, name: going, deletionTimestamp: "2026-01-01T00:00:00Z"}, spec: {nodeName: real, containers: [{name: c, image: app:5}]}}`,
		`{metadata: {namespace: a, name: process}, spec: {schedulingGates: [{name: g}], containers: [{name: c, image: app:6}]}}`,
	)
	got := waitingImages(all, realNodes(objects(t, simulatedNode, `{metadata: {name: real}}`)))
	want := []Image{
		{Name: "app:1", Pods: []string{"a/new", "a/tried"}, Message: "not found"},
		{Name: "app:2", Pods: []string{"a/nowhere"}},
		{Name: "init:1", Pods: []string{"a/new"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := waitingImages(all, realNodes(objects(t, simulatedNode))); len(got) > 0 {
		t.Errorf("on simulated nodes alone: %v", got)
	}
}

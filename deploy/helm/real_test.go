package helm

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
)

// Charts as their authors ship them, out of their Go modules: with definitions,
// hooks, an API service that nobody answers for, and hundreds of templates.
func TestRealCharts(t *testing.T) {
	for _, tc := range []struct{ name, module, folder, values string }{
		// Without its webhooks, which would judge what other tests do.
		{"gatekeeper", "github.com/open-policy-agent/gatekeeper/v3@v3.23.1", "charts/gatekeeper", "disableValidatingWebhook: true\ndisableMutation: true\n"},
		{"metrics-server", "sigs.k8s.io/metrics-server@v0.8.0", "charts/metrics-server", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			w.ns = "real-" + tc.name
			c, archive := packed(t, filepath.Join(moduleDir(t, tc.module), tc.folder))
			c.Release, c.Namespace = tc.name, w.ns
			go w.controller()
			u := w.unitOf(c, tc.values, archive)
			p := w.plan(u)
			if len(p.Changes) < 5 {
				t.Errorf("the plan is %v", briefly(p.Changes))
			}
			if err := w.try(p, time.Minute); err != nil {
				t.Fatal(err)
			}
			if p := w.plan(u); !p.Empty() {
				t.Errorf("a second run would change %v", briefly(p.Changes))
			}
			if err := w.Hold(w.within(20*time.Second), u, assembly.Gate{Kind: assembly.Established}); err != nil {
				t.Errorf("the gate established: %v", err)
			}
			more := w.plan(w.unitOf(c, tc.values+"podLabels: {more: labels}\n", archive))
			if more.Empty() || more.Same == 0 {
				t.Errorf("other values: %d are the same, these change: %v", more.Same, briefly(more.Changes))
			}
			if err := w.try(more, time.Minute); err != nil {
				t.Fatal(err)
			}
			if err := w.Delete(w.within(time.Minute), u, func(deploy.Event) {}); err != nil {
				t.Fatal(err)
			}
			if list, err := w.objects.Resource(resource("Deployment")).Namespace(w.ns).List(t.Context(), metav1.ListOptions{}); err != nil || len(list.Items) > 0 {
				t.Errorf("%d deployments are left (%v)", len(list.Items), err)
			}
		})
	}
}

// moduleDir is where the Go command keeps a module.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", module).CombinedOutput()
	var found struct{ Dir string }
	if err != nil || json.Unmarshal(out, &found) != nil || found.Dir == "" {
		t.Fatalf("getting the module %s: %v\n%s", module, err, out)
	}
	return found.Dir
}

// packed makes an archive of a chart's folder.
func packed(t *testing.T, dir string) (assembly.Chart, []byte) {
	t.Helper()
	loaded, err := loader.LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	file, err := chartutil.Save(loaded, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	archive, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return assembly.Chart{Repo: "https://charts.example.com", Name: loaded.Name(), Version: loaded.Metadata.Version, Digest: charts.Digest(archive)}, archive
}

// controller plays the cluster's controllers in the test's namespace: every
// Deployment becomes available, every Job completes.
func (w *world) controller() {
	statuses := map[schema.GroupVersionResource]func(*unstructured.Unstructured) string{
		resource("Deployment"): func(o *unstructured.Unstructured) string {
			if seen, _, _ := unstructured.NestedInt64(o.Object, "status", "observedGeneration"); seen == o.GetGeneration() {
				return ""
			}
			n, _, _ := unstructured.NestedInt64(o.Object, "spec", "replicas")
			return fmt.Sprintf(`{"status":{"observedGeneration":%d,"replicas":%d,"updatedReplicas":%d,"readyReplicas":%d,"availableReplicas":%d,"conditions":[{"type":"Available","status":"True"},{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"}]}}`, o.GetGeneration(), n, n, n, n)
		},
		{Group: "batch", Version: "v1", Resource: "jobs"}: func(o *unstructured.Unstructured) string {
			if _, done, _ := unstructured.NestedString(o.Object, "status", "completionTime"); done {
				return ""
			}
			now := time.Now().UTC().Format(time.RFC3339)
			return strings.ReplaceAll(`{"status":{"startTime":"$NOW","completionTime":"$NOW","succeeded":1,"conditions":[{"type":"SuccessCriteriaMet","status":"True","lastTransitionTime":"$NOW"},{"type":"Complete","status":"True","lastTransitionTime":"$NOW"}]}}`, "$NOW", now)
		},
	}
	ctx, objects := w.Context(), w.objects
	for ctx.Err() == nil {
		for r, status := range statuses {
			list, err := objects.Resource(r).Namespace(w.ns).List(ctx, metav1.ListOptions{})
			if err != nil {
				continue // the test has ended, or will say what is wrong
			}
			for i := range list.Items {
				if body := status(&list.Items[i]); body != "" {
					// One that fails is tried again: its status is still the old one.
					_, _ = objects.Resource(r).Namespace(w.ns).Patch(ctx, list.Items[i].GetName(), types.MergePatchType, []byte(body), metav1.PatchOptions{}, "status")
				}
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

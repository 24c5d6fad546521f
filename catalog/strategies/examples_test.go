package strategies_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/catalog/strategies"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// What examples/rollouts shows is what is rendered now, and the engines read it.
func TestExamples(t *testing.T) {
	t.Parallel()
	const folder = "../../examples/rollouts/"
	for _, tc := range []struct {
		name, namespace string
		engine          strategies.Engine
	}{
		{"inf-backend", "team-troi", strategies.Flagger},
		{"authorization", "team-riker", strategies.ArgoRollouts},
	} {
		data, err := os.ReadFile(folder + tc.name + ".score.yaml")
		if err != nil {
			t.Fatal(err)
		}
		p := strategies.Platform{Engine: tc.engine, Prometheus: "http://prometheus.monitoring:9090"}
		result, err := workload.Render([]workload.Source{{File: tc.name, Data: data}}, workload.Options{
			Namespace: tc.namespace, Domain: "localhost", Strategy: p.Strategy(),
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range result.Objects {
			checkSchema(t, o)
			checkPods(t, o)
		}
		made, err := manifest.Encode(result.Objects...)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(folder, string(tc.engine), tc.name+".yaml")
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimSpace(string(kept)), strings.TrimSpace(string(made))); diff != "" {
			t.Errorf("%s is old; render it as its README says (-kept +made):\n%s", file, diff)
		}
	}
}

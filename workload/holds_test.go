package workload_test

import (
	"testing"
	"testing/fstest"

	"slipway.dev/slipway/workload"
)

// Argo CD takes a folder for Score's where this says so: a folder that another
// program renders must stay that one's.
func TestHoldsScore(t *testing.T) {
	t.Parallel()
	const object, score = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "apiVersion: score.dev/v1b1\nmetadata: {name: a}\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"by its version":              {map[string]string{"web.yaml": score, "a.yaml": object}, true},
		"by its name":                 {map[string]string{"web.score.yaml": "a: ["}, true},
		"broken":                      {map[string]string{"web.yaml": score + "a: [\n"}, true},
		"beside something else":       {map[string]string{"web.yaml": score + "---\n" + object}, true},
		"objects":                     {map[string]string{"a.yaml": object, "b.yaml": "a: [\n"}, false},
		"an object that speaks of it": {map[string]string{"a.yaml": object + "data: {a: score.dev/v1b1}\n"}, false},
		"below":                       {map[string]string{"below/score.yaml": score}, false},
		"Kustomize":                   {map[string]string{"score.yaml": score, "kustomization.yaml": "resources: []\n"}, false},
		"Helm":                        {map[string]string{"score.yaml": score, "Chart.yaml": "name: a\n"}, false},
		"nothing":                     {nil, false},
	} {
		files := fstest.MapFS{}
		for file, text := range test.files {
			files[file] = &fstest.MapFile{Data: []byte(text)}
		}
		if got, err := workload.HoldsScore(files); err != nil || got != test.want {
			t.Errorf("%s: %t, %v; want %t", name, got, err, test.want)
		}
	}
}

package schema_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

var yamlBlock = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// A blueprint that the documentation shows must be one that works.
func TestBlueprintsInDocsAreValid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	whole := regexp.MustCompile(`(?m)^kind: Platform$`)
	found := 0
	for _, file := range append(files, "../README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range yamlBlock.FindAllSubmatch(text, -1) {
			if !whole.Match(block[1]) {
				continue // a part of one
			}
			found++
			p, err := blueprint.Parse(file, block[1], catalog.All())
			if err == nil {
				_, err = p.Validate()
			}
			if err != nil {
				t.Errorf("%s:\n%v", file, err)
			}
		}
	}
	if found == 0 {
		t.Error("no document shows a whole blueprint any more")
	}
}

// A workload that the documentation shows must be one that renders.
func TestWorkloadsInDocsRender(t *testing.T) {
	t.Parallel()
	blocks := slices.Concat(workloadsIn(t, "../docs/workloads.md", 2), workloadsIn(t, "../docs/rollouts.md", 1))
	for _, block := range blocks {
		_, err := workload.Render([]workload.Source{{File: "docs", Data: block[1]}}, workload.Options{
			Domain: "example.com", Images: map[string]string{"": "image"},
			Strategy: func(r *workload.Rollout) ([]manifest.Object, error) { return r.Objects, nil },
		})
		if err != nil {
			t.Errorf("%v\n%s", err, block[1])
		}
	}
}

// workloadsIn are those that a document shows, which are at least so many.
func workloadsIn(t *testing.T, file string, least int) [][][]byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	blocks := yamlBlock.FindAllSubmatch(text, -1)
	if len(blocks) < least {
		t.Errorf("%s shows %d workloads", file, len(blocks))
	}
	return blocks
}

package schema_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/schema"
)

// TestCurrent fails when the types or the catalogue changed and go generate did not run.
func TestCurrent(t *testing.T) {
	t.Parallel()
	made, err := schema.JSON(catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]byte{
		"platform.schema.json": made,
		"../docs/blueprint.md": schema.Reference(catalog.All()),
		"../docs/addons.md":    schema.AddOns(catalog.All()),
		"../docs/services.md":  schema.Services(catalog.All()),
		"../docs/workloads.md": schema.Workloads(),
		"../docs/rollouts.md":  schema.Rollouts(),
	} {
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(kept), string(want)); diff != "" {
			t.Errorf("%s is old; run go generate ./schema (-kept +made):\n%s", file, diff)
		}
	}
}

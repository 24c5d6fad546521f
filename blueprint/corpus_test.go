package blueprint_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/internal/golden"
)

// TestBroken holds the full text of what users read for each broken blueprint.
func TestBroken(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/broken/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		_, err := read(in)
		if err == nil {
			t.Fatal("is accepted")
		}
		problems, ok := diag.From(err)
		if !ok {
			t.Fatalf("the error holds no problems: %v", err)
		}
		for _, p := range problems {
			checkManners(t, p)
		}
		var out golden.Archive
		out.Set("problems", []byte(err.Error()+"\n"))
		return out
	})
}

// checkManners holds a problem to what every one owes its reader.
func checkManners(t *testing.T, p diag.Problem) {
	t.Helper()
	text := p.Error()
	if p.Pos.IsZero() {
		t.Errorf("has no position: %s", text)
	}
	for _, never := range []string{"hunter2", "*blueprint", "blueprint_test", "reflect.", "go-yaml", "!!", "map[", "interface"} {
		if strings.Contains(text, never) && !strings.Contains(text, "tag "+never) {
			t.Errorf("must not say %q: %s", never, text)
		}
	}
	if strings.HasSuffix(p.Message, ".") || strings.HasSuffix(p.Fix, "\n") || p.Message == "" {
		t.Errorf("is not in the style of a problem: %s", text)
	}
}

func read(in golden.Archive) (*blueprint.Valid, error) {
	files := fstest.MapFS{}
	for name, data := range in.Files {
		files[name] = &fstest.MapFile{Data: data}
	}
	p, err := blueprint.ParseFS("platform.yaml", in.Files["platform.yaml"], testCatalog(), fs.FS(files))
	if err != nil {
		return nil, err
	}
	return p.Validate()
}

package blueprint_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// FuzzParse: no file makes it panic, every error is made of problems, and what
// is accepted is written and read back as the same platform.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.txtar", "testdata/valid/*.txtar"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := blueprint.Parse("f.yaml", src, testCatalog())
		if err != nil {
			if _, ok := diag.From(err); !ok {
				t.Fatalf("the error holds no problems: %v", err)
			}
			return
		}
		checkIdentity(t, p)
		if v, err := p.Validate(); err == nil {
			checkStable(t, v)
		}
	})
}

func checkIdentity(t *testing.T, p *blueprint.Platform) {
	t.Helper()
	written, err := blueprint.EncodeYAML(p)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	again, err := blueprint.Parse("", written, testCatalog())
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, written)
	}
	if diff := cmp.Diff(p, again, samePlatform()); diff != "" {
		t.Fatalf("write, read is not identity (-written +read):\n%s\n%s", diff, written)
	}
	if twice, err := blueprint.EncodeYAML(again); err != nil || !bytes.Equal(twice, written) {
		t.Fatalf("written twice it differs: %v\n%s\n%s", err, written, twice)
	}
}

// checkStable: a platform with its defaults has nothing more to gain from Validate.
func checkStable(t *testing.T, v *blueprint.Valid) {
	t.Helper()
	again, err := v.Platform().Validate()
	if err != nil {
		t.Fatalf("what is valid is not valid again: %v", err)
	}
	if diff := cmp.Diff(v.Platform(), again.Platform(), samePlatform()); diff != "" {
		t.Fatalf("validating twice changes something:\n%s", diff)
	}
}

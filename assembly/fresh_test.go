package assembly_test

import (
	"os"
	"path/filepath"
	"testing"

	"slipway.dev/slipway/assembly"
)

// What two clusters share is one file on disk, and changing one of them later
// must not change the other.
func TestSharedContentIsWrittenOnce(t *testing.T) {
	t.Parallel()
	shared := []byte("kind: Namespace\n")
	a := &assembly.Assembly{Platform: "p", Target: "aws", Units: []assembly.Unit{
		{ID: "dev/teams", Kind: assembly.Kubernetes, Where: "cluster:dev", Files: map[string][]byte{"a.yaml": shared}},
		{ID: "eu/teams", Kind: assembly.Kubernetes, Where: "cluster:eu", Files: map[string][]byte{"a.yaml": shared}},
	}}
	dir := filepath.Join(t.TempDir(), "out")
	if err := a.Write(dir); err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(dir, "dev/teams/a.yaml"), filepath.Join(dir, "eu/teams/a.yaml")
	if !same(t, one, two) {
		t.Error("the content was written twice")
	}
	a.Units[0].Files = map[string][]byte{"a.yaml": []byte("kind: ConfigMap\n")}
	if err := a.Write(dir); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(two); err != nil || string(data) != string(shared) {
		t.Errorf("the other cluster has %q now: %v", data, err)
	}
	if data, err := os.ReadFile(one); err != nil || string(data) != "kind: ConfigMap\n" {
		t.Errorf("the changed one has %q: %v", data, err)
	}
}

func same(t *testing.T, one, two string) bool {
	t.Helper()
	x, err := os.Stat(one)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.Stat(two)
	if err != nil {
		t.Fatal(err)
	}
	return os.SameFile(x, y)
}

package scaffold_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/catalog/scaffold"
)

// catalogue is a folder with a copy of the real list.
func catalogue(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list, err := os.ReadFile("../addons/addons.go")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "addons.go"), list, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestNew(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ typ, before, after string }{
		"config-sync": {"ConfigSync", "&ClusterAutoscaler{},", "&ContainerInsights{},"},
		"aardvark":    {"Aardvark", "[]blueprint.AddOn{", "&ACK{},"},
		"zz":          {"Zz", "&Xray{},", "}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := catalogue(t)
			got, err := scaffold.New(dir, name)
			if err != nil {
				t.Fatal(err)
			}
			file := strings.ReplaceAll(name, "-", "_") + ".go"
			want := []string{filepath.Join(dir, file), filepath.Join(dir, "testdata", name+".txtar"), filepath.Join(dir, "addons.go")}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			list, _ := os.ReadFile(filepath.Join(dir, "addons.go"))
			if line := tc.before + "\n\t\t&" + tc.typ + "{},\n"; !strings.Contains(string(list), line) || !strings.Contains(string(list), "&"+tc.typ+"{},\n\t") {
				t.Errorf("the list does not have %s after %s and before %s:\n%s", tc.typ, tc.before, tc.after, list)
			}
		})
	}
}

// What is written must compile as part of the real catalogue.
func TestNewCompiles(t *testing.T) {
	t.Parallel()
	dir := catalogue(t)
	if _, err := scaffold.New(dir, "config-sync"); err != nil {
		t.Fatal(err)
	}
	real, err := filepath.Abs("../addons")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(real, "addons.go"):      filepath.Join(dir, "addons.go"),
		filepath.Join(real, "config_sync.go"): filepath.Join(dir, "config_sync.go"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", file, real).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		prepare func(t *testing.T, dir string)
		name    string
		want    string
	}{
		"a bad name":       {nil, "CertManager", "lower case"},
		"a way out":        {nil, "../x", "lower case"},
		"one that exists":  {nil, "calico", "has Calico already"},
		"a file in place":  {func(t *testing.T, dir string) { put(t, dir, "new_one.go") }, "new-one", "is there already"},
		"no catalogue":     {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "addons.go")) }, "x", "folder of a catalogue"},
		"a foreign addons": {func(t *testing.T, dir string) { put(t, dir, "addons.go") }, "x", "no list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := catalogue(t)
			if tc.prepare != nil {
				tc.prepare(t, dir)
			}
			before, _ := os.ReadFile(filepath.Join(dir, "addons.go"))
			_, err := scaffold.New(dir, tc.name)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("New() = %v, want %q", err, tc.want)
			}
			if after, _ := os.ReadFile(filepath.Join(dir, "addons.go")); string(before) != string(after) {
				t.Error("a refused add-on is in the list")
			}
		})
	}
}

func put(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("package addons\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

package assembly

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestWriteThenReadIsIdentity(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	want := sample()
	write(t, want, dir)
	got, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
}

func TestWriteIsDeterministicAndReadable(t *testing.T) {
	t.Parallel()
	one, two := t.TempDir(), t.TempDir()
	write(t, sample(), one)
	write(t, sample(), two)
	write(t, sample(), two) // over itself
	got := tree(t, one)
	if diff := cmp.Diff(got, tree(t, two)); diff != "" {
		t.Errorf("-once +twice:\n%s", diff)
	}
	const want = `id: dev/addons/argocd
kind: kubernetes
where: cluster:dev
after:
  - dev/control-plane
gates:
  - kind: established
    within: 2m0s
timeout: 1m30s
origin:
  path: blueprints[standard].addOns[argocd]
fidelity: real
files:
  - crds.json
  - objects.yaml
`
	if diff := cmp.Diff(want, got["dev/addons/argocd/unit.yaml"]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestWriteLeavesEqualFilesAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, sample(), dir)
	name := filepath.Join(dir, "dev/addons/argocd/crds.json")
	if err := os.Chmod(name, 0o444); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(name)
	write(t, sample(), dir)
	after, err := os.Stat(name)
	if err != nil || !before.ModTime().Equal(after.ModTime()) {
		t.Errorf("an equal file was written again (%v)", err)
	}
}

func TestWriteReplacesAnOlderAssembly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, sample(), dir)
	put(t, dir, "README.md", "kept")
	put(t, dir, "dev/notes/mine.txt", "kept: no unit's folder")
	put(t, dir, "dev/addons/argocd/left.yaml", "of a run that was cut off")
	smaller := sample()
	smaller.Units = smaller.Units[:2]
	delete(smaller.Units[1].Files, "crds.json")
	write(t, smaller, dir)
	want := []string{
		"README.md", "assembly.yaml", "dev/addons/argocd/objects.yaml", "dev/addons/argocd/unit.yaml",
		"dev/control-plane/processes.yaml", "dev/control-plane/unit.yaml", "dev/notes/mine.txt", "sources.yaml",
	}
	if diff := cmp.Diff(want, names(tree(t, dir))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(dir, "dev/addons/argocd/controllers")); err == nil {
		t.Error("the folder of a removed unit is still there")
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		file, content string
		change        func(*Assembly)
		want          string
	}{
		"other files":       {file: "main.go", want: "no assembly.yaml"},
		"someone's index":   {file: "assembly.yaml", content: "kind: Assembly\n", want: "not the index"},
		"another format":    {file: "assembly.yaml", content: "format: slipway.dev/assembly/v9\n", want: "not the index"},
		"a way out":         {change: func(a *Assembly) { a.Units[0].ID = "../dev" }, want: "unit ID"},
		"a path as a file":  {change: func(a *Assembly) { a.Units[0].Files["../x.yaml"] = nil }, want: "want a name like"},
		"the unit's own":    {change: func(a *Assembly) { a.Units[0].Files["unit.yaml"] = nil }, want: "want a name like"},
		"a file like an ID": {change: func(a *Assembly) { a.Units[0].Files["objects"] = nil }, want: "want a name like"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, a := t.TempDir(), sample()
			if tc.file != "" {
				put(t, dir, tc.file, tc.content)
			}
			if tc.change != nil {
				tc.change(a)
			}
			before := tree(t, dir)
			err := a.Write(dir)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Write() = %v, want %q", err, tc.want)
			}
			if diff := cmp.Diff(before, tree(t, dir), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("a refused folder was changed:\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		break_ func(t *testing.T, dir string)
		want   string
	}{
		"no assembly":   {func(t *testing.T, dir string) { remove(t, dir, "assembly.yaml") }, "assembly.yaml"},
		"cut off":       {edit("assembly.yaml", "platform:", "incomplete: true\nplatform:"), "not written to the end"},
		"newer":         {edit("assembly.yaml", "assembly/v1", "assembly/v2"), "compile again"},
		"unknown field": {edit("dev/control-plane/unit.yaml", "kind:", "colour: red\nkind:"), "colour"},
		"missing file":  {func(t *testing.T, dir string) { remove(t, dir, "dev/addons/argocd/crds.json") }, "crds.json"},
		"added file":    {func(t *testing.T, dir string) { put(t, dir, "dev/addons/argocd/more.yaml", "") }, "more.yaml is not one of"},
		"moved unit":    {edit("dev/control-plane/unit.yaml", "dev/control-plane", "dev/other"), "is about dev/other"},
		"way out":       {edit("assembly.yaml", "- dev/control-plane", "- ../dev"), "unit ID"},
		"lost edge":     {edit("assembly.yaml", "  - dev/control-plane\n", ""), "not part of the assembly"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, sample(), dir)
			tc.break_(t, dir)
			if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Read() = %v, want %q", err, tc.want)
			}
		})
	}
}

func TestWriteMendsWhatWasCutOff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, sample(), dir)
	edit("assembly.yaml", "platform:", "incomplete: true\nplatform:")(t, dir)
	remove(t, dir, "dev/addons/argocd/crds.json")
	write(t, sample(), dir)
	if _, err := Read(dir); err != nil {
		t.Error(err)
	}
}

func write(t *testing.T, a *Assembly, dir string) {
	t.Helper()
	if err := a.Write(dir); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, dir, name, content string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func edit(name, old, new string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatalf("%s does not contain %q (%v)", name, old, err)
		}
		put(t, dir, name, strings.Replace(string(data), old, new, 1))
	}
}

// tree is every file below a folder by its path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

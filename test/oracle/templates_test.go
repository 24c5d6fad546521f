package oracle

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/compile"
)

const root = "../.."

// templates are those of the example, of every golden and, where
// SLIPWAY_ORACLE_TEMPLATES names a folder, of that; each once.
func templates(t *testing.T) []map[string]any {
	t.Helper()
	seen := map[string]bool{}
	var out []map[string]any
	add := func(data []byte) {
		var template map[string]any
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.UseNumber()
		if seen[string(data)] || dec.Decode(&template) != nil || template["Resources"] == nil {
			return
		}
		seen[string(data)] = true
		out = append(out, template)
	}
	for _, u := range example(t).Units {
		add(u.Files[assembly.TemplateFile])
	}
	each(t, root, ".txtar", func(data []byte) {
		for _, file := range txtar.Parse(data).Files {
			if strings.HasSuffix(file.Name, assembly.TemplateFile) {
				add(file.Data)
			}
		}
	})
	if folder := os.Getenv("SLIPWAY_ORACLE_TEMPLATES"); folder != "" {
		each(t, folder, ".json", add)
	}
	return out
}

func example(t *testing.T) *assembly.Assembly {
	t.Helper()
	p, err := blueprint.Load(filepath.Join(root, "examples/enterprise/platform.yaml"), catalog.All())
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Validate()
	if err != nil {
		t.Fatal(err)
	}
	a, err := compile.Compile(v, compile.Options{Target: blueprint.AWS})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// each reads the files with an ending, in the order of their names.
func each(t *testing.T, folder, ending string, f func([]byte)) {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ending) {
			names = append(names, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f(data)
	}
}

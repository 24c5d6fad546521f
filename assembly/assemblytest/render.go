// Package assemblytest shows assemblies as text for golden files. Only tests
// may import it.
package assemblytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"testing"

	"slipway.dev/slipway/assembly"
)

// Render is the folder that an assembly is written to, as files below a prefix,
// for the units that show wants. Upstream's manifests are shown by how many
// objects they hold and by their digest: their content is reviewed elsewhere.
func Render(t *testing.T, a *assembly.Assembly, prefix string, show func(assembly.UnitID) bool) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	if err := a.Write(dir); err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !show(assembly.UnitID(path.Dir(name))) {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), name)
		out[path.Join(prefix, name)] = brief(name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// brief is the data, or a line about it where it is a list with one object a line.
func brief(name string, data []byte) []byte {
	if path.Ext(name) != ".json" || path.Base(name) == assembly.TemplateFile || path.Base(name) == assembly.StackFile {
		return data
	}
	return fmt.Appendf(nil, "upstream: %d objects, %d bytes, sha256:%x\n", bytes.Count(data, []byte("\n{")), len(data), sha256.Sum256(data))
}

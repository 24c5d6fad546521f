// Package golden compares what code makes with what is kept in txtar files
// under testdata, and rewrites them with -update. It exists so that all that is
// compiled can be reviewed as text. Only tests may import it.
package golden

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files with what the code makes now")

// want is the folder of an archive that holds what is expected.
const want = "want/"

// Archive is the text of one golden file: files by name, below a comment. In
// what Run hands out are all files but those below want/; what Run is given
// back are the files below want/, with or without that prefix.
type Archive struct {
	Comment string
	Files   map[string][]byte
}

// Set puts a file into the archive.
func (a *Archive) Set(name string, data []byte) {
	if a.Files == nil {
		a.Files = map[string][]byte{}
	}
	a.Files[name] = data
}

// Names are the names of the files, sorted.
func (a Archive) Names() []string { return slices.Sorted(maps.Keys(a.Files)) }

// Run calls f, in a parallel subtest each, with every file that the pattern
// matches and compares what it returns with the want/ files. A pattern that
// matches nothing fails: a test that cannot fail is a defect.
func Run(t *testing.T, pattern string, f func(t *testing.T, in Archive) Archive) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden file matches %s (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runFile(t, file, f)
		})
	}
}

func runFile(t *testing.T, file string, f func(t *testing.T, in Archive) Archive) {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	in, expected := split(archive)
	got := prefixed(f(t, in))
	if t.Failed() {
		return // what a failed test made is not worth keeping
	}
	if *update {
		if err := rewrite(file, archive, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := Diff(expected, got); diff != "" {
		t.Errorf("%s is not what the code makes (-kept +made); look, then run the test with -update:\n%s", file, diff)
	}
}

// Diff compares two sets of files as text, "" when they are equal.
func Diff(kept, made map[string][]byte) string {
	return cmp.Diff(text(kept), text(made))
}

func split(archive *txtar.Archive) (in Archive, expected map[string][]byte) {
	in = Archive{Comment: string(archive.Comment), Files: map[string][]byte{}}
	expected = map[string][]byte{}
	for _, file := range archive.Files {
		if strings.HasPrefix(file.Name, want) {
			expected[file.Name] = file.Data
		} else {
			in.Files[file.Name] = file.Data
		}
	}
	return in, expected
}

func prefixed(a Archive) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range a.Files {
		out[want+strings.TrimPrefix(name, want)] = closed(data)
	}
	return out
}

// closed ends data with a newline, as the txtar format does by itself.
func closed(data []byte) []byte {
	if len(data) == 0 || bytes.HasSuffix(data, []byte("\n")) {
		return data
	}
	return append(bytes.Clone(data), '\n')
}

func text(files map[string][]byte) map[string][]string {
	out := map[string][]string{}
	for name, data := range files {
		out[name] = strings.Split(string(data), "\n")
	}
	return out
}

func rewrite(file string, archive *txtar.Archive, got map[string][]byte) error {
	out := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, want) {
			out.Files = append(out.Files, f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		out.Files = append(out.Files, txtar.File{Name: name, Data: got[name]})
	}
	return os.WriteFile(file, txtar.Format(out), 0o644)
}

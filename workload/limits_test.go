package workload_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"slipway.dev/slipway/workload"
)

// What no ConfigMap could hold is said before an API server does.
func TestLargeFiles(t *testing.T) {
	t.Parallel()
	const score = `apiVersion: score.dev/v1b1
metadata: {name: web}
containers: {main: {image: web, files: {/a: {source: a}, /b: {source: b}}}}
`
	for size, want := range map[int]string{
		512 << 10:   "",
		512<<10 + 1: "f.yaml:3:33: containers[main].files: hold 1048578 bytes",
		16 << 20:    "f.yaml:3:33: containers[main].files: hold 2097154 bytes", // no more is read
	} {
		content := bytes.Repeat([]byte("x"), size)
		files := fstest.MapFS{"a": {Data: content}, "b": {Data: content}}
		_, err := workload.Render([]workload.Source{{File: "f.yaml", Data: []byte(score), Files: files}}, workload.Options{})
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("two files of %d bytes: got %v, want %q", size, err, want)
		}
	}
}

// A folder of a team may hold anything.
func TestOpenLeavesAlone(t *testing.T) {
	t.Parallel()
	object := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	files := fstest.MapFS{
		"large.yaml":       {Data: []byte(object + "data: {a: " + strings.Repeat("x", 2<<20) + "}\n")},
		"folder.yaml/a":    {Data: []byte(object)},
		"text.txt":         {Data: []byte(object)},
		"values.yaml":      {Data: []byte("a: 1\n")},
		"nothing.yaml":     {Data: []byte("# nothing\n")},
		"half.yaml":        {Data: []byte(object + "---\na: 1\n")},
		"below/score.yaml": {Data: []byte("no")},
	}
	folder, err := workload.Open(files, "team")
	if err != nil {
		t.Fatal(err)
	}
	if len(folder.Score) != 0 || len(folder.Plain) != 1 {
		t.Errorf("%d Score files, %d plain ones", len(folder.Score), len(folder.Plain))
	}
	files["broken.yaml"] = &fstest.MapFile{Data: []byte("a: [\n")}
	if _, err := workload.Open(files, "team"); err == nil || !strings.HasPrefix(err.Error(), "team/broken.yaml:") {
		t.Errorf("what is no YAML is: %v", err)
	}
}

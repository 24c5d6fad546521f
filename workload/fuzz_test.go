package workload_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// FuzzRender: no file makes it panic, every error is made of problems that have
// a place, and what is accepted becomes the same objects each time, which
// Kubernetes can read and Pod Security restricted lets run.
func FuzzRender(f *testing.F) {
	for _, dir := range []string{"broken", "conformance", "render"} {
		files, _ := filepath.Glob("testdata/" + dir + "/*.txtar")
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, a := range archive.Files {
				if filepath.Ext(a.Name) == ".yaml" && !strings.HasPrefix(a.Name, "want/") {
					f.Add(a.Data)
				}
			}
		}
	}
	opts := workload.Options{
		Domain: "example.com", Images: map[string]string{"": "image"}, Namespace: "team",
		Strategy: func(r *workload.Rollout) ([]manifest.Object, error) { return r.Objects, nil },
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		files := fstest.MapFS{"fileA.txt": {Data: []byte("a ${metadata.name}")}, "beside.txt": {Data: []byte{0xff}}}
		folder := &workload.Folder{Score: []workload.Source{{File: "f.yaml", Data: src, Files: files}}}
		stream, err := folder.Render(opts)
		again, err2 := folder.Render(opts)
		if !bytes.Equal(stream, again) || (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			t.Fatalf("rendered twice it differs:\n%v\n%v\n%s\n%s", err, err2, stream, again)
		}
		if err != nil {
			problems, ok := diag.From(err)
			if !ok {
				t.Fatalf("the error holds no problems: %v", err)
			}
			if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Pos.File == "" || p.Message == "" }) {
				t.Fatalf("a problem has no place or says nothing: %v", err)
			}
			return
		}
		result, err := workload.Render(folder.Score, opts)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range result.Objects {
			checkObject(t, o)
			if o.Name() == "" || len(o.Name()) > 253 {
				t.Errorf("%s has no name that Kubernetes takes", o)
			}
		}
	})
}

package workload_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/workload"
)

// BenchmarkRender renders a folder of a hundred workloads that each want much.
func BenchmarkRender(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/render/full.txtar")
	if err != nil {
		b.Fatal(err)
	}
	var score string
	for _, f := range archive.Files {
		if f.Name == "score.yaml" {
			score = string(f.Data)
		}
	}
	files := fstest.MapFS{"beside.txt": {Data: []byte("a")}}
	var sources []workload.Source
	for i := range 100 {
		data := strings.Replace(score, "name: web", fmt.Sprintf("name: web-%d", i), 1)
		sources = append(sources, workload.Source{File: fmt.Sprintf("%d.yaml", i), Data: []byte(data), Files: files})
	}
	opts := workload.Options{Domain: "example.com", Images: map[string]string{"": "image"}}
	for b.Loop() {
		if _, err := workload.Render(sources, opts); err != nil {
			b.Fatal(err)
		}
	}
}

package programs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// fakeDistro is a module like distro that builds in a second, without network.
func fakeDistro(t *testing.T) Places {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.invalid/distro\n\ngo 1.26\n\nrequire example.invalid/upstream v1.0.0\n\nreplace example.invalid/upstream => ./upstream\n")
	write(t, dir, "upstream/go.mod", "module example.invalid/upstream\n\ngo 1.26\n")
	write(t, dir, "upstream/hack/wrap.sh", "#!/bin/sh\necho wrapped\n")
	write(t, dir, "upstream/crds/one.yaml", "kind: One\n")
	write(t, dir, "upstream/up.go", "package upstream\n\nfunc Word() string { return \"hello\" }\n")
	write(t, dir, "kube/main.go", `package main

import (
	"os"
	"path/filepath"

	"example.invalid/upstream"
)

var version = "none"

func main() { println(upstream.Word(), filepath.Base(os.Args[0]), version) }
`)
	write(t, dir, "bad/main.go", "package main\n\nfunc main() { undefinedThing() }\n")
	write(t, dir, "programs.json", `{"programs": [
		{"name": "kube", "package": "./kube", "version": "v1", "ldflags": "-X main.version=v1.36.3", "provides": ["etcd", "kube-apiserver"],
		 "files": [{"module": "example.invalid/upstream", "path": "hack/wrap.sh"}, {"module": "example.invalid/upstream", "path": "crds"}]},
		{"name": "kube-extra", "package": "./kube", "version": "v1"},
		{"name": "bad", "package": "./bad", "version": "v1"}
	]}`)
	return Places{Distro: dir, Cache: filepath.Join(t.TempDir(), "cache")}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// record keeps the events of a call.
type record struct {
	mu     sync.Mutex
	events []Event
}

func (r *record) add(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// steps lists the steps in order, each burst once.
func (r *record) steps() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var steps []string
	for _, e := range r.events {
		if len(steps) == 0 || steps[len(steps)-1] != string(e.Step) {
			steps = append(steps, string(e.Step))
		}
	}
	return strings.Join(steps, " ")
}

func ensure(t *testing.T, p Places, names ...string) (map[string]Program, *record) {
	t.Helper()
	var r record
	programs, err := p.Ensure(context.Background(), names, r.add)
	if err != nil {
		t.Fatal(err)
	}
	return programs, &r
}

func say(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command(path).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, out)
	}
	return strings.TrimSpace(string(out))
}

func builds(t *testing.T, p Places, pattern string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(p.Cache, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

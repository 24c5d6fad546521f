package programs

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBuildOnce(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	// The go command keeps what it compiled in an earlier run of this test.
	write(t, p.Distro, "kube/fresh.go", "package main\n\nconst fresh = \""+p.Distro+time.Now().String()+"\"\n")
	programs, first := ensure(t, p, "kube")
	kube := programs["kube"]
	if got := say(t, kube.Path("kube-apiserver")); got != "hello kube-apiserver v1.36.3" {
		t.Errorf("got %q", got)
	}
	if got := say(t, kube.Path("wrap.sh")); got != "wrapped" {
		t.Errorf("the script says %q", got)
	}
	if text, err := os.ReadFile(kube.Path("crds/one.yaml")); err != nil || string(text) != "kind: One\n" {
		t.Errorf("the folder: %q, %v", text, err)
	}
	if got := first.steps(); got != "loading compile copy built" {
		t.Errorf("steps are %s", got)
	}
	compiled := 0
	for _, e := range first.events {
		if e.Step == Compile && e.Detail != "" {
			compiled++
			if e.Done != compiled || e.Total < e.Done {
				t.Errorf("progress is wrong: %+v", e)
			}
		}
	}
	if compiled == 0 {
		t.Error("no package was seen being compiled")
	}
	again, second := ensure(t, p, "kube")
	if got := second.steps(); got != "ready" || again["kube"] != kube {
		t.Errorf("the second time: %s, %v", got, again)
	}
}

func TestSourceChangeRebuilds(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	ensure(t, p, "kube-extra")
	dirs := map[string]bool{}
	for _, word := range []string{"one", "two", "three"} {
		write(t, p.Distro, "upstream/up.go", "package upstream\n\nfunc Word() string { return \""+word+"\" }\n")
		programs, _ := ensure(t, p, "kube")
		dirs[programs["kube"].Dir] = true
		if got := say(t, programs["kube"].Path("etcd")); !strings.HasPrefix(got, word) {
			t.Errorf("after the change to %s it says %s", word, got)
		}
	}
	write(t, p.Distro, "kube/main_test.go", "package main\n")
	programs, events := ensure(t, p, "kube")
	if dirs[programs["kube"].Dir] = true; len(dirs) != 3 || events.steps() != "ready" {
		t.Errorf("a test's change rebuilds: %s", events.steps())
	}
	if n := builds(t, p, "kube-????????????????"); n != kept {
		t.Errorf("%d builds of kube are kept", n)
	}
	if n := builds(t, p, "kube-extra-*"); n != 1 {
		t.Errorf("%d builds of kube-extra are kept", n)
	}
}

func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	var records [2]record
	errs := make(chan error, len(records))
	for i := range records {
		go func() {
			_, err := p.Ensure(t.Context(), []string{"kube"}, records[i].add)
			errs <- err
		}()
	}
	for range records {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	all := records[0].steps() + " " + records[1].steps()
	if strings.Count(all, string(Built)) != 1 || strings.Count(all, string(Ready)) != 1 {
		t.Errorf("steps were %s", all)
	}
}

func TestKilledBuild(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped by the test")
	_, err := p.Ensure(ctx, []string{"kube"}, func(e Event) {
		if e.Step == Compile {
			cancel(stopped)
		}
	})
	if !errors.Is(err, stopped) {
		t.Fatalf("got %v", err)
	}
	if n := builds(t, p, "kube-*[0-9a-f]"); n != 0 {
		t.Errorf("%d folders look finished", n)
	}
	// What kill -9 leaves: an unfinished folder, and one without its manifest.
	id := keyOf(t, p, "kube")
	write(t, p.Cache, ".building-kube-123/kube", "half")
	write(t, p.Cache, ".building-kube-extra-123/kube", "another's")
	write(t, p.Cache, "kube-"+id+"/kube", "half")
	programs, _ := ensure(t, p, "kube")
	if got := say(t, programs["kube"].Path("etcd")); got != "hello etcd v1.36.3" {
		t.Errorf("got %q", got)
	}
	if builds(t, p, ".building-kube-[0-9]*") != 0 || builds(t, p, ".building-kube-extra-*") != 1 || builds(t, p, "*.log") != 0 {
		t.Error("leftovers are wrong")
	}
}

func keyOf(t *testing.T, p Places, name string) string {
	t.Helper()
	recipes, err := readRecipes(p.Distro)
	if err != nil {
		t.Fatal(err)
	}
	tool, err := findToolchain(t.Context(), p.Distro)
	if err != nil {
		t.Fatal(err)
	}
	id, err := key(tool, p.Distro, recipes[name])
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestBadProgram(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	programs, err := p.Ensure(t.Context(), []string{"bad", "kube"}, nil)
	if err == nil || !strings.Contains(err.Error(), "bad/main.go:3:15: undefined: undefinedThing") {
		t.Fatalf("got %v", err)
	}
	if programs["kube"].Dir == "" {
		t.Error("one bad program keeps the other from being built")
	}
	_, name, _ := strings.Cut(err.Error(), "All of the output is in ")
	log, readErr := os.ReadFile(strings.TrimSuffix(name, "."))
	if readErr != nil || !strings.Contains(string(log), "undefinedThing") {
		t.Errorf("the log: %v\n%s", readErr, log)
	}
	_, err = p.Ensure(t.Context(), []string{"nothing"}, nil)
	if err == nil || !strings.Contains(err.Error(), "Known are bad, kube, kube-extra.") {
		t.Errorf("got %v", err)
	}
}

func TestPrebuilt(t *testing.T) {
	t.Parallel()
	p := fakeDistro(t)
	built, _ := ensure(t, p, "kube")
	release := Places{Prebuilt: t.TempDir(), Cache: t.TempDir()}
	if err := os.Rename(built["kube"].Dir, filepath.Join(release.Prebuilt, "kube")); err != nil {
		t.Fatal(err)
	}
	programs, events := ensure(t, release, "kube")
	if got := say(t, programs["kube"].Path("etcd")); got != "hello etcd v1.36.3" || events.steps() != "ready" {
		t.Errorf("got %q after %s", got, events.steps())
	}
	_, err := release.Ensure(t.Context(), []string{"kube", "kwok"}, nil)
	if problem, ok := errors.AsType[*Problem](err); !ok || !strings.Contains(problem.What, "do not include kwok") {
		t.Errorf("got %v", err)
	}
}

func TestWaitingEndsWithContext(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(t.Context(), name, func() { t.Error("waits for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	if _, err := lock(ctx, name, cancel); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRecipeStaysInside(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]recipe{
		"name":     {Name: "../x", Package: "./x"},
		"provides": {Name: "x", Package: "./x", Provides: []string{"a/b"}},
		"package":  {Name: "x", Package: "./../x"},
		"flag":     {Name: "x", Package: "-toolexec=x"},
		"absolute": {Name: "x", Package: "/x"},
		"file":     {Name: "x", Package: "./x", Files: []file{{Module: "m", Path: "../../etc/passwd"}}},
	} {
		if r.check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	// Upstream's own commands are named by import path; go.mod says which modules there are.
	if err := (recipe{Name: "helm", Package: "helm.sh/helm/v3/cmd/helm"}).check(); err != nil {
		t.Error(err)
	}
}

func TestMissingGo(t *testing.T) {
	p := fakeDistro(t)
	t.Setenv("PATH", t.TempDir())
	_, err := p.Ensure(t.Context(), []string{"kube"}, nil)
	if problem, ok := errors.AsType[*Problem](err); !ok || !strings.Contains(problem.What, "no go command") || !strings.Contains(problem.Fix, "go.dev/dl") {
		t.Errorf("got %v", err)
	}
}

package images

import (
	"archive/tar"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"slipway.dev/slipway/local/registry"
)

// bench is a builder with a registry that is served.
type bench struct {
	*testing.T
	*Builder
	host  string
	built []string // images, in order
}

func newBench(t *testing.T) *bench {
	t.Helper()
	store, err := registry.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(registry.NewHandler(store, nil))
	t.Cleanup(server.Close)
	b := &bench{T: t, Builder: &Builder{Store: store}, host: strings.TrimPrefix(server.URL, "http://")}
	b.Report = func(e Event) {
		if e.Built {
			b.built = append(b.built, e.Image)
		}
	}
	return b
}

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hello")
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var program1 = map[string]string{
	"go.mod":       "module example.com/hello\n\ngo 1.25\n",
	"main.go":      "package main\n\nimport \"example.com/hello/words\"\n\nvar version string\n\nfunc main() { println(words.Hello, version) }\n",
	"words/all.go": "package words\n\nconst Hello = \"hello\"\n",
	"README":       "not read\n",
}

const hello = "registry.example.com/a/hello:1.0.0"

func (b *bench) build(s ...Source) {
	b.Helper()
	if err := b.Build(b.Context(), s); err != nil {
		b.Fatal(err)
	}
}

func (b *bench) digest(image string) string {
	b.Helper()
	d, err := b.Store.Resolve(image)
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// pull takes an image as a node does.
func (b *bench) pull(image string) v1.Image {
	b.Helper()
	ref, err := name.NewTag(b.host + "/" + image)
	if err != nil {
		b.Fatal(err)
	}
	img, err := remote.Image(ref)
	if err != nil {
		b.Fatal(err)
	}
	return img
}

// unpack writes an image's files to a folder and lists all names.
func (b *bench) unpack(img v1.Image) (dir string, names []string) {
	b.Helper()
	dir = b.TempDir()
	content := mutate.Extract(img)
	defer content.Close()
	for r := tar.NewReader(content); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return dir, names
		}
		if err != nil {
			b.Fatal(err)
		}
		names = append(names, h.Name)
		if !h.ModTime.Equal(time.Unix(0, 0)) {
			b.Errorf("%s is of %v", h.Name, h.ModTime)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(r)
		path := filepath.Join(dir, h.Name)
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, h.FileInfo().Mode())); err != nil {
			b.Fatal(err)
		}
	}
}

func TestGoProgram(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.build(Source{Image: hello, Dir: folder(t, program1), Env: map[string]string{"B": "2", "A": "1"}})
	img := b.pull(hello)
	config, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if config.Config.User != "65532:65532" || config.OS != "linux" || config.Architecture != runtime.GOARCH || !config.Created.Equal(time.Unix(0, 0)) {
		t.Errorf("%+v", config)
	}
	if diff := cmp.Diff([]string{"PATH=/app:/usr/local/bin:/usr/bin:/bin", "A=1", "B=2"}, config.Config.Env); diff != "" {
		t.Error(diff)
	}
	dir, _ := b.unpack(img)
	if runtime.GOOS != "linux" {
		t.Skip("the program is for linux")
	}
	if out, err := exec.Command(filepath.Join(dir, config.Config.Entrypoint[0])).CombinedOutput(); err != nil || string(out) != "hello 1.0.0\n" {
		t.Errorf("%q, %v", out, err)
	}
}

// The same folder is the same image, wherever it is and whenever it was built.
func TestSameFolderSameImage(t *testing.T) {
	t.Parallel()
	page := map[string]string{"index.html": "hello", "a/b.css": "b"}
	for kind, files := range map[string]map[string]string{"go": program1, "static": page} {
		one, two := newBench(t), newBench(t)
		one.build(Source{Image: hello, Dir: folder(t, files)})
		dir := folder(t, files)
		old := time.Now().Add(-time.Hour)
		for name := range files {
			if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
				t.Fatal(err)
			}
		}
		two.build(Source{Image: hello, Dir: dir})
		if one.digest(hello) != two.digest(hello) {
			t.Errorf("%s: %s and %s", kind, one.digest(hello), two.digest(hello))
		}
	}
}

func TestBuiltOnceUntilItChanges(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dir := folder(t, program1)
	source := Source{Image: hello, Dir: dir}
	write := func(name, text string) func() {
		return func() {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range []struct {
		what   string
		change func()
		built  bool
	}{
		{"at first", func() {}, true},
		{"again", func() {}, false},
		{"a file that no build reads", write("README", "new"), false},
		{"a test", write("main_test.go", "package main"), false},
		{"a package beside it", write("words/all.go", "package words\n\nconst Hello = \"good day\"\n"), true},
		{"the environment", func() { source.Env = map[string]string{"A": "1"} }, true},
		{"other tag", func() { source.Image = "registry.example.com/a/hello:2" }, true},
		{"first tag, as it was", func() { source.Image = hello }, false},
	} {
		step.change()
		b.built = nil
		b.build(source)
		if (len(b.built) > 0) != step.built {
			t.Errorf("%s: built %v", step.what, b.built)
		}
	}
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dir := folder(t, map[string]string{"index.html": "front page", "a/b.css": "style", ".git/config": "secret"})
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	b.build(Source{Image: hello, Dir: dir})
	root, names := b.unpack(b.pull(hello))
	if all := strings.Join(names, " "); strings.Contains(all, ".git") || strings.Contains(all, "link") || !strings.Contains(all, "srv srv/a srv/a/b.css srv/index.html tmp") {
		t.Error(all)
	}
	if runtime.GOOS != "linux" {
		t.Skip("the program is for linux")
	}
	at, _ := start(t, filepath.Join(root, "app/static"), "ROOT="+filepath.Join(root, "srv"))
	for path, want := range map[string]string{"/": "front page", "/a/b.css": "style", "/healthz": ""} {
		if status, body := ask(t, at+path); status != 200 || body != want {
			t.Errorf("%s: %d %q", path, status, body)
		}
	}
}

// start runs a program that serves on PORT, until the test ends.
func start(t *testing.T, program string, env ...string) (at string, process *os.Process) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	c := exec.Command(program)
	c.Env = append(env, "PORT="+strconv.Itoa(port))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	at = "http://127.0.0.1:" + strconv.Itoa(port)
	for deadline := time.Now().Add(10 * time.Second); ; {
		if response, err := http.Get(at + "/healthz"); err == nil {
			response.Body.Close()
			return at, c.Process
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// The example's service goes on answering after it was told to end, while it
// says that it is not ready.
func TestExample(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.build(Source{Image: hello, Dir: "../../examples/enterprise/services/inf-backend"})
	if runtime.GOOS != "linux" {
		t.Skip("the program is for linux")
	}
	root, _ := b.unpack(b.pull(hello))
	at, process := start(t, filepath.Join(root, "app/inf-backend"))
	if status, body := ask(t, at+"/"); status != 200 || !strings.Contains(body, `"version":"1.0.0"`) {
		t.Errorf("%d %s", status, body)
	}
	if err := process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(4 * time.Second); ; {
		if status, _ := ask(t, at+"/healthz"); status == 503 {
			break
		} else if time.Now().After(deadline) {
			t.Fatal("it says that it is ready")
		}
	}
	if status, _ := ask(t, at+"/"); status != 200 {
		t.Errorf("a request that still came: %d", status)
	}
	if state, err := process.Wait(); err != nil || !state.Success() {
		t.Errorf("%v, %v", state, err)
	}
}

func ask(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

func TestPause(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 2 {
		if err := b.Pause(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{PauseImage}, b.built); diff != "" {
		t.Error(diff)
	}
	root, names := b.unpack(b.pull(PauseImage))
	if diff := cmp.Diff([]string{"app", "app/pause", "tmp"}, names); diff != "" {
		t.Error(diff)
	}
	if runtime.GOOS != "linux" {
		t.Skip("the program is for linux")
	}
	// Before it listens a signal ends it as a failure, and nothing shows when it does.
	deadline := time.Now().Add(10 * time.Second)
	for looks := 0; ; looks += 100 {
		err := terminated(t, filepath.Join(root, "app/pause"), looks)
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// terminated starts a program and sends it SIGTERM after some looks at it.
func terminated(t *testing.T, program string, looks int) error {
	t.Helper()
	c := exec.Command(program)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for range looks {
		if _, err := os.Stat("/proc/" + strconv.Itoa(c.Process.Pid)); err != nil {
			t.Fatal(err)
		}
	}
	return errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait())
}

func TestWhatCannotBeBuilt(t *testing.T) {
	b := newBench(t)
	t.Setenv("PATH", filepath.Dir(which(t, "go"))) // no buildah
	for what, tc := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"a Dockerfile": {map[string]string{"Dockerfile": "FROM scratch\n"}, []string{"its Dockerfile needs buildah", "apt-get install buildah"}},
		"a library":    {map[string]string{"go.mod": "module x\n", "a.go": "package words\n"}, []string{`has the Go package "words", not a program`}},
		"a mistake":    {map[string]string{"go.mod": "module x\n", "a.go": "package main\n\nfunc main() { x }\n"}, []string{"go build: exit status 1", "undefined: x"}},
		"nothing":      {nil, []string{"reading the folder"}},
	} {
		err := b.Build(t.Context(), []Source{{Image: hello, Dir: folder(t, tc.files)}})
		if err == nil {
			t.Errorf("%s was built", what)
			continue
		}
		for _, want := range append(tc.want, "image "+hello+" from ") {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v\nwant %s", what, err, want)
			}
		}
	}
	if has, err := b.Store.Has(hello); has || err != nil {
		t.Errorf("something is there: %t, %v", has, err)
	}
}

func which(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDockerfile(t *testing.T) {
	if _, err := exec.LookPath("buildah"); err != nil {
		t.Skip("buildah is not installed")
	}
	one, two := newBench(t), newBench(t)
	dir := folder(t, map[string]string{"Dockerfile": "FROM scratch\nARG VERSION\nLABEL version=$VERSION\nCOPY a /a\n", "a": "content"})
	for _, b := range []*bench{one, two} {
		b.build(Source{Image: hello, Dir: dir, Env: map[string]string{"A": "1"}})
	}
	if one.digest(hello) != two.digest(hello) {
		t.Errorf("%s and %s", one.digest(hello), two.digest(hello))
	}
	img := one.pull(hello)
	config, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if config.Config.Labels["version"] != "1.0.0" || !strings.Contains(strings.Join(config.Config.Env, " "), "A=1") {
		t.Errorf("%+v", config.Config)
	}
	if root, _ := one.unpack(img); mustRead(t, filepath.Join(root, "a")) != "content" {
		t.Error("its file is missing")
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

package state

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoot(t *testing.T) {
	for name, tc := range map[string]struct{ slipway, xdg, want string }{
		"own variable wins":   {"/a/b", "/x", "/a/b"},
		"xdg":                 {"", "/x", "/x/slipway"},
		"relative xdg is not": {"", "x", "/home/me/.local/state/slipway"},
		"neither":             {"", "", "/home/me/.local/state/slipway"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("HOME", "/home/me")
			t.Setenv("SLIPWAY_STATE", tc.slipway)
			t.Setenv("XDG_STATE_HOME", tc.xdg)
			got, err := Root()
			if err != nil || got != tc.want {
				t.Errorf("Root() = %q, %v; want %q", got, err, tc.want)
			}
		})
	}
}

func TestForRefusesNamesThatLeaveTheRoot(t *testing.T) {
	t.Setenv("SLIPWAY_STATE", t.TempDir())
	for _, name := range []string{"", ".", "..", "a/b", "../a", "A", "-a", "a-", strings.Repeat("a", 64)} {
		if dir, err := For(name); err == nil {
			t.Errorf("For(%q) = %v, want an error", name, dir)
		}
	}
}

func TestListAndRemove(t *testing.T) {
	root := filepath.Join(t.TempDir(), "a[b]*") // a root with characters of a pattern
	t.Setenv("SLIPWAY_STATE", root)
	for _, name := range []string{"two", "one"} {
		dir, err := For(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := dir.Create(); err != nil {
			t.Fatal(err)
		}
	}
	stranger := filepath.Join(root, "stranger")
	if err := os.MkdirAll(filepath.Join(stranger, "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	assertList(t, "one", "two")
	one, _ := For("one")
	if err := one.Remove(); err != nil {
		t.Fatal(err)
	}
	assertList(t, "two")
	if err := one.Remove(); err != nil {
		t.Errorf("removing twice: %v", err)
	}
	if err := (Dir{stranger}).Remove(); err == nil {
		t.Error("Remove deleted a directory that is not a platform's")
	}
}

func assertList(t *testing.T, want ...string) {
	t.Helper()
	got, err := List()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("List (-want +got):\n%s", diff)
	}
}

func TestSocketFallsBackToAShortPath(t *testing.T) {
	run := t.TempDir()
	if len(run) > 60 {
		t.Skip("the temporary directory is itself too long")
	}
	t.Setenv("XDG_RUNTIME_DIR", run)
	dir := Dir{filepath.Join(t.TempDir(), strings.Repeat("d", 100), "demo")}
	got, err := dir.Socket()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", got)
	if err != nil {
		t.Fatalf("the socket path cannot be listened on: %v", err)
	}
	l.Close()
	if !strings.HasPrefix(got, run) {
		t.Errorf("Socket() = %s, want it below %s", got, run)
	}
	// Another login has another environment, yet must find the same socket.
	t.Setenv("XDG_RUNTIME_DIR", "")
	again, err := dir.Socket()
	if err != nil || again != got {
		t.Errorf("Socket() in another session = %s, %v; want %s", again, err, got)
	}
}

func TestSocketRefusesADirectoryOthersCanWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "open")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	if err := privateDir(dir); err == nil {
		t.Error("privateDir accepted a directory with mode 0777")
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Fatal(err)
	}
	if err := privateDir(link); err == nil {
		t.Error("privateDir accepted a symbolic link")
	}
}

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "file")
	for _, content := range []string{"longer than the next", "short"} {
		if err := WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(path)
		info, err := os.Stat(path)
		if string(got) != content || err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("got %q, %v, %v", got, info.Mode(), err)
		}
	}
	entries, _ := os.ReadDir(filepath.Dir(path))
	if len(entries) != 1 {
		t.Errorf("temporary files are left: %v", entries)
	}
}

func TestFreeAsksTheNearestParent(t *testing.T) {
	got, err := Free(filepath.Join(t.TempDir(), "not", "yet"))
	if err != nil || got == 0 {
		t.Errorf("Free() = %d, %v", got, err)
	}
}

func TestSocketOfAComponentIsShortEnough(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "")
	long, err := At(filepath.Join(t.TempDir(), strings.Repeat("long-", 30), "shop"))
	if err != nil {
		t.Fatal(err)
	}
	near, err := At("/s")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []Dir{long, near} {
		path, err := dir.Cluster("dev").Socket("repo-server", "ask-pass")
		if err != nil {
			t.Fatal(err)
		}
		if len(path) > maxSocketPath {
			t.Errorf("%s has %d bytes", path, len(path))
		}
		if inside := strings.HasPrefix(path, dir.Path()); inside != (dir == near) {
			t.Errorf("%s: inside the state directory: %v", path, inside)
		}
	}
}

func TestAFolderOfSocketsIsShortEnoughAndGoes(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	long, err := At(filepath.Join(t.TempDir(), strings.Repeat("long-", 30), "shop"))
	if err != nil {
		t.Fatal(err)
	}
	if err := long.Create(); err != nil {
		t.Fatal(err)
	}
	named, err := long.Cluster("dev").Sockets("plugins", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(named); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("naming %s made it: %v", named, err)
	}
	made, err := long.Cluster("dev").Sockets("plugins", true)
	if err != nil || made != named {
		t.Fatalf("made %s, %v; named %s", made, err, named)
	}
	l, err := net.Listen("unix", filepath.Join(made, strings.Repeat("n", maxSocketName)))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := long.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(made); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", made, err)
	}
	near, err := At("/s")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := near.Cluster("dev").Sockets("plugins", false); err != nil || got != "/s/clusters/dev/sockets/plugins" {
		t.Errorf("where there is room: %s, %v", got, err)
	}
}

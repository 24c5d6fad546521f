package state

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func TestPortsOfConcurrentPlatformsDiffer(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	var (
		mu    sync.Mutex
		group sync.WaitGroup
		owner = map[string]string{} // port → platform/line
	)
	for _, run := range []string{"a", "b", "c", "a", "b", "c"} {
		group.Go(func() {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), "TEST_ROLE=ports", "TEST_DIR="+filepath.Join(root, run))
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("%s: %v: %s", run, err, out)
			}
			mu.Lock()
			defer mu.Unlock()
			for i, port := range strings.Fields(string(out)) {
				me := run + "/name-" + strconv.Itoa(i)
				if other, ok := owner[port]; ok && other != me {
					t.Errorf("port %s belongs to %s and to %s", port, other, me)
				}
				owner[port] = me
			}
		})
	}
	group.Wait()
	if len(owner) != 30 {
		t.Errorf("%d ports for 30 names", len(owner))
	}
}

// TestOnePortIsLeft: a neighbour has all others, though it listens on none.
func TestOnePortIsLeft(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	last := firstPort
	for !free(t.Context(), last) {
		last++
	}
	theirs := map[string]int{}
	for port := firstPort; port <= lastPort; port++ {
		if port != last {
			theirs[strconv.Itoa(port)] = port
		}
	}
	if err := (Dir{filepath.Join(root, "theirs")}).Ports(nil).save(theirs); err != nil {
		t.Fatal(err)
	}
	ours := Dir{filepath.Join(root, "ours")}.Ports(nil)
	if got := mustPort(t, ours, "a"); got != last {
		t.Errorf("port %d belongs to another platform; want %d", got, last)
	}
	if got, err := ours.Port(t.Context(), "b"); err == nil {
		t.Errorf("a second port %d, though none was left", got)
	}
}

func TestPortStaysUnlessAStrangerTookIt(t *testing.T) {
	t.Parallel()
	dir := Dir{filepath.Join(t.TempDir(), "demo")}
	first := mustPort(t, dir.Ports(nil), "dev/apiserver")
	if got := mustPort(t, dir.Ports(nil), "dev/apiserver"); got != first {
		t.Errorf("second call: %d, want %d", got, first)
	}
	cmd, said := child(t, "listen", "TEST_PORT="+strconv.Itoa(first))
	if said != "listening" {
		t.Fatal(said)
	}
	ours := func(pid int) bool { return pid == cmd.Process.Pid }
	if got := mustPort(t, dir.Ports(ours), "dev/apiserver"); got != first {
		t.Errorf("held by our own process: %d, want %d", got, first)
	}
	if got := mustPort(t, dir.Ports(nil), "dev/apiserver"); got == first {
		t.Errorf("held by a stranger: still %d", got)
	}
}

func TestReleasedPortIsForgotten(t *testing.T) {
	t.Parallel()
	ports := Dir{filepath.Join(t.TempDir(), "demo")}.Ports(nil)
	mustPort(t, ports, "a")
	if err := ports.Release(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if all, err := ports.All(); err != nil || len(all) != 0 {
		t.Errorf("All() = %v, %v", all, err)
	}
}

func mustPort(t *testing.T, ports *Ports, name string) int {
	t.Helper()
	port, err := ports.Port(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	if port < firstPort || port > lastPort {
		t.Errorf("port %d is outside of the range", port)
	}
	return port
}

func TestFreeSeesAListener(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if free(t.Context(), l.Addr().(*net.TCPAddr).Port) {
		t.Error("a port with a listener is called free")
	}
}

package e2e

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// process is one that belongs to a platform.
type process struct {
	pid  int
	name string // its command line
}

// processesOf finds every process that carries the mark of a platform below
// dir, or is the daemon of one. It looks at all there are: what slipway itself
// knows is what is tested.
func processesOf(dir string) []process {
	var out []process
	entries, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range entries {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if pid == os.Getpid() {
			continue
		}
		env, _ := os.ReadFile(file) // of other users: not ours
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		command := strings.ReplaceAll(strings.TrimRight(string(line), "\x00"), "\x00", " ")
		marked := bytes.Contains(append([]byte{0}, env...), []byte("\x00SLIPWAY_PROCESS="+dir))
		if marked || strings.Contains(command, "daemon "+dir) {
			out = append(out, process{pid, command})
		}
	}
	return out
}

// needProc skips where processes cannot be looked at.
func needProc(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/proc/self/environ"); err != nil {
		t.Skip("processes cannot be counted without /proc")
	}
}

// listening reports whether anyone has the port.
func listening(port int) bool {
	conn, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", port), time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// eventually polls until the condition holds; it says what was seen last.
func eventually(t *testing.T, within time.Duration, what string, holds func() (ok bool, seen string)) {
	t.Helper()
	deadline := time.Now().Add(within)
	for {
		ok, seen := holds()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %s; last seen:\n%s", what, within, seen)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

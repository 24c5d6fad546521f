package supervisor

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// TestChildOutlivesTheThreadThatAsked would fail if the caller's thread forked:
// the parent death signal follows the thread.
func TestChildOutlivesTheThreadThatAsked(t *testing.T) {
	t.Parallel()
	f := newForker()
	defer f.close()
	cmd := exec.Command("/bin/cat")
	cmd.SysProcAttr = attributes()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	thread := onDyingThread(t, func() { failed <- f.start(cmd) })
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	task := fmt.Sprintf("/proc/self/task/%d", thread)
	eventually(t, "the thread to end", func() bool { _, err := os.Stat(task); return err != nil })
	// Who has been sent SIGKILL answers nothing any more.
	_, writeErr := fmt.Fprintln(in, "alive?")
	answer, err := bufio.NewReader(out).ReadString('\n')
	if writeErr != nil || err != nil || answer != "alive?\n" {
		t.Errorf("the child answered %q, %v, %v", answer, writeErr, err)
	}
}

// onDyingThread calls f on a thread that ends afterwards, and returns its id.
// A program's first thread never ends: a goroutine that gets it keeps it out of
// the way until the test is over.
func onDyingThread(t *testing.T, f func()) int {
	t.Helper()
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	for {
		thread := make(chan int, 1)
		go func() {
			runtime.LockOSThread() // never unlocked: the thread ends here
			id := unix.Gettid()
			thread <- id
			if id == os.Getpid() {
				<-over
				return
			}
			f()
		}()
		if id := <-thread; id != os.Getpid() {
			return id
		}
	}
}

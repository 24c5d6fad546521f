package supervisor

import (
	"errors"
	"os/exec"
	"runtime"
)

// forker starts every child from one operating system thread that lives as
// long as the supervisor. Linux sends the parent death signal when the thread
// that forked ends, not the process, and Go ends threads as it likes.
type forker struct {
	work chan func()
	done chan struct{}
}

func newForker() *forker {
	f := &forker{make(chan func()), make(chan struct{})}
	go f.run()
	return f
}

func (f *forker) run() {
	runtime.LockOSThread() // never unlocked: the thread ends with the loop
	for {
		select {
		case start := <-f.work:
			start()
		case <-f.done:
			return
		}
	}
}

func (f *forker) start(cmd *exec.Cmd) error {
	result := make(chan error, 1)
	select {
	case f.work <- func() { result <- cmd.Start() }:
		return <-result
	case <-f.done:
		return errors.New("the supervisor is closed")
	}
}

// close ends the thread, and on Linux thereby every child that still runs.
func (f *forker) close() { close(f.done) }

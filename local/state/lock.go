package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// holderWait is how long Lock looks for the name of a holder that has the lock
// but has not written yet who it is.
const holderWait = time.Second

// HeldError says who else is changing the platform.
type HeldError struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

func (e *HeldError) Error() string {
	if e.PID == 0 {
		return "another slipway is changing this platform"
	}
	return fmt.Sprintf("another slipway is changing this platform: pid %d (%s) since %s",
		e.PID, e.Command, e.Since.Local().Format("2006-01-02 15:04:05"))
}

// Lock is held by the one command that changes a platform.
type Lock struct{ file *os.File }

// Lock takes the platform's up.lock, or returns a *HeldError without waiting
// for the holder to finish. What the file says is for people; only the flock
// counts, so what a killed holder left in it blocks nobody.
func (d Dir) Lock(ctx context.Context) (*Lock, error) {
	return d.lock(ctx, "up.lock")
}

// LockDaemon takes daemon.lock, which the platform's one daemon holds as long
// as it lives, or returns a *HeldError.
func (d Dir) LockDaemon(ctx context.Context) (*Lock, error) {
	return d.lock(ctx, "daemon.lock")
}

func (d Dir) lock(ctx context.Context, name string) (*Lock, error) {
	f, err := tryFlock(d.Join(name))
	if errors.Is(err, errBusy) {
		return nil, holder(ctx, d.Join(name))
	}
	if err != nil {
		return nil, err
	}
	if err := sign(f); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("signing %s: %w", f.Name(), err)
	}
	return &Lock{f}, nil
}

// Release gives the lock back.
func (l *Lock) Release() error {
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// sign writes in place, not by rename: the flock belongs to this very file.
func sign(f *os.File) error {
	self := HeldError{PID: os.Getpid(), Command: strings.Join(os.Args, " "), Since: time.Now()}
	data, err := json.Marshal(self)
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(data, '\n'), 0)
	return err
}

// holder reads who holds the lock. For a moment the file may be empty or still
// name a killed holder, so it looks again until the pid it names is alive.
func holder(ctx context.Context, path string) *HeldError {
	deadline := time.Now().Add(holderWait)
	for {
		held, err := readHolder(path)
		if err == nil && unix.Kill(held.PID, 0) != unix.ESRCH {
			return held
		}
		if ctx.Err() != nil || time.Now().After(deadline) {
			return &HeldError{}
		}
		select {
		case <-ctx.Done():
		case <-time.After(lockPoll):
		}
	}
}

func readHolder(path string) (*HeldError, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, err
	}
	var held HeldError
	if err := json.Unmarshal(data, &held); err != nil {
		return nil, err
	}
	if held.PID <= 0 {
		return nil, errors.New("no pid")
	}
	return &held, nil
}

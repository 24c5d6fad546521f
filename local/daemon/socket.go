package daemon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"slipway.dev/slipway/local/state"
)

// lookAround is how often the daemon sees whether its directory still exists.
const lookAround = 2 * time.Second

// socket is the daemon's listener, and the file it made.
type socket struct {
	*net.UnixListener
	path string
	file os.FileInfo
}

// listen replaces the socket that a killed daemon left. Holding daemon.lock
// makes sure that nobody serves it.
func listen(dir state.Dir) (*socket, error) {
	path, err := dir.Socket()
	if err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("removing the socket of an earlier daemon: %w", err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("listening for slipway: %w", err)
	}
	// By path it could be another daemon's: see intact.
	listener.SetUnlinkOnClose(false)
	// Until here the directory, which only its owner can enter, keeps others out.
	err = os.Chmod(path, 0o600)
	info, statErr := os.Stat(path)
	if err := errors.Join(err, statErr); err != nil {
		return nil, errors.Join(fmt.Errorf("listening for slipway: %w", err), listener.Close())
	}
	return &socket{listener, path, info}, nil
}

// intact says whether clients still reach this daemon by the path.
func (s *socket) intact() bool {
	now, err := os.Stat(s.path)
	return err == nil && os.SameFile(now, s.file)
}

// close removes the file if it is still this daemon's.
func (s *socket) close() {
	if s.intact() {
		_ = os.Remove(s.path)
	}
	_ = s.Close()
}

// lost returns a channel that is closed when the socket has disappeared, as it
// does when somebody deletes the state directory of a running platform. Such
// a daemon can be reached by nobody and would keep its ports for ever.
func (s *socket) lost(ctx context.Context, every time.Duration) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		for s.intact() {
			if wait(ctx, every) != nil {
				return
			}
		}
		close(gone)
	}()
	return gone
}

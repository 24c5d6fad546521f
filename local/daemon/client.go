package daemon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"slipway.dev/slipway/local/state"
	"slipway.dev/slipway/local/supervisor"
)

// base is the address of the daemon for its own client; the host says nothing,
// the socket does.
const base = "http://slipway/v1/"

const (
	poll          = 20 * time.Millisecond
	statusTimeout = 10 * time.Second
)

// ErrNotRunning says that the platform has no daemon.
var ErrNotRunning = errors.New("the platform's daemon is not running")

// Client talks to the daemon of one platform.
type Client struct {
	dir     state.Dir
	version string
	socket  string
	http    *http.Client
}

// NewClient returns a client; it connects to nothing yet. version is the
// caller's build id, which Ensure compares; empty matches every daemon.
func NewClient(dir state.Dir, version string) (*Client, error) {
	socket, err := dir.Socket()
	if err != nil {
		return nil, err
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}
	return &Client{dir, version, socket, &http.Client{Transport: &http.Transport{
		DialContext: dial,
		// A new connection costs little here, and an old one may lead to a
		// daemon that is no more.
		DisableKeepAlives: true,
	}}}, nil
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// HTTP returns the client for mounted services, and the address that a
// service's paths follow: "http://slipway/v1/<name>".
func (c *Client) HTTP(service string) (*http.Client, string) { return c.http, base + service }

// Status asks how the daemon and its processes are. It returns ErrNotRunning
// if there is no daemon.
func (c *Client) Status(ctx context.Context) (Status, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, statusTimeout, fmt.Errorf("waited %v for an answer on %s", statusTimeout, c.socket))
	defer cancel()
	for {
		var s Status
		err := c.call(ctx, http.MethodGet, "status", nil, &s)
		// A daemon that is being killed still takes connections for a moment.
		if broken(err) && wait(ctx, poll) == nil {
			continue
		}
		if err != nil && ctx.Err() != nil {
			err = errors.Join(err, context.Cause(ctx))
		}
		return s, err
	}
}

// broken says that the other side went away while it was asked.
func broken(err error) bool {
	for _, sign := range []error{syscall.ECONNRESET, syscall.EPIPE, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, sign) {
			return true
		}
	}
	return false
}

// Apply has the daemon run a process as described; see supervisor.Apply.
func (c *Client) Apply(ctx context.Context, p supervisor.Process) error {
	return c.call(ctx, http.MethodPut, "processes/"+p.Name, p, nil)
}

// Remove has the daemon stop and forget a process.
func (c *Client) Remove(ctx context.Context, name string) error {
	return c.call(ctx, http.MethodDelete, "processes/"+name, nil, nil)
}

// Restart has the daemon stop a process and start it again.
func (c *Client) Restart(ctx context.Context, name string) error {
	return c.call(ctx, http.MethodPost, "processes/"+name+"/restart", nil, nil)
}

// Stop has the daemon stop everything and end, and waits until it has. No
// daemon is no error.
func (c *Client) Stop(ctx context.Context) error {
	status, err := c.Status(ctx)
	if errors.Is(err, ErrNotRunning) {
		return nil
	}
	if err != nil {
		return err
	}
	err = c.call(ctx, http.MethodPost, "stop", nil, nil)
	if errors.Is(err, ErrNotRunning) || broken(err) {
		err = nil // it has ended, or is about to, for another reason
	}
	return errors.Join(err, c.awaitEnd(ctx, status.PID))
}

// awaitEnd waits until the daemon with that pid has given its lock back. One
// that another command has started since is not waited for.
func (c *Client) awaitEnd(ctx context.Context, pid int) error {
	for {
		lock, err := c.dir.LockDaemon(ctx)
		var held *state.HeldError
		switch {
		case err == nil:
			return lock.Release()
		case !errors.As(err, &held):
			return err
		case pid != 0 && held.PID != 0 && held.PID != pid:
			return nil
		}
		if err := wait(ctx, poll); err != nil {
			return fmt.Errorf("waiting for the daemon (pid %d) to end: %w", pid, err)
		}
	}
}

func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("asking the daemon: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, method, base+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("asking the daemon: %w", err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return asked(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return refused(response)
	}
	if out == nil {
		// Read to the end, or the connection cannot be used again.
		_, err = io.Copy(io.Discard, response.Body)
	} else {
		err = json.NewDecoder(response.Body).Decode(out)
	}
	if err != nil {
		return fmt.Errorf("reading the daemon's answer: %w", err)
	}
	return nil
}

// asked tells no daemon from one that does not answer well.
func asked(err error) error {
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return ErrNotRunning
	}
	return fmt.Errorf("asking the daemon: %w", err)
}

// refused makes an answer the error again that the supervisor returned.
func refused(response *http.Response) error {
	var p problem
	if err := json.NewDecoder(response.Body).Decode(&p); err != nil || p.Error == "" {
		return fmt.Errorf("asking the daemon: %s", response.Status)
	}
	switch p.Code {
	case codeUnknown:
		return &remoteError{p.Error, supervisor.ErrUnknown}
	case codeStopping:
		return &remoteError{p.Error, supervisor.ErrStopped}
	case codeInvalid:
		return &remoteError{p.Error, &supervisor.InvalidError{}}
	}
	return errors.New(p.Error)
}

// remoteError has the daemon's words and can be told by errors.Is and As.
type remoteError struct {
	text string
	is   error
}

func (e *remoteError) Error() string { return e.text }

func (e *remoteError) Unwrap() error { return e.is }

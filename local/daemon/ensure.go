package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const (
	// startTimeout covers what an earlier daemon left behind being ended.
	startTimeout = 30 * time.Second
	// daemonLogMax is the size at which the daemon's own log starts anew; it
	// cannot be rotated while the daemon writes to it.
	daemonLogMax = 10 << 20
	tailBytes    = 4 << 10
)

// Ensure returns the status of the platform's daemon, starting one if there is
// none. start returns the command, not begun: `slipway daemon STATE_DIR`. It is
// detached from the terminal and from the caller's context.
//
// A daemon of another version is returned along with a *VersionError.
func (c *Client) Ensure(ctx context.Context, start func() *exec.Cmd) (Status, error) {
	if err := c.dir.Create(); err != nil {
		return Status{}, err
	}
	status, err := c.Status(ctx)
	if err == nil && status.Stopping {
		if err := c.awaitEnd(ctx, status.PID); err != nil {
			return status, err
		}
		err = ErrNotRunning
	}
	if errors.Is(err, ErrNotRunning) {
		status, err = c.launch(ctx, start())
	}
	if err == nil && c.version != "" && status.Version != c.version {
		err = &VersionError{Running: status.Version, Want: c.version, PID: status.PID}
	}
	return status, err
}

func (c *Client) launch(ctx context.Context, cmd *exec.Cmd) (Status, error) {
	log, err := c.openLog()
	if err != nil {
		return Status{}, err
	}
	defer log.Close()
	detach(cmd, c.dir.Path(), log)
	if err := cmd.Start(); err != nil {
		return Status{}, fmt.Errorf("starting the daemon: %w", err)
	}
	ended, reaped := make(chan error, 1), make(chan struct{})
	go func() { ended <- cmd.Wait(); close(reaped) }()
	status, err := c.awaitAnswer(ctx, ended)
	if err != nil {
		return Status{}, fmt.Errorf("starting the daemon (pid %d): %w%s", cmd.Process.Pid, err, c.logTail())
	}
	if status.PID != cmd.Process.Pid {
		// Another command was faster. The daemon started here must not wait
		// for its lock and come up by itself after a later Stop.
		_ = cmd.Process.Kill()
		<-reaped
	}
	return status, nil
}

// detach lets the daemon outlive the command, its terminal and its directory.
func detach(cmd *exec.Cmd, dir string, log *os.File) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = nil, log, log
	cmd.Dir = dir
	cmd.Cancel = nil // of exec.CommandContext: it would kill the daemon
}

// awaitAnswer polls until the daemon serves. The process started here may end
// early because another command started one at the same moment: then that one
// answers.
func (c *Client) awaitAnswer(ctx context.Context, ended <-chan error) (Status, error) {
	deadline := time.Now().Add(startTimeout)
	var died error
	for {
		status, err := c.Status(ctx)
		if err == nil && !status.Stopping {
			return status, nil
		}
		if died != nil {
			return Status{}, died
		}
		if time.Now().After(deadline) {
			return Status{}, fmt.Errorf("waited %v for an answer on %s: %w", startTimeout, c.socket, err)
		}
		select {
		case err := <-ended:
			died = fmt.Errorf("it ended before it answered on %s: %v", c.socket, exitText(err))
		default:
		}
		if err := wait(ctx, poll); err != nil {
			return Status{}, fmt.Errorf("waiting for an answer on %s: %w", c.socket, err)
		}
	}
}

func exitText(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}

func (c *Client) openLog() (*os.File, error) {
	path := c.dir.Log("daemon")
	if err := os.MkdirAll(c.dir.Logs(), 0o700); err != nil {
		return nil, fmt.Errorf("opening the daemon's log: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Size() > daemonLogMax {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("rotating the daemon's log: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the daemon's log: %w", err)
	}
	return f, nil
}

// logTail is the end of the daemon's log, for the message about its failure.
func (c *Client) logTail() string {
	f, err := os.Open(c.dir.Log("daemon"))
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > tailBytes {
		// A seek that fails only makes the tail longer.
		_, _ = f.Seek(-tailBytes, io.SeekEnd)
	}
	data, _ := io.ReadAll(io.LimitReader(f, tailBytes))
	text := strings.TrimSpace(string(data))
	if text == "" {
		return "\n    " + f.Name() + " is empty"
	}
	return "\n    " + f.Name() + " ends with:\n    " + strings.ReplaceAll(text, "\n", "\n    ")
}

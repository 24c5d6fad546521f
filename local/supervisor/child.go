package supervisor

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// killWait is how long a killed process may take to disappear.
	killWait = 5 * time.Second
	// drainWait is how long output may still come after the group is dead:
	// only a process that left the group can hold the pipe open longer.
	drainWait = time.Second
)

// child is one run of a process.
type child struct {
	name    string
	cmd     *exec.Cmd
	started time.Time
	exited  chan struct{} // closed after Wait; result is set before
	result  string
	output  *os.File // our end of the pipe
	drained chan struct{}

	mu     sync.Mutex
	reaped bool // the pid, and the group's number, may be a stranger's
}

// start runs the program, with its output going through a pipe to the log.
func start(p Process, f files, fork *forker, log io.Writer) (*child, error) {
	if err := f.prepare(p.Name); err != nil {
		return nil, err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", p.Name, err)
	}
	defer writer.Close()
	cmd := command(p, f)
	cmd.Stdout, cmd.Stderr = writer, writer
	if err := fork.start(cmd); err != nil {
		_ = reader.Close()
		return nil, fmt.Errorf("starting %s: %w", p.Name, err)
	}
	c := &child{
		name: p.Name, cmd: cmd, started: time.Now(), output: reader,
		exited: make(chan struct{}), drained: make(chan struct{}),
	}
	go c.drain(log)
	go c.reap()
	return c, nil
}

// command has a clean environment: what the caller's shell exports, secrets
// among it, is none of the process's business.
func command(p Process, f files) *exec.Cmd {
	env := map[string]string{
		"PATH":         "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME":         f.home(p.Name),
		"TMPDIR":       f.temp(p.Name),
		markerVariable: f.marker(p.Name),
	}
	for key, value := range p.Env {
		env[key] = value
	}
	cmd := &exec.Cmd{Path: p.Path, Args: append([]string{p.Path}, p.Args...), Dir: p.Dir, SysProcAttr: attributes()}
	if cmd.Dir == "" {
		cmd.Dir = f.work(p.Name)
	}
	for key, value := range env {
		cmd.Env = append(cmd.Env, key+"="+value)
	}
	slices.Sort(cmd.Env)
	return cmd
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// remember writes down who the child is, for the daemon after a crash. A child
// that is already gone needs no record.
func (c *child) remember(f files) error {
	id, err := identify(c.pid())
	if errors.Is(err, errGone) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.saveRecord(c.name, id)
}

// drain copies output until the last process with the pipe open is gone.
func (c *child) drain(log io.Writer) {
	defer close(c.drained)
	defer c.output.Close()
	if _, err := io.Copy(log, c.output); err != nil && !errors.Is(err, os.ErrClosed) {
		// A full disk must not block the process on a full pipe.
		_, _ = io.Copy(io.Discard, c.output)
	}
}

// reap waits for the end of the process and kills what it left in its group,
// before Wait frees the group's number.
func (c *child) reap() {
	awaitExit(c.pid())
	killErr := c.signal(unix.SIGKILL)
	c.mu.Lock()
	err := c.cmd.Wait()
	c.reaped = true
	c.mu.Unlock()
	c.result = c.cmd.ProcessState.String()
	if c.cmd.ProcessState == nil {
		c.result = fmt.Sprint(err)
	}
	if killErr != nil {
		c.result += "; " + killErr.Error()
	}
	select {
	case <-c.drained:
	case <-time.After(drainWait):
	}
	close(c.exited)
}

// signal signals the whole group unless it is gone.
func (c *child) signal(signal unix.Signal) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reaped {
		return nil
	}
	return signalGroup(c.pid(), signal)
}

// stop ends the group: SIGTERM, and SIGKILL after the grace.
func (c *child) stop(grace time.Duration) error {
	if err := c.signal(unix.SIGTERM); err != nil {
		return err
	}
	select {
	case <-c.exited:
		return nil
	case <-time.After(grace):
	}
	if err := c.signal(unix.SIGKILL); err != nil {
		return err
	}
	select {
	case <-c.exited:
		return nil
	case <-time.After(killWait):
		return fmt.Errorf("stopping %s: waited %v for pid %d to disappear after SIGKILL", c.name, killWait, c.pid())
	}
}

package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// command runs the git program with a configuration of ours only.
type command struct {
	program string
	home    string // where our configuration is, and all git may know of a home
}

// isolation switches off what could surprise: the user's ignore and attribute
// files, hooks, line ends, background work. Fetching from a folder that
// another user owns starts a second git, which only trusts this file.
const isolation = `[safe]
	directory = *
[core]
	excludesFile = /dev/null
	attributesFile = /dev/null
	hooksPath = /dev/null
	autocrlf = false
	safecrlf = false
	quotePath = false
	fsmonitor = false
[gc]
	autoDetach = false
[http]
	receivepack = false
	getanyfile = false
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[advice]
	addEmbeddedRepo = false
`

func newCommand(home string) (*command, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, &Problem{What: "there is no git program on this machine's PATH", Err: err, Fix: "Install git (for example apt-get install git, or xcode-select --install)."}
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, fmt.Errorf("making a place for git's configuration: %w", err)
	}
	c := &command{program: program, home: home}
	if err := writeAtomic(c.config(), []byte(isolation), 0o600); err != nil {
		return nil, fmt.Errorf("writing git's configuration: %w", err)
	}
	return c, nil
}

func (c *command) config() string { return filepath.Join(c.home, "gitconfig") }

// environment is complete: nothing of the caller's but PATH gets through.
func (c *command) environment(extra ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + c.home, "XDG_CONFIG_HOME=" + c.home,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + c.config(), "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C",
		"GIT_AUTHOR_NAME=Slipway", "GIT_AUTHOR_EMAIL=slipway@localhost",
		"GIT_COMMITTER_NAME=Slipway", "GIT_COMMITTER_EMAIL=slipway@localhost",
	}, extra...)
}

func (c *command) prepare(ctx context.Context, env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.program, args...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = c.environment(env...), c.home, 2*time.Second
	return cmd
}

// run gives git's output without the newline at its end.
func (c *command) run(ctx context.Context, env []string, stdin io.Reader, args ...string) (string, error) {
	cmd := c.prepare(ctx, env, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return "", fmt.Errorf("git %s: %w: %s", verb(args), err, lastLine(stderr.String()))
	}
	return strings.TrimSuffix(stdout.String(), "\n"), nil
}

// verb finds the subcommand behind the options in front of it.
func verb(args []string) string {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-C" || args[i] == "-c":
			i++
		case !strings.HasPrefix(args[i], "-"):
			return args[i]
		}
	}
	return ""
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// writeAtomic replaces a file as a whole, so that a killed process leaves the
// old one.
func writeAtomic(file string, data []byte, mode os.FileMode) error {
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := temp.Write(data); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Chmod(mode); err != nil {
		temp.Close()
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

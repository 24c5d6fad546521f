package programs

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// toolchain is the go command, run in distro.
type toolchain struct {
	program  string
	dir      string
	identity string // version and target
}

func findToolchain(ctx context.Context, distro string) (toolchain, error) {
	program, err := exec.LookPath("go")
	if err != nil {
		return toolchain{}, &Problem{
			What: "the upstream programs have to be built, and there is no go command on this machine's PATH", Err: err,
			Fix: "Install Go from https://go.dev/dl, or use a release of slipway, which ships the programs.",
		}
	}
	t := toolchain{program: program, dir: distro}
	out, err := t.output(ctx, "env", "GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GOARM64")
	if err != nil {
		return t, &Problem{What: "asking the go command for its version", Err: err, Fix: "Install the version that distro/go.mod asks for, from https://go.dev/dl."}
	}
	t.identity = strings.Join(strings.Fields(out), " ")
	return t, nil
}

// command prepares the go command. Ending the context ends its compilers too.
func (t toolchain) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, t.program, args...)
	cmd.Dir = t.dir
	// A workspace around distro would change what is built.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "PWD="+t.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

func (t toolchain) output(ctx context.Context, args ...string) (string, error) {
	cmd := t.command(ctx, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return strings.TrimSpace(stdout.String()), nil
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// aboutMachine is what a figure means nothing without.
func aboutMachine(ctx context.Context, slipway string) string {
	return fmt.Sprintf("%s · %s · %s/%s, %d cores, %s · load %s\n%s · %s",
		time.Now().Format("2 January 2006"), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor(), load(),
		ask(ctx, slipway, "version"), ask(ctx, "kubectl", "version", "--client"))
}

// ask is the first line that a program says about itself.
func ask(ctx context.Context, name string, args ...string) string {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return "no " + name
	}
	return strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:]+" "+firstLine(out), "slipway slipway ")
}

func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// load is the average of the last minute, "?" where the system does not tell.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	one, _, _ := strings.Cut(string(data), " ")
	return one
}

// usage is what one process took.
type usage struct {
	took      time.Duration
	processor time.Duration // in the program and in the system for it
	memory    uint64        // bytes, at the most
}

// measure runs a command to its end. Exit codes that are listed are no errors.
func measure(cmd *exec.Cmd, accept ...int) (usage, error) {
	var said bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = io.Discard
	}
	cmd.Stderr = &said
	began := time.Now()
	err := cmd.Run()
	u := usage{took: time.Since(began)}
	if cmd.ProcessState == nil {
		return u, err
	}
	u.memory, u.processor = peak(cmd.ProcessState), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	for _, code := range accept {
		if cmd.ProcessState.ExitCode() == code {
			return u, nil
		}
	}
	if err != nil {
		return u, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, last(said.String(), 15))
	}
	return u, nil
}

// peak is the most memory a process had. Linux counts it in KiB, macOS in bytes.
func peak(state *os.ProcessState) uint64 {
	r, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return uint64(r.Maxrss)
	}
	return uint64(r.Maxrss) << 10
}

// last is the end of a text.
func last(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

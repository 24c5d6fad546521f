package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"slipway.dev/slipway/assembly"
)

// front builds the small program into a folder of its own.
func front(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "slipway")
	if out, err := exec.Command("go", "build", "-tags", "front", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

func TestFrontCompilesAsTheWholeProgramDoes(t *testing.T) {
	t.Parallel()
	const blueprint = "../../examples/enterprise/platform.yaml"
	out := filepath.Join(t.TempDir(), "out")
	if text, err := exec.Command(front(t), "compile", "--target", "aws", "--all", "-o", out, blueprint).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	theirs, err := assembly.Read(out)
	if err != nil {
		t.Fatal(err)
	}
	v, err := load(t.Context(), []string{blueprint}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	ours, err := (&selection{target: "aws", all: true}).compile(v)
	if err != nil {
		t.Fatal(err)
	}
	if changes, err := assembly.Compare(ours, theirs); err != nil || len(changes) > 0 {
		t.Errorf("%d units differ: %v", len(changes), err)
	}
}

func TestFrontHandsOver(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no shell scripts")
	}
	program := front(t)
	out, err := exec.Command(program, "status").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "make build") {
		t.Errorf("with nobody to hand over to: %v\n%s", err, out)
	}
	whole := filepath.Join(filepath.Dir(program), "slipway-full")
	if err := os.WriteFile(whole, []byte("#!/bin/sh\necho \"handed over: $*\"; exit 7\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"status", "-o", "json"}, {"--help"}, {}} {
		c := exec.Command(program, args...)
		out, _ := c.CombinedOutput()
		if string(out) != strings.TrimSuffix("handed over: "+strings.Join(args, " "), "\n")+"\n" || c.ProcessState.ExitCode() != 7 {
			t.Errorf("%v: exit code %d\n%s", args, c.ProcessState.ExitCode(), out)
		}
	}
	for _, args := range [][]string{{"version"}, {"validate", "../../examples/enterprise/platform.yaml"}, {"explain", "argocd"}, {"workload", "explain"}} {
		if out, err := exec.Command(program, args...).CombinedOutput(); err != nil || strings.Contains(string(out), "handed over") {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
}

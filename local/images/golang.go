package images

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// golang builds a program and makes it an image's only content. The program
// learns its tag in main.version, if it has such a variable.
func (b *Builder) golang(dir, tag string, env map[string]string) recipe {
	return recipe{
		kind:   "Go program",
		folder: func(ctx context.Context) (string, error) { return b.goInputs(ctx, dir) },
		build: func(ctx context.Context, temp string) (v1.Image, error) {
			return b.goImage(ctx, program{dir: dir, name: filepath.Base(dir), version: tag, env: env, files: surroundings()}, temp)
		},
	}
}

// program is the folder of a Go program and what its image has beside it.
type program struct {
	dir, name string
	version   string
	env       map[string]string
	files     []file
}

// goImage compiles a program into the folder temp and makes an image of it.
func (b *Builder) goImage(ctx context.Context, p program, temp string) (v1.Image, error) {
	binary := filepath.Join(temp, "program")
	if _, err := b.goCommand(ctx, p.dir, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid= -X main.version="+p.version, "-o", binary, "."); err != nil {
		return nil, err
	}
	path := "/app/" + p.name
	files := append(slices.Clone(p.files), file{name: path, mode: 0o755, from: binary})
	return assemble(container{files: files, command: path, env: environment(p.env), arch: b.arch()})
}

// goPackage is what go list says of a package.
type goPackage struct {
	Dir, ImportPath, Name string
	Standard              bool
	GoFiles, EmbedFiles   []string
	SFiles, HFiles        []string
	Module                *goModule
}

type goModule struct {
	Path, Version string
	Replace       *goModule
}

// goInputs is a digest of the sources that a program is built from: its own
// packages by content, those of other modules by their version.
func (b *Builder) goInputs(ctx context.Context, dir string) (string, error) {
	out, err := b.goCommand(ctx, dir, "list", "-deps", "-json=Dir,ImportPath,Name,Standard,GoFiles,EmbedFiles,SFiles,HFiles,Module", ".")
	if err != nil {
		return "", err
	}
	version, err := b.goCommand(ctx, dir, "env", "GOVERSION", "GOFLAGS", "GOEXPERIMENT")
	if err != nil {
		return "", err
	}
	read := []string{string(version)}
	var last goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", fmt.Errorf("reading what go list says: %w", err)
		}
		one, err := p.sum()
		if err != nil {
			return "", fmt.Errorf("reading the sources of %s: %w", p.ImportPath, err)
		}
		read, last = append(read, one), p
	}
	if last.Name != "main" { // dependencies come first
		return "", fmt.Errorf("the folder has the Go package %q, not a program\n    Name the folder of a package main", last.Name)
	}
	return sum(read...), nil
}

func (p goPackage) sum() (string, error) {
	if p.Standard {
		return "", nil // it comes with GOVERSION
	}
	m := p.Module
	if m != nil && m.Replace != nil {
		m = m.Replace
	}
	if m != nil && m.Version != "" {
		return sum(p.ImportPath, m.Path, m.Version), nil
	}
	read := []string{p.ImportPath}
	for _, name := range slices.Concat(p.GoFiles, p.EmbedFiles, p.SFiles, p.HFiles) {
		one, err := sumFile(filepath.Join(p.Dir, name), name)
		if err != nil {
			return "", err
		}
		read = append(read, one)
	}
	return sum(read...), nil
}

// goCommand runs the go command for the nodes, in a folder.
func (b *Builder) goCommand(ctx context.Context, dir string, args ...string) ([]byte, error) {
	program, err := exec.LookPath("go")
	if err != nil {
		return nil, fmt.Errorf("an image of this folder needs the go command: %w\n    Install Go from https://go.dev/dl", err)
	}
	return run(ctx, dir, []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + b.arch()}, program, args...)
}

// run executes a program and gives its standard output; its last words are the
// error's. Ending the context ends what it started, too.
func run(ctx context.Context, dir string, env []string, program string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, program, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), append(env, "PWD="+dir)...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("%s %s: %w%s", filepath.Base(program), args[0], err, indented(stderr.String()))
	}
	return stdout.Bytes(), nil
}

// indented is the end of what a program said, as the detail of an error.
func indented(text string) string {
	const most = 12
	lines := strings.Split(strings.TrimSpace(text), "\n")
	lines = lines[max(0, len(lines)-most):]
	if len(lines) == 1 && lines[0] == "" {
		return ""
	}
	return "\n    " + strings.Join(lines, "\n    ")
}

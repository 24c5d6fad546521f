package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
)

// defaultFile is the blueprint that commands read when none is named.
const defaultFile = "platform.yaml"

// load reads and validates the blueprint that a command was given: a YAML file,
// a folder with a platform.yaml, or a folder with a Go program. Warnings go to w.
func load(ctx context.Context, args []string, w io.Writer) (*blueprint.Valid, error) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	p, err := read(ctx, path)
	if err != nil {
		return nil, err
	}
	v, err := p.Validate()
	if err != nil {
		return nil, err
	}
	for _, warning := range v.Warnings() {
		fmt.Fprintln(w, warning.Error())
	}
	return v, nil
}

func read(ctx context.Context, path string) (*blueprint.Platform, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s\n    Name a blueprint, or write one with 'slipway init'", path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the blueprint: %w", err)
	}
	if !info.IsDir() {
		return blueprint.Load(path, catalog.All())
	}
	if file := filepath.Join(path, defaultFile); exists(file) {
		return blueprint.Load(file, catalog.All())
	}
	if programs, _ := filepath.Glob(filepath.Join(path, "*.go")); len(programs) == 0 {
		if path == "." {
			path = "this folder"
		}
		return nil, fmt.Errorf("%s has neither a %s nor a Go program\n    Name a blueprint, or write one with 'slipway init'", path, defaultFile)
	}
	return readProgram(ctx, path)
}

func exists(file string) bool { _, err := os.Stat(file); return err == nil }

// readProgram runs a blueprint that is written in Go and reads what it prints.
func readProgram(ctx context.Context, dir string) (*blueprint.Platform, error) {
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "run", ".")
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running the Go program in %s: %w\n%s", dir, err, bytes.TrimSpace(problems.Bytes()))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the program's folder: %w", err)
	}
	defer root.Close()
	return blueprint.ParseFS("", out.Bytes(), catalog.All(), root.FS())
}

// blueprintFolder is where the lock and the charts of a blueprint are.
func blueprintFolder(args []string) string {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}

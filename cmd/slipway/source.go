package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/compile"
)

// defaultFile is the blueprint that commands read when none is named.
const defaultFile = "platform.yaml"

// load reads and validates the blueprint that a command was given: a YAML file,
// a folder with a platform.yaml, or a folder with a Go program. Warnings go to
// w. Where something is wrong with it, what its targets could not make of
// the rest is reported, too; without an error compiling still has to find that.
func load(ctx context.Context, args []string, w io.Writer, targets ...targeting) (*blueprint.Valid, error) {
	d, err := draft(ctx, args)
	if err != nil {
		return nil, err
	}
	v, err := d.Valid()
	if err != nil {
		for _, wanted := range targets {
			for _, o := range wanted(d.Platform()) {
				compile.Check(d, o)
			}
		}
		_, err = d.Valid()
		return nil, err
	}
	for _, warning := range v.Warnings() {
		fmt.Fprintln(w, warning.Error())
	}
	return v, nil
}

// draft is a blueprint as far as it could be read.
func draft(ctx context.Context, args []string) (*blueprint.Draft, error) {
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	return from(ctx, path, blueprint.LoadDraft, blueprint.ParseDraft)
}

// read is a blueprint that may not be valid.
func read(ctx context.Context, path string) (*blueprint.Platform, error) {
	return from(ctx, path, blueprint.Load, blueprint.ParseFS)
}

// from finds the blueprint at a path and has it read: from a file, or from what
// a program prints.
func from[T any](ctx context.Context, path string, load func(string, blueprint.Catalog) (T, error),
	parse func(string, []byte, blueprint.Catalog, fs.FS) (T, error)) (none T, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return none, fmt.Errorf("there is no %s\n    Name a blueprint, or write one with 'slipway init'", path)
	}
	if err != nil {
		return none, fmt.Errorf("reading the blueprint: %w", err)
	}
	if !info.IsDir() {
		return load(path, catalog.All())
	}
	if file := filepath.Join(path, defaultFile); exists(file) {
		return load(file, catalog.All())
	}
	if programs, _ := filepath.Glob(filepath.Join(path, "*.go")); len(programs) == 0 {
		if path == "." {
			path = "this folder"
		}
		return none, fmt.Errorf("%s has neither a %s nor a Go program\n    Name a blueprint, or write one with 'slipway init'", path, defaultFile)
	}
	out, err := runProgram(ctx, path)
	if err != nil {
		return none, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return none, fmt.Errorf("opening the program's folder: %w", err)
	}
	defer root.Close()
	return parse("", out, catalog.All(), root.FS())
}

func exists(file string) bool { _, err := os.Stat(file); return err == nil }

// runProgram runs a blueprint that is written in Go and returns what it prints.
func runProgram(ctx context.Context, dir string) ([]byte, error) {
	var out, problems bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", "run", ".")
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("running the Go program in %s: %w\n%s", dir, err, bytes.TrimSpace(problems.Bytes()))
	}
	return out.Bytes(), nil
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

package images

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Programs of our own, for images: kept as source, since the nodes' platform is
// not this program's.
//
//go:embed programs
var programs embed.FS

// PauseImage holds a pod's network namespace: the runtime of a node starts one
// in every pod.
const PauseImage = "registry.k8s.io/pause:3.10"

// Pause puts the pause image into the registry. Real nodes need it.
func (b *Builder) Pause(ctx context.Context) error {
	source, err := programs.ReadFile("programs/pause/main.go")
	if err != nil {
		return err
	}
	err = b.ensure(ctx, Source{Image: PauseImage}, recipe{
		kind:   "pause program",
		folder: func(context.Context) (string, error) { return sum(string(source), runtime.Version()), nil },
		build: func(ctx context.Context, temp string) (v1.Image, error) {
			return b.own(ctx, program{name: "pause"}, temp)
		},
	})
	if err != nil {
		return fmt.Errorf("image %s: %w", PauseImage, err)
	}
	return nil
}

// static serves a folder's files with a program of our own.
func (b *Builder) static(dir string, env map[string]string) recipe {
	return recipe{
		kind: "static files",
		folder: func(context.Context) (string, error) {
			source, err := programs.ReadFile("programs/static/main.go")
			if err != nil {
				return "", err
			}
			files, err := sumFolder(dir)
			return sum(string(source), files, runtime.Version()), err
		},
		build: func(ctx context.Context, temp string) (v1.Image, error) {
			files, err := filesOf(dir, "/srv/")
			if err != nil {
				return nil, err
			}
			return b.own(ctx, program{name: "static", env: env, files: append(files, surroundings()...)}, temp)
		},
	}
}

// filesOf are a folder's regular files. Links are left out: where they lead is
// not the image's.
func filesOf(dir, under string) ([]file, error) {
	var files []file
	err := walk(dir, func(path, name string, info fs.FileInfo) error {
		if info.Mode().IsRegular() {
			files = append(files, file{name: under + name, mode: 0o644, from: path})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the folder: %w", err)
	}
	return files, nil
}

// own builds one of our programs as a module of its own, inside the folder temp.
func (b *Builder) own(ctx context.Context, p program, temp string) (v1.Image, error) {
	source, err := programs.ReadFile("programs/" + p.name + "/main.go")
	if err != nil {
		return nil, err
	}
	p.dir = filepath.Join(temp, p.name)
	module := []byte("module slipway.dev/" + p.name + "\n\ngo 1.25\n")
	if err := errors.Join(
		os.Mkdir(p.dir, 0o700),
		os.WriteFile(filepath.Join(p.dir, "main.go"), source, 0o600),
		os.WriteFile(filepath.Join(p.dir, "go.mod"), module, 0o600)); err != nil {
		return nil, fmt.Errorf("building the program %s: %w", p.name, err)
	}
	return b.goImage(ctx, p, temp)
}

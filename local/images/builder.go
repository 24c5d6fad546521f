package images

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"

	"slipway.dev/slipway/local/registry"
)

// Source is a folder that becomes an image.
type Source struct {
	Image string            // the name that manifests use, with a tag
	Dir   string            // the folder
	Env   map[string]string // environment of the container
}

// Event is what became of one source.
type Event struct {
	Image   string
	Kind    string // how it is built: "Go program", "static files", "Dockerfile"
	Built   bool   // false: its build begins
	Elapsed time.Duration
}

// Builder puts images into a registry.
type Builder struct {
	Store  *registry.Store
	Arch   string      // of the nodes, as Go writes it; "" is this machine's
	Report func(Event) // hears of what is built, not of what is there already; may be nil
}

// inputsOf is the annotation that says what an image was made of.
const inputsOf = "dev.slipway.inputs"

// format is part of every image's inputs: raise it when the same folder becomes
// another image than before.
const format = "1"

// recipe is how a folder becomes an image.
type recipe struct {
	kind   string
	folder func(ctx context.Context) (string, error) // a digest of what build reads
	// build may leave parts of the image in the folder temp, until it is stored.
	build func(ctx context.Context, temp string) (v1.Image, error)
}

// Build makes the images of all sources that are not in the registry as they
// are now. One that fails does not keep the others from being built.
func (b *Builder) Build(ctx context.Context, sources []Source) error {
	plans := make([]plan, len(sources))
	digests := map[string]func() (string, error){}
	for i, s := range sources {
		plans[i] = b.plan(s)
		if p := plans[i]; p.err == nil && digests[p.dir] == nil {
			digests[p.dir] = sync.OnceValues(func() (string, error) { return p.folder(ctx) })
			go digests[p.dir]() // all at once: mostly the go command is waited for
		}
	}
	var errs []error
	for _, p := range plans {
		if ctx.Err() != nil {
			return errors.Join(append(errs, context.Cause(ctx))...)
		}
		if p.err == nil {
			p.folder = func(context.Context) (string, error) { return digests[p.dir]() }
			p.err = b.ensure(ctx, Source{Image: p.Image, Dir: p.dir, Env: p.Env}, p.recipe)
		}
		if p.err != nil {
			errs = append(errs, fmt.Errorf("image %s from %s: %w", p.Image, p.Dir, p.err))
		}
	}
	return errors.Join(errs...)
}

// plan is a source with its recipe, or why it has none.
type plan struct {
	Source
	recipe
	dir string
	err error
}

func (b *Builder) plan(s Source) plan {
	p := plan{Source: s}
	var ref registry.Reference
	if p.dir, p.err = filepath.Abs(s.Dir); p.err == nil {
		ref, p.err = registry.ParseReference(s.Image)
	}
	if p.err == nil {
		p.recipe, p.err = b.recipe(p.dir, ref.Tag, s.Env)
	}
	return p
}

// ensure builds an image unless the registry has it from the same inputs.
func (b *Builder) ensure(ctx context.Context, s Source, r recipe) error {
	folder, err := r.folder(ctx)
	if err != nil {
		return err
	}
	inputs := sum(format, s.Image, filepath.Base(s.Dir), b.arch(), r.kind, folder, certificatesSum(), strings.Join(environment(s.Env), "\n"))
	if b.has(s.Image, inputs) {
		return nil
	}
	begun := time.Now()
	b.report(Event{Image: s.Image, Kind: r.kind})
	temp, err := os.MkdirTemp("", "slipway-image-")
	if err != nil {
		return fmt.Errorf("building: %w", err)
	}
	defer os.RemoveAll(temp)
	made, err := r.build(ctx, temp)
	if err != nil {
		return err
	}
	noted, ok := mutate.Annotations(made, map[string]string{inputsOf: inputs}).(v1.Image)
	if !ok {
		return errors.New("noting what it was made of: it is not an image")
	}
	if err := b.Store.Write(s.Image, noted); err != nil {
		return err
	}
	b.report(Event{Image: s.Image, Kind: r.kind, Built: true, Elapsed: time.Since(begun)})
	return nil
}

// has reports whether the registry's image was made of these inputs. One that
// cannot be read is made anew.
func (b *Builder) has(image, inputs string) bool {
	notes, err := b.Store.Annotations(image)
	return err == nil && notes[inputsOf] == inputs
}

func (b *Builder) report(e Event) {
	if b.Report != nil {
		b.Report(e)
	}
}

func (b *Builder) arch() string {
	if b.Arch == "" {
		return runtime.GOARCH
	}
	return b.Arch
}

// recipe finds out how a folder is built. A Dockerfile says it itself; else Go
// files are a program, and anything else is served as it is.
func (b *Builder) recipe(dir, tag string, env map[string]string) (recipe, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return recipe{}, fmt.Errorf("reading the folder: %w", err)
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	for _, file := range []string{"Dockerfile", "Containerfile"} {
		if slices.Contains(names, file) {
			return b.dockerfile(dir, file, tag, env), nil
		}
	}
	isGo := func(name string) bool {
		return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
	}
	switch {
	case slices.ContainsFunc(names, isGo):
		return b.golang(dir, tag, env), nil
	case len(names) == 0:
		return recipe{}, errors.New("the folder is empty\n    It needs a Go program (package main), static files, or a Dockerfile")
	}
	return b.static(dir, env), nil
}

func environment(env map[string]string) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(env)) {
		list = append(list, name+"="+env[name])
	}
	return list
}

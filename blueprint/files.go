package blueprint

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strconv"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// maxObjects bounds the values in one file of extend.files.
const maxObjects = 1_000_000

// loaded is an object read from a file, with the place it stands at.
type loaded struct {
	object manifest.Object
	file   string // as extend.files writes it
	index  int    // among the objects of the file
	pos    diag.Position
}

// Manifests are all objects: the inline ones, then those of the files, in the
// order they are written. Files are there after Load, ParseFS or ReadFiles.
func (e Extend) Manifests() []manifest.Object {
	var out []manifest.Object
	for _, o := range e.Objects {
		out = append(out, manifest.Object(o))
	}
	return append(out, e.Loaded()...)
}

// Loaded are the objects of the files alone.
func (e Extend) Loaded() []manifest.Object {
	var out []manifest.Object
	for _, l := range e.loaded {
		out = append(out, l.object)
	}
	return out
}

// ReadFiles reads what every extend.files of the platform names, from the
// folder that the names are relative to. A platform written in Go needs it when
// it names files; Load does it by itself. The error is diag.Problems.
func (p *Platform) ReadFiles(files fs.FS) error {
	problems := p.readFiles(files)
	problems.Sort()
	return problems.Err()
}

func (p *Platform) readFiles(files fs.FS) diag.Problems {
	r := fileReader{platform: p, files: files}
	for _, name := range slices.Sorted(maps.Keys(p.Blueprints)) {
		if b := p.Blueprints[name]; b != nil {
			r.extend(&b.Extend, (&place{name: "blueprints"}).at(segment(name)).field("extend"))
		}
	}
	for i, where := range Segments(namesOf(p.Teams, func(t Team) string { return t.Name })) {
		r.extend(&p.Teams[i].Extend, (&place{name: "teams"}).at(where).field("extend"))
	}
	return r.problems
}

func namesOf[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, item := range list {
		out[i] = name(item)
	}
	return out
}

type fileReader struct {
	platform *Platform
	files    fs.FS
	problems diag.Problems
}

func (r *fileReader) extend(e *Extend, at *place) {
	e.loaded, e.read = nil, true
	for i, name := range e.Files {
		here := at.field("files").at(strconv.Itoa(i))
		if message, _ := checkRelativePath(name); message != "" || name == "" {
			continue // Validate says so
		}
		src, err := r.read(name)
		if err != nil {
			r.problems.Add(diag.Problem{Pos: r.platform.At(here.String()), Path: here.String(), Message: err.Error(), Fix: "Names are relative to the platform's file and stay below its folder."})
			continue
		}
		e.loaded = append(e.loaded, r.objects(name, src, here)...)
	}
}

// read reads one file; its errors are words for the user.
func (r *fileReader) read(name string) ([]byte, error) {
	info, err := fs.Stat(r.files, path.Clean(name)) // before Open, which waits for the writer of a named pipe
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the file %s may not be read", name)
	case err != nil:
		return nil, fmt.Errorf("the file %s lies outside the platform's folder, or cannot be opened", name)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", name)
	}
	f, err := r.files.Open(path.Clean(name))
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be opened", name)
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be read", name)
	}
	return src, nil
}

// objects are the Kubernetes objects of one file, those inside a List as well.
func (r *fileReader) objects(name string, src []byte, at *place) []loaded {
	file := path.Join(path.Dir(r.platform.At("").File), name)
	if p, bad := checkText(file, src, maxManifest); bad {
		return r.refuse(p, at)
	}
	roots, problem := documents(file, src)
	if problem != nil {
		return r.refuse(*problem, at)
	}
	d := newDecoder(file, Catalog{})
	var out []loaded
	for _, root := range roots {
		if p := checkSize(file, root, maxObjects); p != nil {
			return r.refuse(*p, at)
		}
		var object map[string]any
		d.value(root, reflect.ValueOf(&object).Elem(), at)
		out = append(out, d.flatten(object, d.pos(root), at)...)
	}
	r.problems = append(r.problems, d.problems...)
	for i := range out {
		out[i].file, out[i].index = name, i
	}
	return out
}

func (r *fileReader) refuse(p diag.Problem, at *place) []loaded {
	p.Path = at.String()
	r.problems.Add(p)
	return nil
}

// flatten takes the objects out of a List, as kubectl does.
func (d *decoder) flatten(object map[string]any, pos diag.Position, at *place) []loaded {
	items, isList := object["items"].([]any)
	if o := manifest.Object(object); o.Kind() != "List" || o.APIVersion() != "v1" || !isList {
		return []loaded{{object: o, pos: pos}}
	}
	var out []loaded
	for i, item := range items {
		o, _ := item.(map[string]any)
		if exact, ok := d.positions[at.field("items").at(strconv.Itoa(i)).String()]; ok {
			pos = exact
		}
		out = append(out, loaded{object: o, pos: pos})
	}
	return out
}

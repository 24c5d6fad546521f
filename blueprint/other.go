package blueprint

import (
	"reflect"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

// Other reads YAML that is no platform by the same tags, with the same care and
// in the same words: workload files, and settings whose shape another field
// decides. It collects problems; nothing stops it.
type Other struct {
	file string
	v    *validation
}

// NewOther reads from a file of this name.
func NewOther(file string) *Other {
	return &Other{file: file, v: newValidation(&Platform{positions: map[string]diag.Position{}})}
}

// Nodes are the documents of a YAML stream as trees that are safe to walk: of
// bounded size with aliases written out, without cycles. The problem is nil
// where all could be read.
func Nodes(file string, src []byte) ([]*yaml.Node, *diag.Problem) {
	if p, bad := checkText(file, src, maxSource); bad {
		p = withSeverity(p)
		return nil, &p
	}
	roots, problem := documents(file, src)
	for i := 0; i < len(roots) && problem == nil; i++ {
		problem = checkSize(file, roots[i], maxNodes)
	}
	if problem != nil {
		p := withSeverity(*problem)
		return nil, &p
	}
	return roots, nil
}

// Read decodes a node into a struct, gives it its defaults and holds it to its
// rules. Path is where the node stands, "" for a whole document.
func (o *Other) Read(n *yaml.Node, path string, into any) {
	var at *place
	if path != "" {
		at = &place{name: path}
	}
	d := newDecoder(o.file, Catalog{})
	d.positions = o.v.platform.positions
	d.mark(n, at)
	x := reflect.ValueOf(into).Elem()
	d.value(n, x, at)
	broken := d.meant
	for _, p := range d.problems {
		if !o.Broken(p.Path) { // not read before
			o.v.problems.Add(p)
		}
		broken = append(broken, p.Path)
	}
	o.v.broken = append(o.v.broken, broken...)
	o.v.inside(x, at)
}

// At is the place in the file that a path names, or that of the nearest thing
// around it.
func (o *Other) At(path string) diag.Position { return o.v.platform.At(path) }

// Report adds a problem, unless what the path names could not be read anyway.
func (o *Other) Report(path, message, fix string) { o.v.add(diag.Error, path, message, fix) }

// Broken reports whether what a path names, or something around it, has a
// problem already.
func (o *Other) Broken(path string) bool {
	for _, b := range o.v.broken {
		if within(path, b) {
			return true
		}
	}
	return false
}

// Problems are all that were found, in the order of the source.
func (o *Other) Problems() diag.Problems {
	o.v.problems.Sort()
	return o.v.problems
}

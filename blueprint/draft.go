package blueprint

import (
	"io/fs"
	"slices"

	"slipway.dev/slipway/diag"
)

// Draft is a platform as far as it could be read: defaults in place, with every
// problem that was found in it. Targets check what is sound of it and report to
// the same list, so that one run shows all there is to mend.
type Draft struct {
	platform *Platform
	problems diag.Problems
	broken   []string // paths of what could not be read or breaks a rule by itself
}

// LoadDraft is Load that keeps what could be read. The error is for a file of
// which nothing could be.
func LoadDraft(file string, cat Catalog) (*Draft, error) {
	src, root, err := open(file)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return ParseDraft(file, src, cat, root.FS())
}

// ParseDraft is ParseFS that keeps what could be read.
func ParseDraft(file string, src []byte, cat Catalog, files fs.FS) (*Draft, error) {
	p, problems, meant, err := decode(file, src, cat, files)
	if err != nil {
		return nil, err
	}
	return draft(p, problems, meant), nil
}

// Draft checks a platform that was written in Go.
func (p *Platform) Draft() *Draft { return draft(p, nil, nil) }

// draft adds to the problems of reading what Validate finds in the rest.
func draft(p *Platform, problems diag.Problems, meant []string) *Draft {
	v := newValidation(p)
	v.broken = slices.Clone(meant)
	for _, problem := range problems {
		v.broken = append(v.broken, problem.Path)
	}
	v.run()
	for _, b := range v.platform.Blueprints {
		if b != nil { // that one is nil was said
			b.AddOns = slices.DeleteFunc(b.AddOns, func(a AddOn) bool { return a == nil })
		}
	}
	d := &Draft{platform: v.platform, problems: append(problems, v.problems...), broken: append(v.broken, v.unruly...)}
	d.problems.Sort()
	return d
}

// Platform is what could be read, with its defaults. It must not be changed.
// Whatever it holds may be wrong: see Sound.
func (d *Draft) Platform() *Platform { return d.platform }

// At is the place in the source that a path names.
func (d *Draft) At(path string) diag.Position { return d.platform.At(path) }

// Sound reports whether paths, and all in them, could be read and keep their
// rules. A check that depends on more than the place it reports at has to ask.
func (d *Draft) Sound(paths ...string) bool {
	return !slices.ContainsFunc(d.broken, func(b string) bool {
		return slices.ContainsFunc(paths, func(path string) bool { return within(path, b) || within(b, path) })
	})
}

// Report adds a problem of a target, unless it stands in what is broken anyway
// or has been said.
func (d *Draft) Report(p diag.Problem) {
	if slices.ContainsFunc(d.broken, func(b string) bool { return within(p.Path, b) }) {
		return
	}
	same := func(other diag.Problem) bool {
		return other.Path == p.Path && other.Message == p.Message && other.Pos == p.Pos
	}
	if slices.ContainsFunc(d.problems, same) {
		return
	}
	d.problems.Add(p)
	d.problems.Sort()
}

// Valid is the platform when nothing is wrong with it. The error holds every
// problem as diag.Problems, warnings among them.
func (d *Draft) Valid() (*Valid, error) {
	if err := d.problems.Err(); err != nil {
		return nil, err
	}
	d.platform.defaulted = true
	return &Valid{platform: d.platform, warnings: d.problems.Warnings()}, nil
}

// Sound is true: everything in a valid platform is.
func (v *Valid) Sound(...string) bool { return true }

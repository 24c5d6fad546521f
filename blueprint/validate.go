package blueprint

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// Valid is a platform that was checked, with every default in its place. Only
// Validate makes one, and only one can be compiled.
type Valid struct {
	platform *Platform
	warnings diag.Problems
}

// Platform is the platform with its defaults. It must not be changed.
func (v *Valid) Platform() *Platform { return v.platform }

// Warnings are what should be known and stops nothing, in the order of the source.
func (v *Valid) Warnings() diag.Problems { return v.warnings }

// At is the place in the source that a path names.
func (v *Valid) At(path string) diag.Position { return v.platform.At(path) }

// Validate applies the defaults to a copy of the platform and checks it. The
// error holds every problem as diag.Problems, warnings among them; without a
// position where the platform was written in Go.
func (p *Platform) Validate() (*Valid, error) { return p.Draft().Valid() }

// validation is one run of Validate.
type validation struct {
	platform *Platform // the copy
	plan     plan
	amounts  amounts
	problems diag.Problems
	// broken are the paths of what could not be read, and of what that hides:
	// nothing is said about them twice.
	broken []string
	// unruly are the paths of values that break a rule of their own field: no
	// target need say again that they will not do.
	unruly []string
	// defaulted says that the platform has its defaults: a zero in it is meant.
	defaulted bool

	// What every check goes through, found once.
	blueprintNames []string
	teamPlaces     []named
	infos          map[AddOn]Info
}

func newValidation(p *Platform) *validation {
	clone := deepCopy(reflect.ValueOf(p)).Interface().(*Platform)
	for _, b := range clone.Blueprints {
		if b == nil {
			continue
		}
		b.Extend.loaded = copyLoaded(b.Extend.loaded)
		for i, a := range b.AddOns {
			b.AddOns[i] = settable(a)
		}
	}
	for i := range clone.Teams {
		t := &clone.Teams[i]
		t.Extend.loaded = copyLoaded(t.Extend.loaded)
		for k := range t.Services {
			t.Services[k].Type = settable(t.Services[k].Type)
		}
	}
	return &validation{platform: clone, plan: plan{}, amounts: newAmounts(), infos: map[AddOn]Info{}, defaulted: p.defaulted}
}

func copyLoaded(in []loaded) []loaded {
	out := slices.Clone(in)
	for i := range out {
		out[i].object = deepCopy(reflect.ValueOf(out[i].object)).Interface().(manifest.Object)
	}
	return out
}

// settable is an add-on or a type of service that defaults can be written to,
// nil for none.
func settable[T any](a T) T {
	var none T
	v := reflect.ValueOf(a)
	switch {
	case !v.IsValid(), v.Kind() == reflect.Pointer && v.IsNil():
		return none
	case v.Kind() == reflect.Struct:
		pointer := reflect.New(v.Type())
		pointer.Elem().Set(v)
		return pointer.Interface().(T)
	}
	return a
}

// run applies defaults and rules field by field, then checks what only the
// whole can tell.
func (v *validation) run() {
	v.namespaces()
	v.structure(reflect.ValueOf(v.platform).Elem(), nil)
	v.names()
	v.references()
	v.networks()
	v.teams()
	v.services()
	v.administrators()
	v.addOns()
	v.extensions()
}

func (v *validation) report(at *place, message, fix string) {
	v.add(diag.Error, at.String(), message, fix)
}

func (v *validation) warn(at *place, message, fix string) {
	v.add(diag.Warning, at.String(), message, fix)
}

func (v *validation) add(s diag.Severity, path, message, fix string) {
	for _, b := range v.broken {
		if within(path, b) {
			return
		}
	}
	v.problems.Add(diag.Problem{Severity: s, Pos: v.platform.At(path), Path: path, Message: message, Fix: fix})
}

// doubtful reports whether a collection, one of its items or an item's name
// could not be read: what is missing from it may only be misspelt.
func (v *validation) doubtful(collection string) bool {
	return slices.ContainsFunc(v.broken, func(b string) bool {
		if within(collection, b) {
			return true
		}
		item, ok := strings.CutPrefix(b, collection+"[")
		_, rest, _ := strings.Cut(item, "]")
		return ok && (rest == "" || rest == ".name")
	})
}

// within reports whether a path is another or lies inside it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || outer == "" || rest[0] == '.' || rest[0] == '[')
}

// blueprints goes through the blueprints by name.
func (v *validation) blueprints(do func(b *Blueprint, at *place)) {
	if v.blueprintNames == nil {
		v.blueprintNames = slices.Sorted(maps.Keys(v.platform.Blueprints))
	}
	for _, name := range v.blueprintNames {
		if b := v.platform.Blueprints[name]; b != nil {
			do(b, (&place{name: "blueprints"}).at(segment(name)))
		}
	}
}

// eachTeam goes through the teams in their order.
func (v *validation) eachTeam(do func(t *Team, at *place)) {
	if v.teamPlaces == nil {
		v.teamPlaces = items(&place{name: "teams"}, namesOf(v.platform.Teams, func(t Team) string { return t.Name }))
	}
	for i, team := range v.teamPlaces {
		do(&v.platform.Teams[i], team.at)
	}
}

// info is what an add-on says about itself, asked once.
func (v *validation) info(a AddOn) Info {
	info, ok := v.infos[a]
	if !ok {
		info = a.Info()
		v.infos[a] = info
	}
	return info
}

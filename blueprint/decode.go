package blueprint

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/diag"
)

// None is zero said aloud, for a number whose default is something else: a node
// group with Min: None starts with no node, one without Min starts with one. In
// YAML it is a plain 0. Validate turns it into 0.
const None = -1 << 31

// decoder turns a node tree into Go values by their yaml tags. It goes on after
// a problem: the user sees all of them at once.
type decoder struct {
	file        string
	catalog     Catalog
	addOnByName map[string]AddOn // prototypes of the catalogue
	names       []string         // of the catalogue
	plan        plan
	problems    diag.Problems
	positions   map[string]diag.Position
	meant       []string        // fields that unknown ones were probably meant to be, and are not read as
	guessed     map[string]bool // fields that unknown ones are read as
}

func newDecoder(file string, cat Catalog) *decoder {
	d := &decoder{file: file, catalog: cat, addOnByName: map[string]AddOn{}, names: cat.Names(), plan: plan{}, positions: map[string]diag.Position{}, guessed: map[string]bool{}}
	for _, a := range cat.AddOns {
		d.addOnByName[a.Info().Name] = a
	}
	return d
}

func (d *decoder) problem(n *yaml.Node, at *place, message, fix string) {
	d.problems.Add(diag.Problem{Pos: d.pos(n), Path: at.String(), Message: message, Fix: fix})
}

func (d *decoder) pos(n *yaml.Node) diag.Position {
	if d.file == "" {
		return diag.Position{}
	}
	return diag.Position{File: d.file, Line: n.Line, Column: n.Column}
}

// mark remembers where a place is, so that Validate can point at it.
func (d *decoder) mark(n *yaml.Node, at *place) {
	if d.file != "" {
		d.positions[at.String()] = d.pos(n)
	}
}

// value decodes a node into v.
func (d *decoder) value(n *yaml.Node, v reflect.Value, at *place) {
	target, ok := d.resolve(n, at)
	if !ok {
		return
	}
	switch v.Type() {
	case reflect.TypeFor[AddOns]():
		d.addOns(target, v, at)
		return
	case reflect.TypeFor[Service]():
		d.service(target, v, at)
		return
	case reflect.TypeFor[time.Duration]():
		d.duration(target, v, at)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		d.value(n, fresh.Elem(), at)
		v.Set(fresh)
	case reflect.Struct:
		d.structure(target, v, at)
	case reflect.Map:
		d.mapping(target, v, at)
	case reflect.Slice:
		d.list(target, v, at)
	case reflect.Interface:
		if value := d.free(target, at); value != nil {
			v.Set(reflect.ValueOf(value))
		}
	default:
		d.scalar(target, v, at)
	}
}

// resolve follows an alias and refuses tags, which would need types that the
// user cannot know.
func (d *decoder) resolve(n *yaml.Node, at *place) (*yaml.Node, bool) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Style&yaml.TaggedStyle != 0 {
		switch n.ShortTag() {
		case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq":
		default:
			d.problem(n, at, "has the tag "+n.Tag+", which is not known here", "Remove the tag.")
			return nil, false
		}
	}
	return n, true
}

func (d *decoder) wrongType(n *yaml.Node, t reflect.Type, at *place) {
	d.problem(n, at, "must be "+wanted(t)+", is "+found(n), "")
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, v.Type(), at)
		return
	}
	fields := d.plan.fields(v.Type())
	entries := d.entries(n, at.field, at)
	for _, e := range entries {
		if f, ok := fieldNamed(fields, e.name); ok {
			d.field(e, f, v.FieldByIndex(f.index), at.field(f.Name))
			continue
		}
		// What a misspelt field holds is read as what was probably meant, so that
		// its problems are seen in the same run.
		if f, ok := d.unknown(e, entries, fields, at); ok {
			d.field(e, f, v.FieldByIndex(f.index), at.field(f.Name))
		}
	}
}

func (d *decoder) field(e entry, f Field, v reflect.Value, at *place) {
	if isNull(target(e.value)) {
		return // a field without a value is a field left out
	}
	where := e.value
	if target(e.value).Kind != yaml.ScalarNode {
		where = e.key
	}
	d.mark(where, at)
	d.value(e.value, v, at)
	if f.Default != "" && v.CanInt() && v.IsZero() {
		v.SetInt(None)
	}
}

// unknown reports a field that there is not. It returns the one that was
// probably meant where that is not given and can hold the value.
func (d *decoder) unknown(e entry, beside []entry, fields []Field, at *place) (Field, bool) {
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.Name
	}
	list := "Known here: " + strings.Join(known, ", ") + "."
	if len(known) == 0 {
		list = "There is nothing to set here."
	}
	d.problem(e.key, at.field(segment(e.name)), "unknown field", sentences(diag.DidYouMean(e.name, known), list))
	guess := diag.Suggest(e.name, known)
	if guess == "" || slices.ContainsFunc(beside, func(b entry) bool { return b.name == guess }) {
		return Field{}, false
	}
	f, _ := fieldNamed(fields, guess)
	here := at.field(guess).String()
	if d.guessed[here] || !fits(target(e.value), f.Type) {
		d.meant = append(d.meant, here)
		return Field{}, false
	}
	d.guessed[here] = true
	return f, true
}

// fits reports whether a node has the shape of a type's values.
func fits(n *yaml.Node, t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return n.Kind == yaml.MappingNode
	case reflect.Slice:
		return n.Kind == yaml.SequenceNode
	}
	return n.Kind == yaml.ScalarNode && !isNull(n)
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, v.Type(), at)
		return
	}
	if v.Type().Elem().Kind() == reflect.Interface {
		d.freeInto(n, v, at)
		return
	}
	out := reflect.MakeMap(v.Type())
	for _, e := range d.entries(n, at.at, at) {
		here := at.at(segment(e.name))
		d.mark(e.key, here)
		value := reflect.New(v.Type().Elem()).Elem()
		switch {
		case !isNull(target(e.value)):
			d.value(e.value, value, here)
		case value.Kind() == reflect.Pointer:
			value.Set(reflect.New(value.Type().Elem()))
		case value.Kind() == reflect.Struct: // all its defaults
		default:
			d.wrongType(target(e.value), value.Type(), here)
			continue
		}
		out.SetMapIndex(reflect.ValueOf(e.name).Convert(v.Type().Key()), value)
	}
	if out.Len() > 0 {
		v.Set(out)
	}
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, at *place) {
	if n.Kind != yaml.SequenceNode {
		d.wrongType(n, v.Type(), at)
		return
	}
	if len(n.Content) == 0 {
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	names := Segments(itemNames(n))
	for i, item := range n.Content {
		here := at.at(names[i])
		d.mark(item, here)
		if t := target(item); isNull(t) {
			d.problem(item, here, "must be "+wanted(v.Type().Elem())+", is empty", "")
			continue
		}
		d.value(item, out.Index(i), here)
	}
	v.Set(out)
}

// itemNames are the names that the items of a list give themselves.
func itemNames(list *yaml.Node) []string {
	names := make([]string, len(list.Content))
	for i, item := range list.Content {
		item = target(item)
		if item.Kind != yaml.MappingNode {
			continue
		}
		for k := 0; k+1 < len(item.Content); k += 2 {
			if value := target(item.Content[k+1]); item.Content[k].Value == "name" && value.Kind == yaml.ScalarNode && !isNull(value) {
				names[i] = value.Value
			}
		}
	}
	return names
}

func fieldNamed(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// target is the node that an alias stands for, else the node itself.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func sentences(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

// entry is one key of a map with its value.
type entry struct {
	name       string
	key, value *yaml.Node
}

// entries are the keys and values of a map, merge keys (<<) written out: what a
// map says itself wins over what it merges, the first merged map over the next.
// Child is where an entry stands.
func (d *decoder) entries(n *yaml.Node, child func(string) *place, at *place) []entry {
	own := make([]entry, 0, len(n.Content)/2)
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := target(n.Content[i]), n.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			d.problem(n.Content[i], at, "has a field whose name is "+found(key), "Names of fields are plain text.")
			continue
		}
		if key.ShortTag() == "!!merge" {
			merged = append(merged, d.mergeSources(value, at)...)
			continue
		}
		if first := seen[key.Value]; first != nil {
			d.problem(n.Content[i], child(segment(key.Value)), fmt.Sprintf("is given twice, first on line %d", first.Line), "Keep one of the two.")
			continue
		}
		seen[key.Value] = n.Content[i]
		own = append(own, entry{key.Value, n.Content[i], value})
	}
	for _, source := range merged {
		for _, e := range d.entries(source, child, at) {
			if seen[e.name] == nil {
				seen[e.name] = e.key
				own = append(own, e)
			}
		}
	}
	return own
}

func (d *decoder) mergeSources(n *yaml.Node, at *place) []*yaml.Node {
	candidates := []*yaml.Node{target(n)}
	if candidates[0].Kind == yaml.SequenceNode {
		candidates = candidates[0].Content
	}
	var sources []*yaml.Node
	for _, c := range candidates {
		if c = target(c); c.Kind == yaml.MappingNode {
			sources = append(sources, c)
			continue
		}
		d.problem(n, at.field("<<"), "merges "+found(c), "Only a map, or a list of maps, can be merged: <<: *anchor.")
	}
	return sources
}

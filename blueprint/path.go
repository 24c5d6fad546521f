package blueprint

import (
	"strconv"
	"strings"
	"unicode"

	"slipway.dev/slipway/diag"
)

// place is a path in a blueprint. It is a chain so that walking a large
// platform formats nothing unless there is something to say.
type place struct {
	parent *place
	name   string
	item   bool // [name] instead of .name
}

// field is the place of a struct's field.
func (p *place) field(name string) *place { return &place{parent: p, name: name} }

// at is the place of an item of a list or a map.
func (p *place) at(name string) *place { return &place{parent: p, name: name, item: true} }

// String is "clusters[dev].addOns[argocd].bootstrap.repo"; "" for the platform itself.
func (p *place) String() string {
	if p == nil {
		return ""
	}
	var parts []string
	for ; p != nil; p = p.parent {
		switch {
		case p.item:
			parts = append(parts, "]", p.name, "[")
		case p.parent != nil:
			parts = append(parts, p.name, ".")
		default:
			parts = append(parts, p.name)
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return b.String()
}

// Segments name the items of a list in paths: an item is known by its name, or
// by its index where it has none, a strange one, or one taken before it.
func Segments(names []string) []string {
	out := make([]string, len(names))
	taken := make(map[string]bool, len(names))
	for i, name := range names {
		if name == "" || taken[name] || strange(name) || isIndex(name) {
			out[i] = strconv.Itoa(i)
			continue
		}
		taken[name] = true
		out[i] = name
	}
	return out
}

// segment names an entry of a map in paths.
func segment(key string) string {
	if scheme, rest, ok := strings.Cut(key, "://"); ok && strings.Contains(rest, "@") {
		key = scheme + "://…@" + rest[strings.LastIndex(rest, "@")+1:] // never show credentials
	}
	if strange(key) {
		return strconv.Quote(key)
	}
	return key
}

func strange(name string) bool {
	return len(name) > 128 || name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return r == '[' || r == ']' || r == '"' || !unicode.IsPrint(r)
	})
}

func isIndex(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r < '0' || r > '9' })
}

// At is the place in the source that a path names, or that of the nearest thing
// around it. It is zero for a platform written in Go.
func (p *Platform) At(path string) diag.Position {
	for {
		if pos, ok := p.positions[path]; ok || path == "" {
			return pos
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
}

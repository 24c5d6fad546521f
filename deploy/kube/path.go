package kube

import (
	"fmt"
	"strconv"
	"strings"
)

// hop is one step into an object: a field, an index, or the element of a list
// whose field has a value.
type hop struct {
	field        string
	index        int // -1: not an index
	match, value string
}

// parsePath reads "status.conditions[type=Ready].status", "spec.ports[0].port"
// and "metadata.annotations['example.com/a']".
func parsePath(path string) ([]hop, error) {
	var hops []hop
	rest := strings.TrimPrefix(path, ".")
	for rest != "" {
		if rest[0] == '[' {
			inside, after, ok := strings.Cut(rest[1:], "]")
			if !ok || inside == "" {
				return nil, fmt.Errorf("the path %q has no ] where one must be", path)
			}
			hops, rest = append(hops, bracket(inside)), strings.TrimPrefix(after, ".")
			continue
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			return nil, fmt.Errorf("the path %q has an empty field", path)
		}
		hops, rest = append(hops, hop{field: rest[:end], index: -1}), strings.TrimPrefix(rest[end:], ".")
	}
	if len(hops) == 0 {
		return nil, fmt.Errorf("a gate on a field needs a path")
	}
	return hops, nil
}

func bracket(inside string) hop {
	if n, err := strconv.Atoi(inside); err == nil && n >= 0 {
		return hop{index: n}
	}
	if q := strings.Trim(inside, `'"`); q != inside {
		return hop{field: q, index: -1}
	}
	match, value, _ := strings.Cut(inside, "=")
	return hop{index: -1, match: match, value: value}
}

// lookupPath is the value at a path as text; false when nothing is there.
func lookupPath(content any, path []hop) (string, bool) {
	for _, h := range path {
		switch v := content.(type) {
		case map[string]any:
			if h.field == "" {
				return "", false
			}
			content = v[h.field]
		case []any:
			content = h.element(v)
		default:
			return "", false
		}
		if content == nil {
			return "", false
		}
	}
	return fmt.Sprint(content), true
}

func (h hop) element(list []any) any {
	if h.index >= 0 && h.index < len(list) {
		return list[h.index]
	}
	if h.match == "" {
		return nil
	}
	for _, e := range list {
		if m, ok := e.(map[string]any); ok && fmt.Sprint(m[h.match]) == h.value {
			return m
		}
	}
	return nil
}

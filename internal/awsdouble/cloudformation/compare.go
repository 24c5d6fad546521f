package cloudformation

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
)

// paths are the dotted paths, without list indexes, at which two values differ.
func paths(before, after any, at string) []string {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	var out []string
	if a, b := asMap(before), asMap(after); a != nil && b != nil {
		for _, key := range keys(a) {
			out = append(out, paths(a[key], b[key], join(at, key))...)
		}
		for _, key := range keys(b) {
			if _, both := a[key]; !both {
				out = append(out, paths(nil, b[key], join(at, key))...)
			}
		}
		return out
	}
	a, okA := before.([]any)
	b, okB := after.([]any)
	if okA && okB && len(a) == len(b) {
		for i := range a {
			out = append(out, paths(a[i], b[i], at)...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return []string{at}
}

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func keys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

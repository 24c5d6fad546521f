package kube

import (
	"encoding/json"
	"reflect"

	quantity "k8s.io/apimachinery/pkg/api/resource"
)

// holds reports whether a live value is certainly what is wanted: every field
// that is asked for is there with an equal value. Fields that nobody asked for
// are defaults or somebody else's. When false the server must be asked.
func holds(want, live any) bool { return holdsAt("", "", want, live) }

func holdsAt(parent, field string, want, live any) bool {
	switch w := want.(type) {
	case nil:
		return live == nil
	case map[string]any:
		l, ok := live.(map[string]any)
		if !ok {
			return len(w) == 0 && live == nil
		}
		for k, v := range w {
			if !holdsAt(field, k, v, l[k]) {
				return false
			}
		}
		return true
	case []any:
		return holdsList(field, w, live)
	case string:
		l, ok := live.(string)
		return ok && (w == l || isAmount(parent, field) && sameAmount(w, l)) || !ok && isAmount(parent, field) && sameAmount(w, number(live))
	case int64, float64:
		return sameNumber(w, live) || isAmount(parent, field) && sameAmount(number(w), live)
	default:
		return want == live
	}
}

// holdsList wants the same number of elements in the same order. Lists that
// were merged with other owners' elements are for the server to judge.
func holdsList(field string, want []any, live any) bool {
	l, ok := live.([]any)
	if !ok {
		return len(want) == 0 && live == nil
	}
	if len(l) != len(want) {
		return false
	}
	for i := range want {
		if !holdsAt(field, "", want[i], l[i]) {
			return false
		}
	}
	return true
}

func sameNumber(a, b any) bool {
	x, ok := asFloat(a)
	y, ok2 := asFloat(b)
	return ok && ok2 && x == y && reflect.TypeOf(a) == reflect.TypeOf(b) || ok && ok2 && x == y && x < 1<<53
}

func asFloat(v any) (float64, bool) {
	switch n := v.(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// isAmount reports whether a field holds a quantity, which the server writes
// in its own way: 1000m as 1. Elsewhere 1.0 and 1 are different texts.
func isAmount(parent, field string) bool {
	switch parent {
	case "limits", "requests", "hard", "capacity", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio", "podFixed":
		return true
	}
	return field == "sizeLimit" || field == "divisor"
}

func sameAmount(a string, b any) bool {
	s, ok := b.(string)
	if !ok {
		return false
	}
	x, err := quantity.ParseQuantity(a)
	if err != nil {
		return false
	}
	y, err := quantity.ParseQuantity(s)
	return err == nil && x.Cmp(y) == 0
}

// number writes a number as a quantity would be; "" for anything else.
func number(v any) string {
	if _, ok := asFloat(v); !ok {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// owned is a digest of the fields that the server says are ours. When somebody
// else changes one of them, or adds to an atomic list or map, they own it from
// then on and the digest is another one: values alone would not show the latter.
func owned(live map[string]any) string {
	meta, _ := live["metadata"].(map[string]any)
	entries, _ := meta["managedFields"].([]any)
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		_, sub := entry["subresource"]
		if entry["manager"] == FieldManager && entry["operation"] == "Apply" && !sub {
			b, err := json.Marshal(entry["fieldsV1"])
			if err != nil {
				return ""
			}
			return digest(b)
		}
	}
	return ""
}

// asked is an object without what only the server writes: what two versions of
// it are compared and shown by.
func asked(content map[string]any) map[string]any {
	out := make(map[string]any, len(content))
	for k, v := range content {
		if k != "status" && k != "metadata" {
			out[k] = v
		}
	}
	meta, _ := content["metadata"].(map[string]any)
	kept := make(map[string]any, len(meta))
	for k, v := range meta {
		switch k {
		case "managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds":
		default:
			kept[k] = v
		}
	}
	out["metadata"] = kept
	return out
}

// same compares what the server would make of an object to what it is.
func same(dry, live map[string]any) bool { return reflect.DeepEqual(asked(dry), asked(live)) }

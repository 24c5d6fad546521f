package blueprint

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// wanted says in the user's words what a value of a type must be.
func wanted(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Quantity]():
		return "a quantity such as 500m or 10Gi"
	case reflect.TypeFor[time.Duration]():
		return "a duration such as 30s or 5m"
	case reflect.TypeFor[AddOns]():
		return "a list of add-ons"
	case reflect.TypeFor[Service]():
		return "a map with a name and a type"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64, reflect.Float32:
		return "a number"
	case reflect.Slice:
		return "a list of " + several(t.Elem())
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface || t.Elem().Kind() == reflect.Pointer {
			return "a map"
		}
		return "a map of " + several(t.Elem())
	case reflect.Struct:
		return "a map"
	default:
		return "a whole number"
	}
}

func several(t reflect.Type) string {
	if t == reflect.TypeFor[Quantity]() {
		return "quantities"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return several(t.Elem())
	case reflect.String:
		return "strings"
	case reflect.Map, reflect.Struct:
		return "maps"
	case reflect.Slice:
		return "lists"
	case reflect.Interface:
		return "values"
	default:
		return "numbers"
	}
}

// found says in the user's words what a node is. Long texts and those that may
// hold credentials are not repeated.
func found(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "empty"
	case "!!int", "!!float":
		return "the number " + n.Value
	case "!!bool":
		return n.Value
	}
	if len(n.Value) > 40 || strings.Contains(n.Value, "@") {
		return "a string"
	}
	return fmt.Sprintf("the string %q", n.Value)
}

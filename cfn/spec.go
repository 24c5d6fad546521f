package cfn

import (
	"slices"
	"strings"
)

// Replacement says whether changing a property makes a new resource.
type Replacement string

// What a change does to the resource.
const (
	Updates    Replacement = ""      // changed in place
	Replaces   Replacement = "yes"   // deleted and made again
	MayReplace Replacement = "maybe" // depends on the values
)

// spec is what the specification says about one resource type.
type spec struct {
	name                             string
	properties, required, attributes []string
	replaces                         []rule
}

// rule is what a change at a dotted path, without indexes, does.
type rule struct {
	path string
	how  Replacement
}

func find(resourceType string) (spec, bool) {
	i, ok := slices.BinarySearchFunc(specs, resourceType, func(s spec, name string) int { return strings.Compare(s.name, name) })
	if !ok {
		return spec{}, false
	}
	return specs[i], true
}

// what is find where an unknown type is one without properties.
func what(resourceType string) spec {
	s, _ := find(resourceType)
	return s
}

// Types are the resource types that the package knows, sorted.
func Types() []string {
	out := make([]string, 0, len(specs))
	for _, s := range specs {
		out = append(out, s.name)
	}
	return out
}

// Known reports whether the package knows a resource type.
func Known(resourceType string) bool {
	_, ok := find(resourceType)
	return ok
}

// ReplacedBy says what changing the property at a dotted path ("VpcConfig.SubnetIds",
// list indexes left out) does to a resource of a type. A path inside a property
// that replaces counts as the property.
func ReplacedBy(resourceType, path string) Replacement {
	how, found := Updates, len(path)+1
	for _, r := range what(resourceType).replaces {
		// The shortest path that holds the property decides.
		if within(path, r.path) && len(r.path) < found {
			how, found = r.how, len(r.path)
		}
	}
	return how
}

// within reports whether a path is another one or inside it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.')
}

// HasProperty reports whether resources of a type have a property.
func HasProperty(resourceType, name string) bool {
	return slices.Contains(what(resourceType).properties, name)
}

// PropertiesOf are the properties that resources of a type may have, sorted.
func PropertiesOf(resourceType string) []string {
	return slices.Clone(what(resourceType).properties)
}

// HasAttribute reports whether Fn::GetAtt knows an attribute of a type.
func HasAttribute(resourceType, name string) bool {
	return slices.Contains(what(resourceType).attributes, name)
}

// Required are the properties that a resource of a type must have.
func Required(resourceType string) []string { return what(resourceType).required }

// Tag is a key and a value that a resource carries.
type Tag struct {
	Key   String
	Value String
}

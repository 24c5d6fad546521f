package cfn

import "slices"

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
	properties, required, attributes []string
	replaces                         map[string]Replacement // by dotted path, without indexes
}

// Types are the resource types that the package knows, sorted.
func Types() []string {
	out := make([]string, 0, len(specs))
	for t := range specs {
		out = append(out, t)
	}
	slices.Sort(out)
	return out
}

// Known reports whether the package knows a resource type.
func Known(resourceType string) bool {
	_, ok := specs[resourceType]
	return ok
}

// ReplacedBy says what changing the property at a dotted path ("VpcConfig.SubnetIds",
// list indexes left out) does to a resource of a type. A path inside a property
// that replaces counts as the property.
func ReplacedBy(resourceType, path string) Replacement {
	rules := specs[resourceType].replaces
	for i := 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '.' {
			continue
		}
		if how := rules[path[:i]]; how != Updates {
			return how
		}
	}
	return Updates
}

// HasProperty reports whether resources of a type have a property.
func HasProperty(resourceType, name string) bool {
	return slices.Contains(specs[resourceType].properties, name)
}

// HasAttribute reports whether Fn::GetAtt knows an attribute of a type.
func HasAttribute(resourceType, name string) bool {
	return slices.Contains(specs[resourceType].attributes, name)
}

// Required are the properties that a resource of a type must have.
func Required(resourceType string) []string { return specs[resourceType].required }

// Tag is a key and a value that a resource carries.
type Tag struct {
	Key   String
	Value String
}

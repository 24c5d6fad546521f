package cloudformation

import (
	"fmt"
	"strings"

	"slipway.dev/slipway/cfn"
)

// refused is what the service answers, in its own words.
func refused(format string, args ...any) error { return fmt.Errorf(format, args...) }

// Spec is an Options.Validate that knows the types and properties of package
// cfn: it refuses other types, properties that a type does not have and those
// that are missing.
func Spec(template map[string]any) error {
	resources := asMap(template["Resources"])
	for _, id := range keys(resources) {
		r := asMap(resources[id])
		kind, properties := text(r["Type"]), asMap(r["Properties"])
		if !cfn.Known(kind) {
			return refused("Unrecognized resource types: [%s]", kind)
		}
		var unknown []string
		for _, name := range keys(properties) {
			if !cfn.HasProperty(kind, name) {
				unknown = append(unknown, name)
			}
		}
		if len(unknown) > 0 {
			return refused("Encountered unsupported property %s of %s", strings.Join(unknown, ", "), id)
		}
		for _, name := range cfn.Required(kind) {
			if properties[name] == nil {
				return refused("Property %s cannot be empty of %s", name, id)
			}
		}
	}
	return nil
}

// Replacement is an Options.Replaces that knows the types of package cfn.
func Replacement(resourceType, path string) string { return string(cfn.ReplacedBy(resourceType, path)) }

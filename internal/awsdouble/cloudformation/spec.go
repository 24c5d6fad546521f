package cloudformation

import (
	"fmt"
	"strings"

	"slipway.dev/slipway/cfn"
)

// Spec is an Options.Validate that knows the types and properties of package
// cfn: it refuses other types, properties that a type does not have and those
// that are missing.
func Spec(template map[string]any) error {
	resources := asMap(template["Resources"])
	for _, id := range keys(resources) {
		r := asMap(resources[id])
		kind, properties := text(r["Type"]), asMap(r["Properties"])
		if !cfn.Known(kind) {
			return fmt.Errorf("Unrecognized resource types: [%s]", kind)
		}
		var unknown []string
		for _, name := range keys(properties) {
			if !cfn.HasProperty(kind, name) {
				unknown = append(unknown, name)
			}
		}
		if len(unknown) > 0 {
			return fmt.Errorf("Encountered unsupported property %s of %s", strings.Join(unknown, ", "), id)
		}
		for _, name := range cfn.Required(kind) {
			if properties[name] == nil {
				return fmt.Errorf("Property %s cannot be empty of %s", name, id)
			}
		}
	}
	return nil
}

// Replacement is an Options.Replaces that knows the types of package cfn.
func Replacement(resourceType, path string) string { return string(cfn.ReplacedBy(resourceType, path)) }

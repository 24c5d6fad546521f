// Package catalog is all that a blueprint can ask for, by kind: add-ons in
// addons. It only gathers.
package catalog

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons"
)

// All is the whole catalogue.
func All() blueprint.Catalog { return blueprint.Catalog{AddOns: addons.All()} }

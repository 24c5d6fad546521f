// Package catalog is all that a blueprint can ask for, by kind: add-ons in
// addons, what a cloud runs for teams in services. It only gathers.
package catalog

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons"
	"slipway.dev/slipway/catalog/services"
)

// All is the whole catalogue.
func All() blueprint.Catalog {
	return blueprint.Catalog{AddOns: addons.All(), Services: services.All(), LeftOut: addons.LeftOut()}
}

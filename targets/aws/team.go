package aws

import "slipway.dev/slipway/blueprint"

// Team is what a team has on AWS beside its namespace.
func Team(*blueprint.Platform, *blueprint.Blueprint, *blueprint.Team) ([]blueprint.Part, error) {
	return nil, nil
}

package aws

import "slipway.dev/slipway/blueprint"

// available reports the add-ons of a cluster that cannot be where it is: what an
// add-on says about that is in its Info.
func (c *checks) available(cluster *blueprint.Cluster) {
	b := c.platform.Blueprints[cluster.Blueprint]
	if b == nil || cluster.Region == "" {
		return
	}
	where := Partition(cluster.Region)
	for _, addOn := range b.AddOns {
		info := addOn.Info()
		if why, cannot := info.Unavailable[where]; cannot {
			at{c, "blueprints[" + cluster.Blueprint + "].addOns"}.item(info.Name).report(
				"Leave it out, or give the cluster a blueprint without it.",
				"cannot be in %s (%s), where the cluster %s is: %s", cluster.Region, where, cluster.Name, why)
		}
	}
}

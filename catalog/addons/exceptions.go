package addons

import (
	"maps"

	"slipway.dev/slipway/cfn"
)

const (
	noResource = "the service knows no resources for it (Service Authorization Reference)"
	notYet     = "what it looks for has no name before it was looked for"
)

// anywhere is a statement on every resource, for actions that AWS lets nobody
// narrow. Everyone must be in Unscoped, with the reason.
func anywhere(actions ...string) cfn.Statement {
	return cfn.Allow([]cfn.String{cfn.S("*")}, actions...)
}

// Unscoped are the actions that an add-on may be allowed on every resource, with
// the reason why no ARN can be named. Everything else names what it is about.
func Unscoped() map[string]string { return maps.Clone(unscoped) }

var unscoped = map[string]string{
	"autoscaling:DescribeAutoScalingGroups":        noResource,
	"autoscaling:DescribeAutoScalingInstances":     noResource,
	"autoscaling:DescribeLaunchConfigurations":     noResource,
	"autoscaling:DescribeScalingActivities":        noResource,
	"ec2:DescribeImages":                           noResource,
	"ec2:DescribeInstanceTypes":                    noResource,
	"ec2:DescribeLaunchTemplateVersions":           noResource,
	"ec2:GetInstanceTypesFromInstanceRequirements": noResource,
}

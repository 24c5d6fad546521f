package addons

import (
	"regexp"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

var zoneID = regexp.MustCompile(`^Z[0-9A-Z]{1,31}$`)

func checkZones(c *blueprint.Check, zones []string) {
	for _, zone := range zones {
		if !zoneID.MatchString(zone) {
			c.Problem("zones", "has "+zone+", which is no ID of a Route 53 zone", "An ID looks like Z0123456789ABCDEFGHIJ; aws route53 list-hosted-zones shows them.")
		}
	}
}

// zoneARNs name hosted zones.
func zoneARNs(zones []string) []cfn.String {
	var rest []string
	for _, zone := range zones {
		rest = append(rest, "route53:::hostedzone/"+zone)
	}
	return arns(rest...)
}

// arns are ARNs of the stack's partition, each from its service on:
// "route53:::change/*".
func arns(rest ...string) []cfn.String {
	out := make([]cfn.String, len(rest))
	for i, r := range rest {
		out[i] = cfn.Sub("arn:${AWS::Partition}:" + r)
	}
	return out
}

// here is arns of the stack's region and account: here("sqs", "queue") is
// arn:aws:sqs:us-east-2:111111111111:queue.
func here(service string, resources ...string) []cfn.String {
	out := make([]cfn.String, len(resources))
	for i, r := range resources {
		out[i] = cfn.Sub("arn:${AWS::Partition}:" + service + ":${AWS::Region}:${AWS::AccountId}:" + r)
	}
	return out
}

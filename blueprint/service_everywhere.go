package blueprint

import "slipway.dev/slipway/cfn"

// Everywhere are the actions that a policy can only allow on every resource,
// with the reason: the Service Authorization Reference names no resource type
// for them. No policy of a team has "*" as a resource for another action.
func Everywhere() map[string]string {
	const traces = "X-Ray takes traces for the account as a whole, there is no ARN to name"
	return map[string]string{
		"ecr:GetAuthorizationToken":          "the token is for the registry of the account; what it opens is bounded by the statements on the repository",
		"xray:PutTraceSegments":              traces,
		"xray:PutTelemetryRecords":           traces,
		"xray:GetSamplingRules":              traces,
		"xray:GetSamplingTargets":            traces,
		"xray:GetSamplingStatisticSummaries": traces,
	}
}

// AllowEverywhere is a statement for actions of Everywhere.
func AllowEverywhere(actions ...string) cfn.Statement {
	return cfn.Allow([]cfn.String{cfn.S("*")}, actions...)
}

// AllowEverywhere says what a level of access adds that has no resource of its own.
func (b *ServiceBuild) AllowEverywhere(level Access, actions ...string) {
	b.grants = append(b.grants, grant{level, AllowEverywhere(actions...)})
}

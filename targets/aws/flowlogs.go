package aws

import (
	"slipway.dev/slipway/cfn"
)

// flowTypes are what EC2 calls the traffic that flow logs record.
var flowTypes = map[string]string{"rejected": "REJECT", "accepted": "ACCEPT", "all": "ALL"}

// flowLogs records the traffic in the VPC.
func (v *vpc) flowLogs() {
	kind, wanted := flowTypes[v.settings.FlowLogs.Traffic]
	if !wanted {
		return
	}
	group := v.Add("FlowLogGroup", &cfn.LogsLogGroup{RetentionInDays: cfn.I(v.settings.FlowLogs.RetentionDays)}).Keep()
	writer := role("vpc-flow-logs.amazonaws.com")
	writer.Policies = []cfn.IAMRolePolicyPart{{
		PolicyName: cfn.S("write"),
		PolicyDocument: cfn.Policy{Statements: []cfn.Statement{cfn.Allow([]cfn.String{group.Att("Arn")},
			"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")}},
	}}
	r := v.Add("FlowLogRole", writer)
	v.Add("FlowLog", &cfn.EC2FlowLog{
		ResourceId: v.vpc.Ref(), ResourceType: cfn.S("VPC"), TrafficType: cfn.S(kind),
		LogDestinationType: cfn.S("cloud-watch-logs"), LogGroupName: group.Ref(), DeliverLogsPermissionArn: r.Att("Arn"),
	})
}

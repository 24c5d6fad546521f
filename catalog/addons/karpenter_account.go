package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// karpenterNodes is the role of the nodes, with which they join the cluster. It
// stands in one instance profile, so that Karpenter need not make any.
func karpenterNodes(part *blueprint.Part) {
	t := part.Template
	role := t.Add("NodeRole", &cfn.IAMRole{
		AssumeRolePolicyDocument: cfn.Policy{Statements: []cfn.Statement{{
			Actions: []string{"sts:AssumeRole"}, Principal: cfn.Principal{Services: []string{"ec2.amazonaws.com"}},
		}}},
		ManagedPolicyArns: awsManaged("AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"),
	})
	profile := t.Add("InstanceProfile", &cfn.IAMInstanceProfile{Roles: cfn.List(role.Ref())})
	t.Add("NodeAccess", &cfn.EKSAccessEntry{
		ClusterName: parameter(part, "ClusterName", "Name of the cluster."), PrincipalArn: role.Att("Arn"), Type: cfn.S("EC2_LINUX"),
	})
	t.Output("InstanceProfile", "", profile.Ref())
}

// karpenterInterruptions is the queue that hears of nodes that EC2 is about to
// take away. One rule has all of upstream's five patterns: their types of events
// have no names in common with others.
func karpenterInterruptions(t *cfn.Template) {
	queue := t.Add("Queue", &cfn.SQSQueue{MessageRetentionPeriod: cfn.I(300), SqsManagedSseEnabled: cfn.B(true)}) // seconds
	rule := t.Add("Interruptions", &cfn.EventsRule{
		EventPattern: fields{
			"source": list("aws.ec2", "aws.health"),
			"detail-type": list("AWS Health Event", "EC2 Capacity Reservation Instance Interruption Warning", "EC2 Instance Rebalance Recommendation",
				"EC2 Instance State-change Notification", "EC2 Spot Instance Interruption Warning"),
		},
		Targets: []cfn.EventsRuleTarget{{Id: cfn.S("queue"), Arn: queue.Att("Arn")}},
	})
	send := cfn.Statement{Principal: cfn.Principal{Services: []string{"events.amazonaws.com"}}, Actions: []string{"sqs:SendMessage"}, Resources: []cfn.String{queue.Att("Arn")}}
	send = where(send, "ArnEquals", "aws:SourceArn", rule.Att("Arn"))
	plain := cfn.Statement{Effect: "Deny", Principal: cfn.Principal{AWS: []cfn.String{cfn.S("*")}}, Actions: []string{"sqs:*"}, Resources: []cfn.String{queue.Att("Arn")}}
	plain = where(plain, "Bool", "aws:SecureTransport", "false")
	t.Add("QueuePolicy", &cfn.SQSQueuePolicy{Queues: cfn.List(queue.Ref()), PolicyDocument: cfn.Policy{Statements: []cfn.Statement{send, plain}}})
	t.Output("Queue", "", queue.Att("QueueName"))
}

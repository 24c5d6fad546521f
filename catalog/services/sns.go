package services

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// SNS is a topic. Queues of the same team subscribe to it by their topics.
type SNS struct{}

// Info describes the type.
func (*SNS) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:     "sns",
		Doc:      "A topic that sends what is published to whoever subscribes: encrypted, TLS only.",
		Use:      "Services of the type sqs subscribe with topics.",
		Levels:   []blueprint.Access{blueprint.Write, blueprint.Admin},
		Outputs:  []blueprint.Output{{Name: "topicArn", Doc: "ARN of the topic"}},
		Fidelity: onAWS("an Amazon SNS topic"),
	}
}

// Check has nothing to report: there are no settings.
func (*SNS) Check(*blueprint.ServiceCheck) {}

// Build makes the topic and its policy.
func (*SNS) Build(b *blueprint.ServiceBuild) {
	topic := b.Add("Topic", &cfn.SNSTopic{KmsMasterKeyId: cfn.S("alias/aws/sns")})
	arn := topic.Ref()
	b.Add("TopicPolicy", &cfn.SNSTopicPolicy{
		Topics: cfn.List(arn), PolicyDocument: cfn.Policy{Statements: []cfn.Statement{tlsOnly("sns:Publish", arn)}},
	})
	b.Output("topicArn", arn)

	b.Allow(blueprint.Write, on(arn), "sns:GetTopicAttributes", "sns:Publish")
	b.Allow(blueprint.Admin, on(arn), "sns:ListSubscriptionsByTopic", "sns:Subscribe")
}

package services

import (
	"fmt"
	"slices"
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// SQS is a queue.
type SQS struct {
	FIFO        bool          `yaml:"fifo,omitempty" doc:"Whether messages keep their order and come once. A queue cannot be changed into one, it is replaced."`
	Visibility  time.Duration `yaml:"visibility,omitempty" default:"30s" doc:"How long a message that was received stays hidden from others, up to 12h."`
	Retention   time.Duration `yaml:"retention,omitempty" default:"96h" doc:"How long a message waits to be received, from 1m to 336h."`
	DeadLetters *bool         `yaml:"deadLetters,omitempty" default:"true" doc:"Whether messages that nobody can handle go to a second queue, where they stay for two weeks."`
	MaxReceives int           `yaml:"maxReceives,omitempty" check:"min=1,max=1000" default:"5" doc:"How often a message is received before it goes there."`
	Topics      []string      `yaml:"topics,omitempty" check:"name" doc:"Services of the type sns in the same team whose messages the queue gets."`
}

// The longest times that SQS keeps anything ("Amazon SQS message quotas").
const (
	maxVisibility = 12 * time.Hour
	minRetention  = time.Minute
	maxRetention  = 14 * 24 * time.Hour
)

// Info describes the type.
func (*SQS) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:   "sqs",
		Doc:    "A queue, with one for dead letters: encrypted, TLS only.",
		Levels: []blueprint.Access{blueprint.Read, blueprint.Write, blueprint.ReadWrite, blueprint.Admin},
		Outputs: []blueprint.Output{
			{Name: "queueUrl", Doc: "URL of the queue"}, {Name: "arn", Doc: "its ARN"},
			{Name: "deadLetterUrl", Doc: "URL of the queue for dead letters, where there is one"},
		},
		Stateful: true,
		Fidelity: onAWS("an Amazon SQS queue"),
	}
}

// Check holds times to what SQS keeps, and topics to what the team has.
func (s *SQS) Check(c *blueprint.ServiceCheck) {
	if s.Visibility < 0 || s.Visibility > maxVisibility {
		c.Problem("visibility", fmt.Sprintf("must be from 0s to %s, is %s", maxVisibility, s.Visibility), "")
	}
	if s.Retention < minRetention || s.Retention > maxRetention {
		c.Problem("retention", fmt.Sprintf("must be from %s to %s, is %s", minRetention, maxRetention, s.Retention), "")
	}
	for i, name := range s.Topics {
		at := slices.IndexFunc(c.Team.Services, func(s blueprint.Service) bool { return s.Name == name })
		if at < 0 {
			c.Problem(fmt.Sprintf("topics[%d]", i), "the team has no service "+name, "Name one of the type sns.")
		} else if _, ok := c.Team.Services[at].Type.(*SNS); !ok {
			c.Problem(fmt.Sprintf("topics[%d]", i), "the service "+name+" is no topic", "Name one of the type sns.")
		}
	}
	if s.FIFO && len(s.Topics) > 0 {
		c.Problem("topics", "a topic cannot send to a queue with fifo", "Leave out fifo, or the topics.")
	}
}

// Build makes the queue, the one behind it and its subscriptions.
func (s *SQS) Build(b *blueprint.ServiceBuild) {
	fifo := cfn.Bool{}
	if s.FIFO {
		fifo = cfn.B(true)
	}
	properties := &cfn.SQSQueue{
		SqsManagedSseEnabled: cfn.B(true), FifoQueue: fifo,
		VisibilityTimeout: seconds(s.Visibility), MessageRetentionPeriod: seconds(s.Retention),
		ReceiveMessageWaitTimeSeconds: cfn.I(20), // long polling: no cost for looking at an empty queue
	}
	queues := []*cfn.Resource{}
	if isOn(s.DeadLetters) {
		dead := b.Data("DeadLetters", &cfn.SQSQueue{SqsManagedSseEnabled: cfn.B(true), FifoQueue: fifo, MessageRetentionPeriod: seconds(maxRetention)})
		properties.RedrivePolicy = map[string]any{"deadLetterTargetArn": dead.Att("Arn"), "maxReceiveCount": s.MaxReceives}
		queues = append(queues, dead)
	}
	queue := b.Data("Queue", properties)
	queues = append([]*cfn.Resource{queue}, queues...)
	s.policies(b, queues)
	b.Output("queueUrl", queue.Ref())
	b.Output("arn", queue.Att("Arn"))

	look := []string{"sqs:GetQueueAttributes", "sqs:GetQueueUrl"}
	take := append(slices.Clone(look), "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage")
	b.Allow(blueprint.Read, on(queue.Att("Arn")), take...)
	b.Allow(blueprint.Write, on(queue.Att("Arn")), append(slices.Clone(look), "sqs:SendMessage")...)
	b.Allow(blueprint.Admin, on(queue.Att("Arn")), "sqs:PurgeQueue")
	if len(queues) > 1 {
		dead := queues[1]
		b.Output("deadLetterUrl", dead.Ref())
		b.Allow(blueprint.Admin, on(dead.Att("Arn")), append(take, "sqs:CancelMessageMoveTask", "sqs:ListMessageMoveTasks", "sqs:PurgeQueue", "sqs:StartMessageMoveTask")...)
	}
}

// policies lets the queue's topics in, over TLS as everybody. A queue has one
// policy, which is about no other queue.
func (s *SQS) policies(b *blueprint.ServiceBuild, queues []*cfn.Resource) {
	queue := queues[0].Att("Arn")
	var statements []cfn.Statement
	for _, topic := range s.Topics {
		id := blueprint.LogicalID(topic)
		statements = append(statements, cfn.Statement{
			Sid: id, Principal: cfn.Principal{Services: []string{"sns.amazonaws.com"}}, Actions: []string{"sqs:SendMessage"}, Resources: on(queue),
			Condition: map[string]map[string]any{"ArnEquals": {"aws:SourceArn": cfn.Ref(id + "Topic")}},
		})
		b.Add("From"+id, &cfn.SNSSubscription{
			TopicArn: cfn.Ref(id + "Topic"), Protocol: cfn.S("sqs"), Endpoint: queue, RawMessageDelivery: cfn.B(true),
		})
	}
	b.Add("QueuePolicy", &cfn.SQSQueuePolicy{
		Queues: cfn.List(queues[0].Ref()), PolicyDocument: cfn.Policy{Statements: append(statements, tlsOnly("sqs:*", queue))},
	})
	if len(queues) > 1 {
		dead := queues[1]
		b.Add("DeadLettersPolicy", &cfn.SQSQueuePolicy{
			Queues: cfn.List(dead.Ref()), PolicyDocument: cfn.Policy{Statements: []cfn.Statement{tlsOnly("sqs:*", dead.Att("Arn"))}},
		})
	}
}

package blueprint

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
)

// ServiceBuild is where a service describes itself in the stack of its team.
// Every resource, output and id is made of the service's name, so that two
// services never meet.
type ServiceBuild struct {
	Template *cfn.Template
	Team     *Team
	Service  *Service
	// Outputs are what Build handed out: the template's output by the key that
	// workloads see.
	Outputs []ServiceOutput
	// Port is where the service listens inside the cluster's network, 0 for one
	// that is reached over AWS' own.
	Port int

	grants []grant
	err    error
}

// ServiceOutput is an output of the template and the key workloads see it under.
type ServiceOutput struct{ Key, ID string }

type grant struct {
	level     Access
	statement cfn.Statement
}

// LogicalID is a name as CloudFormation allows it in ids: "inf-inbox" is InfInbox.
func LogicalID(name string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(name, "-") {
		if word != "" {
			out.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return out.String()
}

// ID is the logical id of one of the service's resources: "InfInboxBucket".
func (b *ServiceBuild) ID(suffix string) string { return LogicalID(b.Service.Name) + suffix }

// Name is the text that stands for the service in names that cannot be left to
// CloudFormation. They have to be unique in an account, so it ends with a part of
// the stack's own id: "inf-cache-1a2b3c4d".
func (b *ServiceBuild) Name(suffix string) cfn.String {
	const unique = "${Unique}"
	stack := cfn.Select(0, cfn.Split("-", cfn.Select(2, cfn.Split("/", cfn.Ref("AWS::StackId")))))
	return cfn.SubWith(b.Service.Name+suffix+"-"+unique, map[string]cfn.String{"Unique": stack})
}

// Data adds a resource that holds the service's data: it is retained,
// snapshotted or deleted as the blueprint says.
func (b *ServiceBuild) Data(suffix string, p cfn.Properties) *cfn.Resource {
	r := b.Add(suffix, p)
	switch b.Service.Deletion {
	case SnapshotService:
		r.On(cfn.Snapshot)
	case DeleteService:
		r.On(cfn.Delete)
	}
	return r
}

// Add adds a resource around the data. What belongs to a retained service is
// retained with it: a database keeps its subnets, a bucket its policy.
func (b *ServiceBuild) Add(suffix string, p cfn.Properties) *cfn.Resource {
	r := b.add(suffix, p)
	if b.Retained() {
		r.Keep()
	}
	return r
}

func (b *ServiceBuild) add(suffix string, p cfn.Properties) *cfn.Resource {
	id := b.ID(suffix)
	if b.Template.Resources[id] != nil {
		if b.err == nil {
			b.err = fmt.Errorf("the service %s and another both need the logical id %s: rename one of them", b.Service.Name, id)
		}
		return cfn.New("").Add(id, p)
	}
	return b.Template.Add(id, p)
}

// Retained reports whether the service outlives its stack.
func (b *ServiceBuild) Retained() bool { return b.Service.Deletion == RetainService }

// Output hands a fact out to the workloads under a key: "queueUrl".
func (b *ServiceBuild) Output(key string, value cfn.String) {
	id := b.ID(strings.ToUpper(key[:1]) + key[1:])
	if _, taken := b.Template.Outputs[id]; taken && b.err == nil {
		b.err = fmt.Errorf("the service %s and another both need the output %s: rename one of them", b.Service.Name, id)
	}
	b.Template.Output(id, "", value)
	b.Outputs = append(b.Outputs, ServiceOutput{Key: key, ID: id})
}

// Allow says what a level of access adds to those below it.
func (b *ServiceBuild) Allow(level Access, resources []cfn.String, actions ...string) {
	b.grants = append(b.grants, grant{level, cfn.Allow(resources, actions...)})
}

// Statements are what a level of access may do with the service, one a set of
// resources.
func (b *ServiceBuild) Statements(level Access) []cfn.Statement {
	var out []cfn.Statement
	for _, g := range b.grants {
		if !level.includes(g.level) {
			continue
		}
		i := slices.IndexFunc(out, func(s cfn.Statement) bool { return reflect.DeepEqual(s.Resources, g.statement.Resources) })
		if i < 0 {
			i, out = len(out), append(out, cfn.Allow(g.statement.Resources))
		}
		out[i].Actions = append(out[i].Actions, g.statement.Actions...)
		slices.Sort(out[i].Actions)
		out[i].Actions = slices.Compact(out[i].Actions)
	}
	return out
}

// Err is what kept the service from being described.
func (b *ServiceBuild) Err() error { return b.err }

// Private is where a service is that listens inside the cluster's network.
type Private struct {
	VPC     cfn.String
	Subnets cfn.Strings
}

// Listen adds a security group that lets nobody in but the cluster, at one
// port. The group stays with a service that stays; the rule never does, for as
// long as it is there the cluster's own group cannot go.
func (b *ServiceBuild) Listen(port int) (Private, *cfn.Resource) {
	b.Port = port
	net := Private{VPC: b.Template.Param("VpcId", "The cluster's network."), Subnets: b.Template.ListParam("PrivateSubnetIds", "Its private subnets.")}
	group := b.Add("SecurityGroup", &cfn.EC2SecurityGroup{GroupDescription: cfn.S("Lets the cluster reach " + b.Service.Name + "."), VpcId: net.VPC})
	b.add("FromCluster", &cfn.EC2SecurityGroupIngress{
		GroupId: group.Att("GroupId"), IpProtocol: cfn.S("tcp"), FromPort: cfn.I(port), ToPort: cfn.I(port),
		SourceSecurityGroupId: b.Template.Param("SecurityGroupId", "The cluster's security group, which its nodes have."),
	})
	return net, group
}

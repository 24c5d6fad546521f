package cloudformation

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

const where = "aws:111111111111/us-east-2"

var home = double.Place{Account: "111111111111", Region: "us-east-2"}

// world is the double, reached through the real client.
type world struct {
	*testing.T
	aws    *double.Server
	url    string
	mu     sync.Mutex
	events []deploy.Event
}

func newWorld(t *testing.T) *world {
	t.Helper()
	s := double.New(double.Options{Page: 7, Replaces: double.Replacement, Validate: double.Spec})
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return &world{T: t, aws: s, url: web.URL}
}

func credentials(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret", SessionToken: "token"}, nil
}

// eager is a retryer that does not wait.
func eager(o *sdk.Options) {
	o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts, s.RateLimiter = attempts, ratelimit.None
		s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

func (w *world) config() aws.Config {
	return aws.Config{Region: home.Region, BaseEndpoint: aws.String(w.url), Credentials: aws.CredentialsProviderFunc(credentials)}
}

func (w *world) deployer(more ...func(*Options)) *Deployer {
	w.Helper()
	opts := Options{Platform: "shop", Where: where, Poll: time.Microsecond, Tagged: w.tagged}
	for _, f := range more {
		f(&opts)
	}
	d, err := New(NewClient(w.config(), eager), opts)
	if err != nil {
		w.Fatal(err)
	}
	return d
}

// tagged asks the double for what is left with the tags.
func (w *world) tagged(_ context.Context, tags map[string]string) ([]string, error) {
	var out []string
	for arn, has := range w.aws.Kept(home.Account, home.Region) {
		fits := true
		for key, value := range tags {
			fits = fits && has[key] == value
		}
		if fits {
			out = append(out, arn)
		}
	}
	return out, nil
}

func (w *world) report(e deploy.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

// said are the notes so far, one a line.
func (w *world) said() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for _, e := range w.events {
		b.WriteString(e.Message + "\n")
	}
	return b.String()
}

func (w *world) within() context.Context {
	ctx, cancel := context.WithTimeout(w.Context(), 20*time.Second)
	w.Cleanup(cancel)
	return ctx
}

// run compares and applies a unit, and returns what it would change and the outputs.
func (w *world) run(d *Deployer, u *assembly.Unit) ([]deploy.Change, deploy.Outputs, error) {
	w.Helper()
	p, err := d.Diff(w.within(), u)
	if err != nil {
		return nil, nil, err
	}
	if p.Empty() {
		return nil, p.Outputs, nil
	}
	out, err := d.Apply(w.within(), p, w.report)
	return p.Changes, out, err
}

// must is run without an error.
func (w *world) must(d *Deployer, u *assembly.Unit) deploy.Outputs {
	w.Helper()
	_, out, err := w.run(d, u)
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func (w *world) status(stack string) string {
	s, _ := w.aws.Stack(stack)
	return s.Status
}

// changed are changes in a line each.
func briefly(changes []deploy.Change) []string {
	var out []string
	for _, c := range changes {
		what, _, _ := strings.Cut(c.What, " (")
		line := string(c.Verb) + " " + what
		if c.Replacement != "" {
			line += " replaces:" + string(c.Replacement)
		}
		if c.Loses {
			line += " loses"
		}
		if c.Drift {
			line += " drift"
		}
		out = append(out, line)
	}
	return out
}

// unit is a stack of the platform shop.
func unit(id, template string, parameters map[string]string, after ...string) *assembly.Unit {
	s := assembly.Stack{Name: "shop-" + strings.ReplaceAll(id, "/", "-"), Parameters: parameters, Capabilities: []string{"CAPABILITY_NAMED_IAM"}}
	return stackUnit(id, template, s, after...)
}

func stackUnit(id, template string, s assembly.Stack, after ...string) *assembly.Unit {
	stack, err := s.Encode()
	if err != nil || !json.Valid([]byte(template)) {
		panic("a test's own template is broken")
	}
	u := &assembly.Unit{
		ID: assembly.UnitID(id), Kind: assembly.CloudFormation, Where: where, Timeout: time.Minute,
		Files:  map[string][]byte{assembly.TemplateFile: []byte(template), assembly.StackFile: stack},
		Origin: assembly.Origin{Path: "clusters[" + id + "]", At: "platform.yaml:1:2"},
	}
	for _, a := range after {
		u.After = append(u.After, assembly.UnitID(a))
	}
	return u
}

const network = `{
  "Parameters": {"Cidr": {"Type": "String", "Default": "10.0.0.0/16"}},
  "Resources": {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "Cidr"}}},
    "SubnetA": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": {"Fn::Select": [0, {"Fn::Cidr": [{"Ref": "Cidr"}, 4, "8"]}]}}},
    "SubnetB": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": {"Fn::Select": [1, {"Fn::Cidr": [{"Ref": "Cidr"}, 4, "8"]}]}}}
  },
  "Outputs": {"VpcId": {"Value": {"Ref": "Vpc"}}, "SubnetIds": {"Value": {"Fn::Join": [",", [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]]}}}
}`

const cluster = `{
  "Parameters": {"ClusterName": {"Type": "String"}, "SubnetIds": {"Type": "CommaDelimitedList"}},
  "Resources": {
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}}},
    "Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": {"Ref": "ClusterName"}, "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "ResourcesVpcConfig": {"SubnetIds": {"Ref": "SubnetIds"}}}},
    "General": {"Type": "AWS::EKS::Nodegroup", "DependsOn": "Cluster", "Properties": {"ClusterName": {"Ref": "ClusterName"}, "NodeRole": {"Fn::GetAtt": ["Role", "Arn"]}, "Subnets": {"Ref": "SubnetIds"}, "InstanceTypes": ["m7g.large"]}}
  },
  "Outputs": {"Endpoint": {"Value": {"Fn::GetAtt": ["Cluster", "Endpoint"]}}, "ClusterName": {"Value": {"Ref": "Cluster"}}}
}`

const team = `{
  "Parameters": {"ClusterName": {"Type": "String"}},
  "Resources": {
    "Inbox": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Properties": {"BucketName": {"Fn::Sub": "${ClusterName}-inbox"}}},
    "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}
  },
  "Outputs": {"Bucket": {"Value": {"Ref": "Inbox"}}}
}`

// platform is an assembly of three stacks that take values from each other.
func platform() *assembly.Assembly {
	c := unit("dev/cluster", cluster, map[string]string{"ClusterName": "shop-dev", "SubnetIds": "${subnets}"}, "dev/network")
	c.Bind = []assembly.Binding{{From: "dev/network", Output: "SubnetIds", Token: "${subnets}"}}
	t := unit("dev/teams/web/aws", team, map[string]string{"ClusterName": "${cluster}"}, "dev/cluster")
	t.Bind = []assembly.Binding{{From: "dev/cluster", Output: "ClusterName", Token: "${cluster}"}}
	return &assembly.Assembly{Platform: "shop", Units: []assembly.Unit{*unit("dev/network", network, nil), *c, *t}}
}

func (w *world) options(d *Deployer) deploy.Options {
	return deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return d, nil },
		Orphans:   d.Orphans, Report: w.report,
	}
}

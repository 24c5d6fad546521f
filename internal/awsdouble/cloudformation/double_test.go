package cloudformation

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

type world struct {
	*testing.T
	double *Server
	api    *sdk.Client
}

func newWorld(t *testing.T, opts Options) *world {
	t.Helper()
	s := New(opts)
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return &world{t, s, client(web.URL, "us-east-2", "AKID1")}
}

func client(url, region, key string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: region, BaseEndpoint: aws.String(url), RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: key, SecretAccessKey: "secret"}, nil
		}),
	})
}

func (w *world) create(body string, edit ...func(*sdk.CreateStackInput)) error {
	in := &sdk.CreateStackInput{StackName: aws.String("s"), TemplateBody: aws.String(body)}
	for _, f := range edit {
		f(in)
	}
	_, err := w.api.CreateStack(w.Context(), in)
	return err
}

// settled is the stack when its operation is over.
func (w *world) settled() types.Stack {
	w.Helper()
	for range 100 {
		out, err := w.api.DescribeStacks(w.Context(), &sdk.DescribeStacksInput{StackName: aws.String("s")})
		if err != nil {
			w.Fatal(err)
		}
		if !strings.HasSuffix(string(out.Stacks[0].StackStatus), "_IN_PROGRESS") {
			return out.Stacks[0]
		}
	}
	w.Fatal("the stack does not settle")
	return types.Stack{}
}

// change makes a change set and reads it when it is made.
func (w *world) change(body string, edit ...func(*sdk.CreateChangeSetInput)) *sdk.DescribeChangeSetOutput {
	w.Helper()
	in := &sdk.CreateChangeSetInput{StackName: aws.String("s"), ChangeSetName: aws.String("c"), TemplateBody: aws.String(body)}
	for _, f := range edit {
		f(in)
	}
	made, err := w.api.CreateChangeSet(w.Context(), in)
	if err != nil {
		w.Fatal(err)
	}
	for range 10 {
		out, err := w.api.DescribeChangeSet(w.Context(), &sdk.DescribeChangeSetInput{ChangeSetName: made.Id, IncludePropertyValues: aws.Bool(true)})
		if err != nil {
			w.Fatal(err)
		}
		if out.Status != types.ChangeSetStatusCreateInProgress {
			return out
		}
	}
	w.Fatal("the change set is never made")
	return nil
}

// events are the stack's, oldest first: "logical status".
func (w *world) events() []string {
	w.Helper()
	var out []string
	pages := sdk.NewDescribeStackEventsPaginator(w.api, &sdk.DescribeStackEventsInput{StackName: aws.String("s")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(w.Context())
		if err != nil {
			w.Fatal(err)
		}
		for _, e := range page.StackEvents {
			out = append(out, aws.ToString(e.LogicalResourceId)+" "+string(e.ResourceStatus))
		}
	}
	slices.Reverse(out)
	return out
}

func refusal(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode() + ": " + api.ErrorMessage()
	}
	return fmt.Sprint(err)
}

const two = `{
  "Parameters": {"Name": {"Type": "String", "Default": "x"}},
  "Resources": {
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Name"}}},
    "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Version": "2012-10-17"}}}
  }
}`

func TestFunctions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	err := w.create(`{
  "Parameters": {"Env": {"Type": "String"}, "Zones": {"Type": "CommaDelimitedList", "Default": "a, b,c"}},
  "Mappings": {"Size": {"prod": {"Nodes": "5"}, "dev": {"Nodes": "1"}}},
  "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Env"}, "prod"]}, "Dev": {"Fn::Not": [{"Condition": "Prod"}]}, "Both": {"Fn::And": [{"Condition": "Prod"}, {"Condition": "Dev"}]}},
  "Resources": {
    "Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::If": ["Prod", "never", {"Ref": "AWS::NoValue"}]}, "DelaySeconds": 3}},
    "Gone": {"Type": "AWS::SQS::Queue", "Condition": "Prod"}
  },
  "Outputs": {
    "Join": {"Value": {"Fn::Join": ["-", {"Ref": "Zones"}]}},
    "Select": {"Value": {"Fn::Select": [1, {"Fn::Split": ["/", "a/b/c"]}]}},
    "Sub": {"Value": {"Fn::Sub": "${AWS::StackName}.${Env}.${!Literal}.${Q.Arn}"}},
    "SubWith": {"Value": {"Fn::Sub": ["${One}${Env}", {"One": {"Ref": "AWS::Region"}}]}},
    "Map": {"Value": {"Fn::FindInMap": ["Size", {"Ref": "Env"}, "Nodes"]}},
    "Cidr": {"Value": {"Fn::Select": [2, {"Fn::Cidr": ["10.0.0.0/16", 3, "8"]}]}},
    "Zone": {"Value": {"Fn::Select": [0, {"Fn::GetAZs": ""}]}},
    "Base64": {"Value": {"Fn::Base64": "hi"}},
    "Prod": {"Condition": "Prod", "Value": "no"},
    "Both": {"Condition": "Both", "Value": "no"}
  }
}`, func(in *sdk.CreateStackInput) {
		in.Parameters = []types.Parameter{{ParameterKey: aws.String("Env"), ParameterValue: aws.String("dev")}}
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, o := range w.settled().Outputs {
		got[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
	}
	s, _ := w.double.Stack("s")
	want := map[string]string{
		"Join": "a-b-c", "Select": "b", "Sub": "s.dev.${Literal}.arn:aws:sqs:us-east-2:111111111111:queue/" + s.Resources["Q"].PhysicalID,
		"SubWith": "us-east-2dev", "Map": "1", "Cidr": "10.0.2.0/24", "Zone": "us-east-2a", "Base64": "aGk=",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, named := s.Resources["Q"].Properties["QueueName"]; named || len(s.Resources) != 1 {
		t.Errorf("resources %v", s.Resources)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`"Q%d": {"Type": "AWS::SQS::Queue"}`, i))
		}
		return `{"Resources": {` + strings.Join(all, ",") + `}}`
	}
	for name, tc := range map[string]struct{ body, want string }{
		"no JSON":           {`{`, "ValidationError: Template format error: JSON not well-formed."},
		"no resources":      {`{"Resources": {}}`, "At least one Resources member must be defined."},
		"too many":          {many(501), "Number of resources, 501, is greater than maximum allowed, 500"},
		"too large":         {`{"Description": "` + strings.Repeat("x", maxBody) + `"}`, "Member must have length less than or equal to 51200"},
		"dangling":          {`{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "DependsOn": "P"}}}`, "Unresolved resource dependencies [P]"},
		"cycle":             {`{"Resources": {"P": {"Type": "AWS::SQS::Queue", "DependsOn": "Q"}, "Q": {"Type": "AWS::SQS::Queue", "DependsOn": "P"}}}`, "Circular dependency"},
		"unknown type":      {`{"Resources": {"Q": {"Type": "AWS::SQS::Quene"}}}`, "Unrecognized resource types: [AWS::SQS::Quene]"},
		"unknown property":  {`{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Nmae": "x"}}}}`, "Encountered unsupported property Nmae"},
		"missing property":  {`{"Resources": {"Q": {"Type": "AWS::EKS::Nodegroup"}}}`, "Property ClusterName cannot be empty"},
		"missing parameter": {`{"Parameters": {"A": {"Type": "String"}}, "Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}`, "Parameters: [A] must have values"},
		"capability":        {`{"Resources": {"Q": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "x", "AssumeRolePolicyDocument": {}}}}}`, "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, Options{Validate: Spec})
			if got := refusal(w.create(tc.body)); !strings.Contains(got, tc.want) {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			if len(w.double.Stacks()) > 0 {
				t.Error("a stack was made")
			}
		})
	}
	w := newWorld(t, Options{})
	bad := func(in *sdk.CreateStackInput) {
		in.Tags = []types.Tag{{Key: aws.String("k"), Value: aws.String(strings.Repeat("x", 257))}}
	}
	if got := refusal(w.create(two, bad)); !strings.Contains(got, "Invalid tag") {
		t.Errorf("got %s", got)
	}
}

// What needs something waits for it, and goes before it.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Page: 3})
	if err := w.create(two); err != nil {
		t.Fatal(err)
	}
	w.settled()
	want := []string{"s CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_IN_PROGRESS", "Queue CREATE_COMPLETE", "Policy CREATE_IN_PROGRESS", "Policy CREATE_IN_PROGRESS", "Policy CREATE_COMPLETE", "s CREATE_COMPLETE"}
	if diff := cmp.Diff(want, w.events()); diff != "" {
		t.Error(diff)
	}
}

func TestRollback(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.double.Fail(Failure{Stack: "s", Resource: "Policy", On: "CREATE", Reason: "no"})
	if err := w.create(two); err != nil {
		t.Fatal(err)
	}
	if s := w.settled(); s.StackStatus != types.StackStatusRollbackComplete {
		t.Errorf("the stack is %s", s.StackStatus)
	}
	events := w.events()
	want := []string{"Policy CREATE_FAILED", "s ROLLBACK_IN_PROGRESS", "Policy DELETE_COMPLETE", "Queue DELETE_IN_PROGRESS", "Queue DELETE_COMPLETE", "s ROLLBACK_COMPLETE"}
	if diff := cmp.Diff(want, events[len(events)-6:]); diff != "" {
		t.Error(diff)
	}
	_, err := w.api.CreateChangeSet(t.Context(), &sdk.CreateChangeSetInput{StackName: aws.String("s"), ChangeSetName: aws.String("c"), TemplateBody: aws.String(two)})
	if got := refusal(err); !strings.Contains(got, "is in ROLLBACK_COMPLETE state and can not be updated") {
		t.Errorf("got %s", got)
	}
}

func TestChangeSets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Replaces: func(kind, path string) string {
		return map[string]string{"QueueName": "yes", "Queues": "maybe"}[path]
	}})
	if err := w.create(two); err != nil {
		t.Fatal(err)
	}
	w.settled()
	same := w.change(two)
	if same.Status != types.ChangeSetStatusFailed || aws.ToString(same.StatusReason) != "No updates are to be performed." {
		t.Errorf("without a change: %s %s", same.Status, aws.ToString(same.StatusReason))
	}
	renamed := func(in *sdk.CreateChangeSetInput) {
		in.ChangeSetName = aws.String("d")
		in.Parameters = []types.Parameter{{ParameterKey: aws.String("Name"), ParameterValue: aws.String("y")}}
	}
	set := w.change(two, renamed)
	queue, policy := set.Changes[0].ResourceChange, set.Changes[1].ResourceChange
	if queue.Replacement != types.ReplacementTrue || queue.PolicyAction != types.PolicyActionReplaceAndDelete ||
		aws.ToString(queue.Details[0].CausingEntity) != "Name" || aws.ToString(queue.Details[0].Target.AfterValue) != "y" {
		t.Errorf("the queue: %+v", queue)
	}
	if policy.Replacement != types.ReplacementConditional || policy.Details[0].Evaluation != types.EvaluationTypeDynamic {
		t.Errorf("the policy: %+v", policy)
	}
	execute := &sdk.ExecuteChangeSetInput{ChangeSetName: set.ChangeSetId, ClientRequestToken: aws.String("t")}
	for range 2 { // the token makes the second one nothing
		if _, err := w.api.ExecuteChangeSet(t.Context(), execute); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.api.CreateChangeSet(t.Context(), &sdk.CreateChangeSetInput{StackName: aws.String("s"), ChangeSetName: aws.String("e"), TemplateBody: aws.String(two)})
	if got := refusal(err); !strings.Contains(got, "is in UPDATE_IN_PROGRESS state and can not be updated") {
		t.Errorf("got %s", got)
	}
	if s := w.settled(); s.StackStatus != types.StackStatusUpdateComplete {
		t.Errorf("the stack is %s", s.StackStatus)
	}
	events := w.events()
	want := []string{
		"s UPDATE_IN_PROGRESS", "Queue UPDATE_IN_PROGRESS", "Queue UPDATE_COMPLETE", "Policy UPDATE_IN_PROGRESS", "Policy UPDATE_COMPLETE",
		"s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "Queue DELETE_IN_PROGRESS", "Queue DELETE_COMPLETE", "s UPDATE_COMPLETE",
	}
	if diff := cmp.Diff(want, events[len(events)-len(want):]); diff != "" {
		t.Error(diff)
	}
	if s, _ := w.double.Stack("s"); s.Resources["Queue"].PhysicalID != "y" || text(s.Resources["Policy"].Properties["Queues"]) != "y" {
		t.Errorf("resources %v", s.Resources)
	}
}

func TestProtectionAndPlaces(t *testing.T) {
	t.Parallel()
	s := New(Options{Account: func(key string) string { return map[string]string{"AKID1": "1", "AKID2": "2"}[key] }})
	web := httptest.NewServer(s)
	defer web.Close()
	w := &world{t, s, client(web.URL, "us-east-2", "AKID1")}
	if err := w.create(two, func(in *sdk.CreateStackInput) { in.EnableTerminationProtection = aws.Bool(true) }); err != nil {
		t.Fatal(err)
	}
	w.settled()
	_, err := w.api.DeleteStack(t.Context(), &sdk.DeleteStackInput{StackName: aws.String("s")})
	if got := refusal(err); !strings.Contains(got, "cannot be deleted while TerminationProtection is enabled") {
		t.Errorf("got %s", got)
	}
	for _, other := range []*sdk.Client{client(web.URL, "us-east-2", "AKID2"), client(web.URL, "us-west-2", "AKID1")} {
		_, err := other.DescribeStacks(t.Context(), &sdk.DescribeStacksInput{StackName: aws.String("s")})
		if got := refusal(err); got != "ValidationError: Stack with id s does not exist" {
			t.Errorf("got %s", got)
		}
	}
	if got := s.Stacks()[0].Place; got != (Place{"1", "us-east-2"}) {
		t.Errorf("the stack is at %v", got)
	}
}

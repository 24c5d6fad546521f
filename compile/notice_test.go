package compile_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
)

// The properties must notice a template that breaks each of them.
func TestPropertiesNotice(t *testing.T) {
	t.Parallel()
	const broken = `{
		"Parameters": {"Unused": {"Type": "String"}},
		"Resources": {
			"Role": {"Type": "AWS::IAM::Role", "Properties": {"Naem": "x", "Policies": [{"PolicyDocument": {"Statement": [{"Action": "s3:GetObject", "Resource": "*"}]}}]}},
			"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Ref": "Nothing"}, "Tags": [{"Value": {"Fn::Sub": "${Role.Name}-${Local}"}}]}},
			"Queue": {"Type": "Custom::Queue"}
		},
		"Outputs": {"Id": {"Value": {"Fn::GetAtt": ["Vpc", "Size"]}, "Export": {"Name": "x"}}}
	}`
	var tpl template
	if err := json.Unmarshal([]byte(broken), &tpl); err != nil {
		t.Fatal(err)
	}
	var got []string
	report := func(format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
	tpl.resources(report)
	tpl.wildcards(report)
	tpl.stack(assembly.Stack{Parameters: map[string]string{"Other": ""}}, report)
	slices.Sort(got)
	want := []string{
		"Queue is a Custom::Queue",
		"Role: AWS::IAM::Role has no property Naem",
		"Role: AWS::IAM::Role needs the property AssumeRolePolicyDocument",
		"Role: s3:GetObject is allowed on every resource",
		"Vpc: AWS::IAM::Role has no attribute Name",
		"Vpc: refers to Local, which is not there",
		"Vpc: refers to Nothing, which is not there",
		"makes what is IAM's without being allowed to",
		"output Id: AWS::EC2::VPC has no attribute Size",
		"the output Id is exported",
		"the stack gives no value for Unused",
		"the template has no parameter Other",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

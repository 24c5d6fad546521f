package cloudformation

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

const plainNetwork = `{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
	"Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 7}}},
	"Outputs": {"VpcId": {"Value": {"Ref": "Vpc"}}, "Region": {"Value": {"Ref": "AWS::Region"}}}}`

const boundGroup = `{"Parameters": {"VpcId": {"Type": "String"}}, "Resources": {"Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"VpcId": {"Ref": "VpcId"}}}},
	"Outputs": {"GroupId": {"Value": {"Ref": "Group"}}}}`

func TestCompare(t *testing.T) {
	t.Parallel()
	was := unit("dev/network", plainNetwork, nil)
	is := unit("dev/network", strings.Replace(plainNetwork, "10.0", "10.1", 1), nil)
	bound := unit("dev/cluster", boundGroup, map[string]string{"VpcId": "${network.VpcId}"})
	moving := map[string]deploy.Move{"${network.VpcId}": {Because: "dev/network VpcId", How: deploy.Replaces}}
	for name, tc := range map[string]struct {
		pair  deploy.Pair
		want  []deploy.Change
		moved map[string]deploy.Replacement
		same  int
	}{
		"nothing": {deploy.Pair{Old: was, New: was}, nil, nil, 2},
		"a replacement": {deploy.Pair{Old: was, New: is}, []deploy.Change{{Verb: deploy.Update, What: "AWS::EC2::VPC Vpc", Type: "AWS::EC2::VPC",
			Replacement: deploy.Replaces, Because: "CidrBlock", Diff: "-CidrBlock: 10.0.0.0/16\n+CidrBlock: 10.1.0.0/16  # replaces the resource\n"}},
			map[string]deploy.Replacement{"VpcId": deploy.Replaces}, 1},
		"what is bound to it": {deploy.Pair{Old: bound, New: bound, Moving: moving}, []deploy.Change{{Verb: deploy.Update, What: "AWS::EC2::SecurityGroup Group", Type: "AWS::EC2::SecurityGroup",
			Replacement: deploy.Replaces, Because: "VpcId (because of dev/network VpcId)", Diff: "+VpcId: another value, because of dev/network VpcId  # replaces the resource\n"}},
			map[string]deploy.Replacement{"GroupId": deploy.Replaces}, 0},
		"a stack that goes": {deploy.Pair{Old: was}, []deploy.Change{{Verb: deploy.Delete, What: "AWS::Logs::LogGroup Logs", Type: "AWS::Logs::LogGroup", Loses: true},
			{Verb: deploy.Delete, What: "AWS::EC2::VPC Vpc", Type: "AWS::EC2::VPC"}}, nil, 0},
		"a stack that is new": {deploy.Pair{New: bound}, []deploy.Change{{Verb: deploy.Create, What: "AWS::EC2::SecurityGroup Group", Type: "AWS::EC2::SecurityGroup"}}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, moved, err := Compare(tc.pair)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, p.Changes); diff != "" || p.Same != tc.same {
				t.Errorf("%d stay; -want +got:\n%s", p.Same, diff)
			}
			if len(moved)+len(tc.moved) > 0 && !cmp.Equal(tc.moved, moved) {
				t.Errorf("outputs that will be others: %v", moved)
			}
		})
	}
	if _, _, err := Compare(deploy.Pair{New: &assembly.Unit{ID: "dev/x"}}); err == nil {
		t.Error("a unit without a stack is compared")
	}
}

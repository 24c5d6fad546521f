package compare

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/cfn"
)

func stack(resources string, parameters ...string) Stack {
	s := Stack{Template: []byte(`{"Parameters": {
		"ClusterName": {"Type": "String"}, "Subnets": {"Type": "CommaDelimitedList"}, "Size": {"Type": "Number", "Default": 3},
		"Password": {"Type": "String", "NoEcho": true}}, "Resources": {` + resources + `}}`), Parameters: map[string]string{}}
	for i := 0; i < len(parameters); i += 2 {
		s.Parameters[parameters[i]] = parameters[i+1]
	}
	return s
}

// lines are differences as text: "modify Vpc yes: CidrBlock a → b [yes]".
func lines(t *testing.T, found []Difference) []string {
	t.Helper()
	out := []string{}
	for i := range found {
		d := &found[i]
		s := fmt.Sprintf("%s %s", d.Action, d.ID)
		if d.Replacement != cfn.Updates {
			s += " " + string(d.Replacement)
		}
		if d.Goes() && d.Kept() {
			s += " kept"
		}
		if d.Loses() {
			s += " loses"
		}
		out = append(out, s)
		for _, p := range d.Changes {
			out = append(out, "  "+property(t, p))
		}
	}
	return out
}

func property(t *testing.T, p Property) string {
	t.Helper()
	text := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	s := p.Path + " " + text(p.Old) + " → " + text(p.New)
	if p.Because != "" {
		s = p.Path + " because of " + p.Because
	}
	if p.Replacement != cfn.Updates {
		s += " [" + string(p.Replacement) + "]"
	}
	return s
}

const (
	vpc     = `"Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}`
	subnet  = `"Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}}`
	routes  = `"Routes": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Fn::Join": ["", [{"Ref": "Vpc"}]]}}}`
	general = `"General": {"Type": "AWS::EKS::Nodegroup", "Properties": {"ClusterName": {"Ref": "ClusterName"}, "InstanceTypes": ["m7g.large"], "NodeRole": "r",
		"Subnets": {"Ref": "Subnets"}, "ScalingConfig": {"MinSize": 2}, "LaunchTemplate": {"Id": "x", "Version": {"Fn::GetAtt": ["Launch", "LatestVersionNumber"]}}}}`
	launch = `"Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {"ImageId": "ami-1"}}}`
	bucket = `"Inbox": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${ClusterName}-inbox"}}}`
	db     = `"Db": {"Type": "AWS::RDS::DBInstance", "DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot", "Properties": {"MasterUserPassword": {"Ref": "Password"}, "AllocatedStorage": "20", "Engine": "postgres"}}`
	eks    = `"Cluster": {"Type": "AWS::EKS::Cluster", "Properties": {"Name": {"Ref": "ClusterName"}, "RoleArn": "r", "ResourcesVpcConfig": {"SubnetIds": ["s"]}}}`
)

func with(s, old, new string) string {
	if !strings.Contains(s, old) {
		panic("the test's template has no " + old)
	}
	return strings.ReplaceAll(s, old, new)
}

func TestStacks(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		old, new Stack
		want     []string
	}{
		"nothing":               {stack(vpc), stack(vpc), []string{}},
		"added, removed":        {stack(vpc), stack(bucket), []string{"add Inbox", "remove Vpc"}},
		"removed with its data": {stack(bucket + "," + db), stack(vpc), []string{"remove Db kept", "remove Inbox loses", "add Vpc"}},
		"replacement spreads, also through functions": {
			stack(vpc + "," + subnet + "," + routes), stack(with(vpc, "10.0", "10.1") + "," + subnet + "," + routes),
			[]string{"modify Routes yes", "  VpcId because of Vpc [yes]", "modify Subnet yes", "  VpcId because of Vpc [yes]",
				"modify Vpc yes", `  CidrBlock "10.0.0.0/16" → "10.1.0.0/16" [yes]`},
		},
		"in place": {
			stack(general), stack(with(general, `"MinSize": 2`, `"MinSize": 3, "MaxSize": 5`)),
			[]string{"modify General", "  ScalingConfig.MaxSize null → 5", "  ScalingConfig.MinSize 2 → 3"},
		},
		"a parameter flows": {
			stack(general+","+bucket, "ClusterName", "a", "Subnets", "s-1,s-2"), stack(general+","+bucket, "ClusterName", "b", "Subnets", "s-1,s-3"),
			[]string{"modify General yes", `  ClusterName "a" → "b" [yes]`, `  Subnets[1] "s-2" → "s-3" [yes]`,
				"modify Inbox yes loses", `  BucketName "a-inbox" → "b-inbox" [yes]`},
		},
		"a parameter whose value will be another one": {
			stack(general, "Subnets", "${network}"), Stack{Template: stack(general).Template, Parameters: map[string]string{"Subnets": "${network}"}, Moving: map[string]cfn.Replacement{"Subnets": cfn.MayReplace}},
			[]string{"modify General maybe", "  Subnets because of Subnets [maybe]"},
		},
		"a version that moves in place": {
			stack(general + "," + launch), stack(general + "," + with(launch, "ami-1", "ami-2")),
			[]string{"modify General", "  LaunchTemplate.Version because of Launch", "modify Launch", `  LaunchTemplateData.ImageId "ami-1" → "ami-2"`},
		},
		"a part that replaces comes with all around it": {
			stack(eks), stack(with(eks, `"RoleArn": "r"`, `"RoleArn": "r", "KubernetesNetworkConfig": {"IpFamily": "ipv6"}`)),
			[]string{"modify Cluster yes loses", `  KubernetesNetworkConfig null → {"IpFamily":"ipv6"} [yes]`},
		},
		"a longer list": {
			stack(eks), stack(with(eks, `["s"]`, `["s", "t"]`)),
			[]string{"modify Cluster yes loses", `  ResourcesVpcConfig.SubnetIds ["s"] → ["s","t"] [yes]`},
		},
		"secrets": {
			stack(db, "Password", "hunter2"), stack(db, "Password", "hunter3"),
			[]string{"modify Db", `  MasterUserPassword "**** (before)" → "**** (after)"`},
		},
		"a secret that nobody shows": {stack(db, "Password", "****"), stack(db, "Password", "hunter3"), []string{}},
		"numbers and texts":          {stack(db), stack(with(db, `"20"`, `20`)), []string{}},
		"policies are not properties": {
			stack(db), stack(with(db, `"DeletionPolicy": "Snapshot"`, `"DeletionPolicy": "Delete"`)),
			[]string{"modify Db", `  /DeletionPolicy "Snapshot" → "Delete"`},
		},
		"order touches nothing": {stack(vpc), stack(with(vpc, `"Type"`, `"DependsOn": ["X"], "Type"`)), []string{}},
		"another type":          {stack(bucket), stack(with(bucket, "S3::Bucket", "EC2::VPC")), []string{"modify Inbox yes", `  /Type "AWS::S3::Bucket" → "AWS::EC2::VPC" [yes]`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := Stacks(tc.old, tc.new)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, lines(t, found)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	body := func(cidr string) Stack {
		return Stack{Template: []byte(`{"Resources": {` + with(vpc, "10.0.0.0/16", cidr) + `}, "Outputs": {
			"VpcId": {"Value": {"Ref": "Vpc"}}, "Cidr": {"Value": "` + cidr + `"}, "Region": {"Value": {"Ref": "AWS::Region"}}}}`)}
	}
	got, err := Outputs(body("10.0.0.0/16"), body("10.1.0.0/16"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]cfn.Replacement{"VpcId": cfn.Replaces, "Cidr": cfn.Replaces}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestStacksRefuses(t *testing.T) {
	t.Parallel()
	good := stack(vpc)
	for _, pair := range [][2]Stack{{good, {Template: []byte("{")}}, {{}, good}} {
		if found, err := Stacks(pair[0], pair[1]); err == nil {
			t.Errorf("got %v", found)
		}
	}
}

func FuzzStacks(f *testing.F) {
	f.Add(stack(general).Template, stack(vpc).Template)
	f.Add([]byte(`{"Resources":{"A":{"Properties":{"X":{"Fn::Sub":["${A}",{}]}}}}}`), []byte(`{"Resources":{"A":{"Type":3,"Properties":[]}}}`))
	f.Fuzz(func(t *testing.T, old, new []byte) {
		found, err := Stacks(Stack{Template: old}, Stack{Template: new})
		if err != nil {
			return
		}
		again, err := Stacks(Stack{Template: old}, Stack{Template: new})
		if diff := cmp.Diff(found, again); diff != "" || err != nil {
			t.Errorf("two comparisons differ: %s %v", diff, err)
		}
		if same, err := Stacks(Stack{Template: old}, Stack{Template: old}); err != nil || len(same) > 0 {
			t.Errorf("a template differs from itself: %v %v", same, err)
		}
	})
}

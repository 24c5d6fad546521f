package aws

import (
	"strings"
	"testing"

	"slipway.dev/slipway/blueprint"
)

func TestFindRegion(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Region{
		"us-east-2":     {Name: "us-east-2", Partition: "aws", Zones: 3},
		"us-west-1":     {Name: "us-west-1", Partition: "aws", Zones: 2},
		"cn-north-1":    {Name: "cn-north-1", Partition: "aws-cn", Zones: 3},
		"us-gov-west-1": {Name: "us-gov-west-1", Partition: "aws-us-gov", Zones: 3},
		"eu-south-2":    {Name: "eu-south-2", Partition: "aws", OptIn: true, Zones: 3},
	} {
		if got, ok := FindRegion(name); !ok || got != want {
			t.Errorf("FindRegion(%q) = %+v, %v, want %+v", name, got, ok, want)
		}
	}
	if _, ok := FindRegion("us-eats-2"); ok {
		t.Error("there is a region us-eats-2")
	}
	for name := range strings.FieldsSeq(regions + optInRegions) {
		if !strings.ContainsAny(name[len(name)-1:], "0123456789") {
			t.Errorf("%q is half a region", name)
		}
	}
}

func TestAMIType(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ ami, instance, want string }{
		{"al2023", "m7g.large", "AL2023_ARM_64_STANDARD"},
		{"al2023", "m7i-flex.large", "AL2023_x86_64_STANDARD"},
		{"al2023", "g6.xlarge", "AL2023_x86_64_NVIDIA"},
		{"al2023", "g5g.xlarge", "AL2023_ARM_64_NVIDIA"},
		{"al2023", "trn1.2xlarge", "AL2023_x86_64_NEURON"},
		{"al2023", "g4ad.xlarge", "AL2023_x86_64_STANDARD"}, // AMD's GPUs
		{"bottlerocket", "u7in-24tb.224xlarge", "BOTTLEROCKET_x86_64"},
		{"bottlerocket", "im4gn.large", "BOTTLEROCKET_ARM_64"},
		{"bottlerocket", "p5.48xlarge", "BOTTLEROCKET_x86_64_NVIDIA"},
		{"bottlerocket-fips", "c7g.large", "BOTTLEROCKET_ARM_64_FIPS"},
		{"bottlerocket-fips", "g6.xlarge", "BOTTLEROCKET_x86_64_NVIDIA_FIPS"},
		{"bottlerocket-fips", "trn1.2xlarge", ""},
		{"al2023", "c9g.large", "AL2023_ARM_64_STANDARD"},
		{"al2023", "p6e-gb200.36xlarge", "AL2023_ARM_64_NVIDIA"},
		{"bottlerocket", "inf2.xlarge", ""},
		{"al2023", "m77g.large", ""},
	} {
		g := &blueprint.NodeGroup{AMI: tc.ami, InstanceTypes: []string{tc.instance}}
		if got := amiType(g); got != tc.want {
			t.Errorf("%s on %s is %q, want %q", tc.ami, tc.instance, got, tc.want)
		}
	}
}

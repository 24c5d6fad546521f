package account

import (
	"slices"
	"strings"
)

// partitions are where names of regions begin with something else than in "aws"
// (endpoints rules of the AWS SDKs).
var partitions = []struct{ prefix, partition, home string }{
	{"cn-", "aws-cn", "cn-north-1"},
	{"us-gov-", "aws-us-gov", "us-gov-west-1"},
	{"eusc-", "aws-eusc", "eusc-de-east-1"},
	{"us-iso-", "aws-iso", "us-iso-east-1"},
	{"us-isob-", "aws-iso-b", "us-isob-east-1"},
	{"eu-isoe-", "aws-iso-e", "eu-isoe-west-1"},
	{"us-isof-", "aws-iso-f", "us-isof-south-1"},
}

// Partition is the partition a region is in: "aws", "aws-cn", "aws-us-gov".
func Partition(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return "aws"
}

// near is where to ask STS about a place when no region is configured: there,
// so that nothing leaves for another continent or past a closed network. A region
// that an account has to enable first is asked for its partition's home, since
// the caller's account may not have it.
func near(region, partition string) string {
	if slices.Contains(always, region) {
		return region
	}
	return home(partition)
}

// home is a region of a partition that no account can switch off.
func home(partition string) string {
	for _, p := range partitions {
		if p.partition == partition {
			return p.home
		}
	}
	return "us-east-1"
}

// optIn are the regions that an account has to enable first ("Enable or disable
// AWS Regions in your account", AWS Account Management Reference Guide).
var optIn = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
	"ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1",
	"me-central-1", "me-south-1", "mx-central-1",
}

// always are the regions that every account of their partition has. Names that
// are in neither list may be newer than this one.
var always = []string{
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
	"ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
	"us-east-1", "us-east-2", "us-west-1", "us-west-2",
	"cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
}

func isKnown(region string) bool {
	return slices.Contains(always, region) || slices.Contains(optIn, region)
}

package aws

import (
	"strings"

	"slipway.dev/slipway/diag"
)

// The regions of AWS, from @aws-cdk/region-info 2.269.0. An account must ask for
// the later ones before it can use them.
const (
	regions = `
		ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1
		cn-north-1 cn-northwest-1 eu-central-1 eu-isoe-west-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3
		eusc-de-east-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1
		us-isob-east-1 us-isob-west-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2`
	optInRegions = `
		af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
		ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1
		mx-central-1`
)

// zones are how many availability zones most accounts have for EKS where it is
// not three ("AWS Availability Zones"; us-east-1 has one more without EKS).
var zones = map[string]int{"us-east-1": 5, "us-west-1": 2, "us-west-2": 4, "ap-northeast-2": 4}

// partitions are the separate parts of AWS by how names of their regions begin.
var partitions = []struct{ prefix, partition string }{
	{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}, {"eusc-", "aws-eusc"},
	{"us-iso-", "aws-iso"}, {"us-isob-", "aws-iso-b"}, {"us-isof-", "aws-iso-f"}, {"eu-isoe-", "aws-iso-e"},
}

// Region is what is known about a region of AWS.
type Region struct {
	Name      string
	Partition string // "aws", "aws-cn", "aws-us-gov", …
	OptIn     bool   // an account must ask for it first
	Zones     int    // availability zones that most accounts have
}

// FindRegion is the region with a name.
func FindRegion(name string) (Region, bool) {
	r := Region{Name: name, Partition: Partition(name), Zones: 3}
	if n, ok := zones[name]; ok {
		r.Zones = n
	}
	r.OptIn = listed(optInRegions, name)
	return r, r.OptIn || listed(regions, name)
}

// Partition is the part of AWS that a region is in, by its name.
func Partition(region string) string {
	for _, p := range partitions {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return "aws"
}

func listed(list, name string) bool {
	for known := range strings.FieldsSeq(list) {
		if known == name {
			return true
		}
	}
	return false
}

func nearRegion(name string) string {
	return diag.DidYouMean(name, strings.Fields(regions+" "+optInRegions))
}

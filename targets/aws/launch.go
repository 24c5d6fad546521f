package aws

import (
	"fmt"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// launchTemplate is how a group's instances start: with an encrypted disk, and
// a metadata service that wants a token and whose answers do not leave the node,
// so that no pod gets the node's credentials. Groups that start alike share it.
func (n *compute) launchTemplate(g *blueprint.NodeGroup) *cfn.Resource {
	system := "Al2023"
	if strings.HasPrefix(g.AMI, "bottlerocket") {
		system = "Bottlerocket"
	}
	id := fmt.Sprintf("Launch%s%d", system, g.DiskSize)
	if r := n.Resources[id]; r != nil {
		return r
	}
	return n.Add(id, &cfn.EC2LaunchTemplate{LaunchTemplateData: &cfn.EC2LaunchTemplateLaunchTemplateData{
		BlockDeviceMappings: disks(system, g.DiskSize),
		MetadataOptions:     &cfn.EC2LaunchTemplateMetadataOptions{HttpTokens: cfn.S("required"), HttpPutResponseHopLimit: cfn.I(1)},
		TagSpecifications: []cfn.EC2LaunchTemplateTagSpecification{
			{ResourceType: cfn.S("instance"), Tags: named("${ClusterName}")},
			{ResourceType: cfn.S("volume"), Tags: named("${ClusterName}")},
		},
	}})
}

// disks are those of an operating system: Bottlerocket keeps itself on one and
// images and containers on another ("Bottlerocket: volumes").
func disks(system string, size int) []cfn.EC2LaunchTemplateBlockDeviceMapping {
	if system == "Bottlerocket" {
		return []cfn.EC2LaunchTemplateBlockDeviceMapping{disk("/dev/xvda", 4), disk("/dev/xvdb", size)}
	}
	return []cfn.EC2LaunchTemplateBlockDeviceMapping{disk("/dev/xvda", size)}
}

func disk(device string, size int) cfn.EC2LaunchTemplateBlockDeviceMapping {
	return cfn.EC2LaunchTemplateBlockDeviceMapping{
		DeviceName: cfn.S(device),
		Ebs:        &cfn.EC2LaunchTemplateEbs{Encrypted: cfn.B(true), VolumeSize: cfn.I(size), VolumeType: cfn.S("gp3")},
	}
}

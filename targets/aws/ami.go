package aws

import (
	"strings"

	"slipway.dev/slipway/blueprint"
)

// amiType is EKS' name for the image of a group's nodes ("Nodegroup: amiType"),
// "" where there is none for its operating system and instances.
func amiType(g *blueprint.NodeGroup) string {
	_, f, known := familyOf(g.InstanceTypes[0])
	if !known {
		return ""
	}
	return imageOf(g.AMI, f)
}

// imageOf is the image of an operating system for a family.
func imageOf(ami string, f family) string {
	architecture := "x86_64"
	if f.arm {
		architecture = "ARM_64"
	}
	switch {
	case ami == "al2023" && f.accelerator == "":
		return "AL2023_" + architecture + "_STANDARD"
	case ami == "al2023":
		return "AL2023_" + architecture + "_" + f.accelerator
	case f.accelerator == "":
		return "BOTTLEROCKET_" + architecture + strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(ami, "bottlerocket"), "-", "_"))
	case f.accelerator == "NVIDIA" && ami == "bottlerocket":
		return "BOTTLEROCKET_" + architecture + "_NVIDIA"
	case f.accelerator == "NVIDIA" && ami == "bottlerocket-fips":
		return "BOTTLEROCKET_" + architecture + "_NVIDIA_FIPS"
	}
	return ""
}

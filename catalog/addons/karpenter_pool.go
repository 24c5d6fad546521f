package addons

import (
	"cmp"
	"strconv"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// pool adds the first pool of nodes and what they are like. A team may add
// more, by extend.
func (a *Karpenter) pool(b *blueprint.AddOnBuild) error {
	part := blueprint.Part{Name: "pool", Gates: gates(ready())}
	class := manifest.New("karpenter.k8s.aws/v1", "EC2NodeClass", "", "default").With("spec", fields{
		"amiSelectorTerms":           list(fields{"alias": cmp.Or(a.Image, "al2023@latest")}),
		"instanceProfile":            part.From(identityPart, "InstanceProfile"),
		"subnetSelectorTerms":        a.subnets(b, &part),
		"securityGroupSelectorTerms": list(fields{"id": part.Of("cluster", "SecurityGroupId")}),
		"metadataOptions":            fields{"httpTokens": "required", "httpPutResponseHopLimit": 1}, // pods have roles of their own
		"blockDeviceMappings":        a.disks(),
	})
	var err error
	if part.Files, err = add(nil, "objects.yaml", class, a.nodePool()); err != nil {
		return err
	}
	b.Add(part)
	return nil
}

// disks are encrypted. Bottlerocket keeps itself on the first one, and images and
// containers on another.
func (a *Karpenter) disks() []any {
	disk := func(device, size string) fields {
		return fields{"deviceName": device, "ebs": fields{
			"encrypted": true, "volumeType": "gp3", "volumeSize": size, "deleteOnTermination": true,
		}}
	}
	if strings.HasPrefix(a.Image, "bottlerocket") {
		return list(disk("/dev/xvda", "4Gi"), disk("/dev/xvdb", "50Gi"))
	}
	return list(disk("/dev/xvda", "50Gi"))
}

func (a *Karpenter) nodePool() manifest.Object {
	in := func(key string, values ...string) fields {
		return fields{"key": key, "operator": "In", "values": list(values...)}
	}
	return manifest.New("karpenter.sh/v1", "NodePool", "", "default").With("spec", fields{
		"template": fields{"spec": fields{
			"nodeClassRef": fields{"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "default"},
			"expireAfter":  "720h", // new nodes have new images
			"requirements": list(
				in("kubernetes.io/arch", a.Architectures...),
				in("karpenter.sh/capacity-type", a.Capacity...),
				in("karpenter.k8s.aws/instance-category", "c", "m", "r"),
				fields{"key": "karpenter.k8s.aws/instance-generation", "operator": "Gt", "values": list("4")},
			),
		}},
		"limits":     fields{"cpu": strconv.Itoa(a.CPU)},
		"disruption": fields{"consolidationPolicy": "WhenEmptyOrUnderutilized", "consolidateAfter": "1m"},
	})
}

// subnets are those that the settings or the blueprint's own VPC name, else those
// of the network that Slipway makes, by their names.
func (a *Karpenter) subnets(b *blueprint.AddOnBuild, part *blueprint.Part) []any {
	ids, network := a.Subnets, b.Blueprint.Network
	if len(ids) == 0 && network.VPC != nil {
		ids = network.VPC.PrivateSubnets
	}
	var terms []any
	for _, id := range ids {
		terms = append(terms, fields{"id": id})
	}
	if len(terms) > 0 {
		return terms
	}
	kind := "Private"
	if network.Subnets.Private != nil && !*network.Subnets.Private {
		kind = "Public"
	}
	for zone := range network.Zones {
		terms = append(terms, fields{"tags": fields{"Name": part.Of("cluster", "ClusterName") + "-network-" + kind + strconv.Itoa(zone+1)}})
	}
	return terms
}

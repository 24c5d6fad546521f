package eks

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	tagging "github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"
)

// Leftover is a resource that something in a cluster made and that no stack
// owns: it outlives the cluster, costs money and may keep the network from
// being deleted.
type Leftover struct {
	ARN  string            `json:"arn"`
	Kind string            `json:"kind"` // "load balancer", "network interface", "volume", "security group", …
	Tags map[string]string `json:"tags"`
	Why  string            `json:"why"` // who made it, and for what
}

// String is the resource on one line.
func (l Leftover) String() string { return fmt.Sprintf("%s %s: %s", l.Kind, l.ARN, l.Why) }

// maker is who leaves resources behind, and the tag it leaves on them.
type maker struct {
	tag   string // $ is the cluster's name
	value string // $ is the cluster's name; "" is any value
	name  string
	owner []string // tags that tell for which object
}

// makers are what writes tags with a cluster's name: the AWS Load Balancer
// Controller, the EBS CSI driver, the VPC CNI and the cloud providers, by the
// documents of each.
var makers = []maker{
	{"elbv2.k8s.aws/cluster", "$", "made by the AWS Load Balancer Controller", []string{"service.k8s.aws/stack", "ingress.k8s.aws/stack", "gateway.k8s.aws.nlb/stack", "gateway.k8s.aws.alb/stack"}},
	{"ebs.csi.aws.com/cluster-name", "$", "made by the EBS CSI driver", []string{"kubernetes.io/created-for/pvc/namespace", "kubernetes.io/created-for/pvc/name"}},
	{"cluster.k8s.amazonaws.com/name", "$", "made by the VPC CNI for pods of a node", nil},
	{"KubernetesCluster", "$", "made by a cloud provider", []string{"kubernetes.io/service-name"}},
	{"kubernetes.io/cluster/$", "", "made for the cluster", []string{"kubernetes.io/service-name", "karpenter.sh/nodepool"}},
}

// Tags of resources that something else deletes: a stack, EKS, an auto scaling group.
var owners = []string{"aws:cloudformation:stack-name", "aws:eks:cluster-name", "eks:nodegroup-name", "aws:autoscaling:groupName"}

// kinds are the resources that are left, by the beginning of what an ARN ends in.
var kinds = map[string]string{
	"elasticloadbalancing:loadbalancer": "load balancer", "elasticloadbalancing:targetgroup": "target group",
	"ec2:network-interface": "network interface", "ec2:volume": "volume", "ec2:snapshot": "snapshot",
	"ec2:security-group": "security group", "ec2:instance": "instance", "ec2:launch-template": "launch template",
}

// Leftovers finds what a cluster left in the account and region of the config,
// by tags, ordered by kind and ARN. The tagging API shows a deleted resource
// for some minutes more.
func Leftovers(ctx context.Context, cfg aws.Config, cluster string) ([]Leftover, error) {
	client := tagging.NewFromConfig(cfg)
	found := map[string]Leftover{}
	for _, m := range makers {
		filter := types.TagFilter{Key: aws.String(strings.ReplaceAll(m.tag, "$", cluster))}
		if m.value != "" {
			filter.Values = []string{cluster}
		}
		input := &tagging.GetResourcesInput{TagFilters: []types.TagFilter{filter}}
		for pages := tagging.NewGetResourcesPaginator(client, input); pages.HasMorePages(); {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, fmt.Errorf("looking for what the EKS cluster %s left in %s: %w", cluster, cfg.Region, err)
			}
			for _, r := range page.ResourceTagMappingList {
				l, ok := m.leftover(r, aws.ToString(filter.Key))
				if _, known := found[l.ARN]; ok && !known {
					found[l.ARN] = l
				}
			}
		}
	}
	return slices.SortedFunc(maps.Values(found), func(a, b Leftover) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ARN, b.ARN))
	}), nil
}

// leftover reads one resource; what is shared between clusters, or has another
// owner, is none.
func (m maker) leftover(r types.ResourceTagMapping, tag string) (Leftover, bool) {
	l := Leftover{ARN: aws.ToString(r.ResourceARN), Kind: kindOf(aws.ToString(r.ResourceARN)), Tags: map[string]string{}, Why: m.name}
	for _, t := range r.Tags {
		l.Tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	if l.Kind == "" || l.Tags[tag] == "shared" {
		return l, false
	}
	if slices.ContainsFunc(owners, func(o string) bool { _, ok := l.Tags[o]; return ok }) {
		return l, false
	}
	var object []string
	for _, o := range m.owner {
		if v := l.Tags[o]; v != "" {
			object = append(object, v)
		}
	}
	if len(object) > 0 {
		l.Why += " for " + strings.Join(object, "/")
	}
	return l, true
}

// kindOf is what an ARN names, "" for what nobody has to look after:
// "arn:aws:ec2:us-east-2:111111111111:volume/vol-1" is a volume.
func kindOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	resource, _, _ := strings.Cut(parts[5], "/")
	return kinds[parts[2]+":"+resource]
}

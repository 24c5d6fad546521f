package compile_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
)

// choice is one way to fill in a part of a blueprint.
type choice struct {
	name string
	make func(*blueprint.Platform, *blueprint.Blueprint)
}

func blue(name string, make func(*blueprint.Blueprint)) choice {
	return choice{name, func(_ *blueprint.Platform, b *blueprint.Blueprint) { make(b) }}
}

func yes() *bool { on := true; return &on }
func no() *bool  { off := false; return &off }

// allEndpoints are what is reached inside a network without a way out.
var allEndpoints = []string{"s3", "dynamodb", "autoscaling", "ec2", "ecr", "eks", "eks-auth", "elasticloadbalancing", "kms", "logs", "monitoring",
	"secretsmanager", "sns", "sqs", "ssm", "sts", "xray"}

func existingVPC(b *blueprint.Blueprint) {
	b.Network.VPC = &blueprint.VPC{
		ID: "vpc-0123456789abcdef0", PrivateSubnets: []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		PublicSubnets: []string{"subnet-0123456789abcdef2", "subnet-0123456789abcdef3"}, RouteTables: []string{"rtb-0123456789abcdef0"},
	}
}

var networkChoices = []choice{
	blue("default", func(*blueprint.Blueprint) {}),
	blue("two-zones", func(b *blueprint.Blueprint) { b.Network.Zones = 2 }),
	blue("five-zones", func(b *blueprint.Blueprint) { b.Network.Zones, b.Network.NAT = 5, "zone" }),
	blue("zone-ids", func(b *blueprint.Blueprint) { b.Network.ZoneIDs = []string{"use1-az1", "use1-az2", "use1-az4"} }),
	blue("small", func(b *blueprint.Blueprint) { b.Network.CIDR = "10.1.0.0/22" }),
	blue("ipv6", func(b *blueprint.Blueprint) { b.Network.IPv6 = true }),
	blue("ipv6-zone-nat", func(b *blueprint.Blueprint) { b.Network.IPv6, b.Network.NAT = true, "zone" }),
	blue("no-nat", func(b *blueprint.Blueprint) { b.Network.NAT, b.Network.Endpoints = "none", allEndpoints }),
	blue("closed", func(b *blueprint.Blueprint) {
		b.Network.NAT, b.Network.Endpoints = "none", allEndpoints
		b.Network.Subnets = blueprint.Subnets{Public: no(), Intra: true}
	}),
	blue("closed-ipv6", func(b *blueprint.Blueprint) {
		b.Network.NAT, b.Network.Endpoints, b.Network.IPv6 = "none", allEndpoints, true
		b.Network.Subnets = blueprint.Subnets{Public: no(), Private: yes()}
	}),
	blue("all-subnets", func(b *blueprint.Blueprint) { b.Network.Subnets.Intra = true }),
	blue("gateways", func(b *blueprint.Blueprint) { b.Network.Endpoints = []string{"s3", "dynamodb"} }),
	blue("flow-logs", func(b *blueprint.Blueprint) {
		b.Network.FlowLogs = blueprint.FlowLogs{Traffic: "all", RetentionDays: 365}
	}),
	blue("flow-logs-accepted", func(b *blueprint.Blueprint) { b.Network.FlowLogs.Traffic = "accepted" }),
	blue("existing", existingVPC),
	blue("existing-endpoints", func(b *blueprint.Blueprint) { existingVPC(b); b.Network.Endpoints = allEndpoints }),
}

var controlChoices = []choice{
	blue("default", func(*blueprint.Blueprint) {}),
	blue("irsa", func(b *blueprint.Blueprint) { b.EKS.Identity = "irsa" }),
	blue("private", func(b *blueprint.Blueprint) { b.EKS.API.Public = no() }),
	blue("public", func(b *blueprint.Blueprint) { b.EKS.API.Private = no() }),
	blue("ranges", func(b *blueprint.Blueprint) { b.EKS.API.PublicCIDRs = []string{"203.0.113.0/24", "198.51.100.0/24"} }),
	blue("no-key", func(b *blueprint.Blueprint) { b.EKS.Encryption = "off" }),
	blue("their-key", func(b *blueprint.Blueprint) {
		b.EKS.Encryption = "arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555"
	}),
	blue("no-logs", func(b *blueprint.Blueprint) { b.EKS.Logs = []string{"none"} }),
	blue("all-logs", func(b *blueprint.Blueprint) {
		b.EKS.Logs, b.EKS.LogRetentionDays = []string{"api", "audit", "authenticator", "controllerManager", "scheduler"}, 1827
	}),
	blue("extended", func(b *blueprint.Blueprint) { b.Kubernetes, b.EKS.UpgradePolicy = "1.31", "extended" }),
	blue("unprotected", func(b *blueprint.Blueprint) { b.EKS.DeletionProtection, b.EKS.ZonalShift = no(), true }),
	blue("admins", func(b *blueprint.Blueprint) {
		b.EKS.Admins = []string{"role/platform", "user/ops", "arn:aws:iam::222222222222:role/path/other"}
	}),
	blue("auto", func(b *blueprint.Blueprint) { b.EKS.AutoMode = &blueprint.AutoMode{} }),
	blue("auto-irsa", func(b *blueprint.Blueprint) {
		b.EKS.AutoMode, b.EKS.Identity = &blueprint.AutoMode{NodePools: []string{"system"}}, "irsa"
	}),
}

func group(name string, set func(*blueprint.NodeGroup)) choice {
	return blue(name, func(b *blueprint.Blueprint) { set(&b.NodeGroups[0]) })
}

func fargate(b *blueprint.Blueprint) {
	b.EKS.Fargate = []blueprint.FargateProfile{
		{Name: "system", Selectors: []blueprint.FargateSelector{{Namespace: "kube-system"}}},
		{Name: "jobs-1", Selectors: []blueprint.FargateSelector{{Namespace: "job-*", Labels: map[string]string{"size": "s", "tier": "t"}}, {Namespace: "other"}}},
	}
}

var nodeChoices = []choice{
	group("x86", func(g *blueprint.NodeGroup) { g.InstanceTypes = []string{"m7i.large", "m7a.large", "m7i-flex.large"} }),
	group("gpu", func(g *blueprint.NodeGroup) { g.InstanceTypes, g.DiskSize = []string{"g6.xlarge"}, 200 }),
	group("arm-gpu", func(g *blueprint.NodeGroup) { g.InstanceTypes = []string{"g5g.xlarge"} }),
	group("neuron", func(g *blueprint.NodeGroup) { g.InstanceTypes = []string{"inf2.xlarge"} }),
	group("rocket", func(g *blueprint.NodeGroup) { g.AMI = "bottlerocket" }),
	group("rocket-gpu", func(g *blueprint.NodeGroup) { g.AMI, g.InstanceTypes = "bottlerocket", []string{"p5.48xlarge"} }),
	group("fips", func(g *blueprint.NodeGroup) { g.AMI, g.InstanceTypes = "bottlerocket-fips", []string{"c7i.large"} }),
	group("spot", func(g *blueprint.NodeGroup) {
		g.Capacity, g.Min, g.Max, g.Desired = "spot", blueprint.None, 9, 5
		g.Update.MaxUnavailable = 2
	}),
	group("marked", func(g *blueprint.NodeGroup) {
		g.Labels = map[string]string{"tier": "batch", "a": "b"}
		g.Taints = []blueprint.Taint{{Key: "a", Value: "b", Effect: "NoSchedule"}, {Key: "c", Effect: "NoExecute"}, {Key: "d", Effect: "PreferNoSchedule"}}
		g.Update.MaxUnavailablePercentage, g.Repair = 50, no()
	}),
	group("public", func(g *blueprint.NodeGroup) { g.Subnets = "public" }),
	blue("several", func(b *blueprint.Blueprint) {
		b.NodeGroups = append(b.NodeGroups, blueprint.NodeGroup{Name: "big", DiskSize: 100}, blueprint.NodeGroup{Name: "rocket-2", AMI: "bottlerocket"})
	}),
	blue("fargate", func(b *blueprint.Blueprint) { fargate(b); b.NodeGroups, b.EKS.Identity = nil, "irsa" }),
	blue("fargate-too", fargate),
}

var endpointOnTop = func(b *blueprint.Blueprint) {
	b.EKS.AutoMode = &blueprint.AutoMode{}
	b.Endpoint = &blueprint.Endpoint{Domain: "{cluster}.{region}.example.com", Service: blueprint.EndpointService{Namespace: "web", Name: "web"}}
}

var extraChoices = []choice{
	blue("argocd", func(b *blueprint.Blueprint) {
		b.EKS.Capabilities.ArgoCD = &blueprint.ManagedArgoCD{IdentityCenter: "arn:aws:sso:::instance/ssoins-0123456789abcdef", Admins: []string{"a"}, Viewers: []string{"b"}}
	}),
	blue("ack-kro", func(b *blueprint.Blueprint) {
		b.EKS.Capabilities.ACK, b.EKS.Capabilities.Kro = &blueprint.ManagedACK{Policies: []string{"policy/ack"}}, &blueprint.ManagedKro{}
	}),
	blue("endpoint", endpointOnTop),
	blue("endpoint-zone", func(b *blueprint.Blueprint) { endpointOnTop(b); b.Endpoint.Zone = "Z0123456789ABCDEFGHIJ" }),
	blue("endpoint-delegated", func(b *blueprint.Blueprint) {
		endpointOnTop(b)
		b.Endpoint.ParentZone, b.Endpoint.Throttle = "Z0123456789ABCDEFGHIJ", blueprint.Throttle{Rate: 10, Burst: 5}
	}),
	blue("endpoint-controller", func(b *blueprint.Blueprint) {
		endpointOnTop(b)
		b.EKS.AutoMode, b.AddOns = nil, catalogued("aws-load-balancer-controller")
	}),
	blue("own-core", func(b *blueprint.Blueprint) {
		b.AddOns = catalogued("vpc-cni", "kube-proxy", "coredns", "pod-identity-agent")
	}),
	{"company", func(p *blueprint.Platform, _ *blueprint.Blueprint) {
		p.AWS = blueprint.AWSSettings{PermissionsBoundary: "bounds", Tags: map[string]string{"cost-center": "17"}}
	}},
	{"imported", func(p *blueprint.Platform, b *blueprint.Blueprint) {
		endpointOnTop(b)
		for i := range p.Clusters {
			p.Clusters[i].Existing = fmt.Sprintf("Legacy_%d", i)
		}
	}},
}

// catalogued are add-ons with their defaults.
func catalogued(names ...string) blueprint.AddOns {
	var out blueprint.AddOns
	for _, name := range names {
		a, _ := catalog.All().New(name)
		out = append(out, a)
	}
	return out
}

// matrix is platforms that cover every option of the target aws: each choice of
// a network and of nodes with each of a control plane, and each extra with each
// network.
func matrix() map[string]*blueprint.Platform {
	out := map[string]*blueprint.Platform{}
	for _, cross := range []struct {
		name string
		a, b []choice
	}{{"network", networkChoices, controlChoices}, {"nodes", nodeChoices, controlChoices}, {"extra", extraChoices, networkChoices}} {
		for _, a := range cross.a {
			for _, b := range cross.b {
				out[strings.Join([]string{cross.name, a.name, b.name}, "/")] = crossed(a, b)
			}
		}
	}
	for _, c := range controlChoices { // Auto Mode alone has no nodes
		if strings.HasPrefix(c.name, "auto") {
			p := crossed(c)
			p.Blueprints["standard"].NodeGroups = nil
			out["no-nodes/"+c.name] = p
		}
	}
	return out
}

// crossed has two clusters, which must come out as the same templates; an
// existing VPC is in one region only.
func crossed(choices ...choice) *blueprint.Platform {
	b := &blueprint.Blueprint{NodeGroups: []blueprint.NodeGroup{{Name: "general"}}}
	p := &blueprint.Platform{
		Name: "shop", Accounts: map[string]string{"one": "111111111111", "two": "222222222222"}, Blueprints: map[string]*blueprint.Blueprint{"standard": b},
		Clusters: []blueprint.Cluster{
			{Name: "dev", Blueprint: "standard", Account: "one", Region: "us-east-1"},
			{Name: "prod", Blueprint: "standard", Account: "two", Region: "us-east-1"},
		},
	}
	for _, c := range choices {
		c.make(p, b)
	}
	if b.Network.VPC != nil {
		p.Clusters = p.Clusters[:1]
	}
	return p
}

func sortedNames(m map[string]*blueprint.Platform) []string { return slices.Sorted(maps.Keys(m)) }

package aws

import (
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// control is a control plane in the making.
type control struct {
	*cfn.Template
	blueprint *blueprint.Blueprint
	name      cfn.String
	cluster   *cfn.Resource
	provider  *cfn.Resource // of OIDC identities, nil without IRSA
}

// cluster is the control plane with what must be there before nodes are: who
// has access, and the add-ons that make a node Ready.
func cluster(b *blueprint.Blueprint) (*blueprint.Part, error) {
	c := &control{Template: cfn.New("An EKS cluster."), blueprint: b}
	part := &blueprint.Part{Name: clusterPart, Timeout: clusterTimeout, Template: c.Template}
	part.Stack = assembly.Stack{Capabilities: []string{"CAPABILITY_IAM"}, Protected: true, Parameters: map[string]string{"ClusterName": "${slipway.eks}"}}
	c.parameters(part)
	c.build()
	c.admins()
	c.identities()
	err := c.coreAddOns()
	c.outputs()
	return part, err
}

// parameters are the cluster's name and where it is: in the new network or in
// one that is there already.
func (c *control) parameters(part *blueprint.Part) {
	c.name = c.Param("ClusterName", "Name of the cluster.")
	c.Param("VpcId", "The network.")
	if v := c.blueprint.Network.VPC; v != nil {
		part.Stack.Parameters["VpcId"] = v.ID
	} else {
		part.Stack.Parameters["VpcId"] = part.Of(networkPart, "VpcId")
	}
	for _, k := range []kind{private, public, intra} {
		id := k.name + "SubnetIds"
		c.Param(id, k.name+" subnets, with commas.")
		part.Stack.Parameters[id] = subnetIDs(part, c.blueprint, k)
	}
}

// subnetIDs are the ids of subnets of a kind, with commas; "" for none.
func subnetIDs(part *blueprint.Part, b *blueprint.Blueprint, k kind) string {
	if b.Network.VPC != nil {
		return strings.Join(existingSubnets(b.Network.VPC, k), ",")
	}
	if slices.Contains(kinds(&b.Network), k) {
		return part.Of(networkPart, k.name+"SubnetIds")
	}
	return ""
}

func existingSubnets(v *blueprint.VPC, k kind) []string {
	switch k {
	case private:
		return v.PrivateSubnets
	case public:
		return v.PublicSubnets
	}
	return v.IntraSubnets
}

// hasSubnets reports whether the network has subnets of a kind.
func hasSubnets(n *blueprint.Network, k kind) bool {
	if n.VPC != nil {
		return len(existingSubnets(n.VPC, k)) > 0
	}
	return slices.Contains(kinds(n), k)
}

// build makes the cluster itself.
func (c *control) build() {
	e := &c.blueprint.EKS
	r := c.clusterRole()
	properties := &cfn.EKSCluster{
		Name: c.name, Version: cfn.S(c.blueprint.Kubernetes), RoleArn: r.Att("Arn"),
		AccessConfig:               &cfn.EKSClusterAccessConfig{AuthenticationMode: cfn.S("API"), BootstrapClusterCreatorAdminPermissions: cfn.B(true)},
		BootstrapSelfManagedAddons: cfn.B(false),
		DeletionProtection:         cfn.B(on(e.DeletionProtection)),
		EncryptionConfig:           c.encryption(r),
		KubernetesNetworkConfig:    c.addresses(),
		ResourcesVpcConfig:         c.access(),
		UpgradePolicy:              &cfn.EKSClusterUpgradePolicy{SupportType: cfn.S(strings.ToUpper(e.UpgradePolicy))},
	}
	if e.ZonalShift {
		properties.ZonalShiftConfig = &cfn.EKSClusterZonalShiftConfig{Enabled: cfn.B(true)}
	}
	if e.AutoMode != nil {
		c.autoMode(properties)
	}
	logs := c.logs(properties)
	c.cluster = c.Add("Cluster", properties)
	if logs != nil {
		c.cluster.After(logs) // else EKS makes it, without retention
	}
}

// access says from where the API is reached, and in which subnets the control
// plane has its network interfaces: the most closed ones there are.
func (c *control) access() *cfn.EKSClusterResourcesVpcConfig {
	api, n := &c.blueprint.EKS.API, &c.blueprint.Network
	out := &cfn.EKSClusterResourcesVpcConfig{
		EndpointPrivateAccess: cfn.B(on(api.Private)), EndpointPublicAccess: cfn.B(on(api.Public)),
	}
	for _, k := range []kind{intra, private, public} {
		if hasSubnets(n, k) {
			out.SubnetIds = cfn.Split(",", cfn.Ref(k.name+"SubnetIds"))
			break
		}
	}
	if on(api.Public) && len(api.PublicCIDRs) > 0 {
		out.PublicAccessCidrs = cfn.L(api.PublicCIDRs...)
	}
	return out
}

func (c *control) addresses() *cfn.EKSClusterKubernetesNetworkConfig {
	if c.blueprint.Network.IPv6 {
		return &cfn.EKSClusterKubernetesNetworkConfig{IpFamily: cfn.S("ipv6")}
	}
	return &cfn.EKSClusterKubernetesNetworkConfig{IpFamily: cfn.S("ipv4"), ServiceIpv4Cidr: cfn.S(c.blueprint.Network.Services)}
}

// logs keeps the control plane's logs, beyond the life of the cluster.
func (c *control) logs(properties *cfn.EKSCluster) *cfn.Resource {
	var types []cfn.EKSClusterLoggingTypeConfig
	for _, name := range c.blueprint.EKS.Logs {
		if name != "none" {
			types = append(types, cfn.EKSClusterLoggingTypeConfig{Type: cfn.S(name)})
		}
	}
	if len(types) == 0 {
		return nil
	}
	properties.Logging = &cfn.EKSClusterLogging{ClusterLogging: &cfn.EKSClusterClusterLogging{EnabledTypes: types}}
	return c.Add("Logs", &cfn.LogsLogGroup{
		LogGroupName: cfn.Sub("/aws/eks/${ClusterName}/cluster"), RetentionInDays: cfn.I(c.blueprint.EKS.LogRetentionDays),
	}).Keep()
}

// outputs are what every other unit knows of a cluster.
func (c *control) outputs() {
	att := c.cluster.Att
	for id, value := range map[string]cfn.String{
		"ClusterName": c.cluster.Ref(), "ClusterArn": att("Arn"), "Endpoint": att("Endpoint"),
		"CertificateAuthority": att("CertificateAuthorityData"), "OidcIssuer": c.issuer(), "SecurityGroupId": att("ClusterSecurityGroupId"),
		"VpcId": cfn.Ref("VpcId"), "PrivateSubnetIds": cfn.Ref("PrivateSubnetIds"), "PublicSubnetIds": cfn.Ref("PublicSubnetIds"),
		"IntraSubnetIds": cfn.Ref("IntraSubnetIds"), "Region": cfn.Region, "AccountId": cfn.AccountID, "Partition": cfn.Partition,
	} {
		c.Output(id, "", value)
	}
	if c.provider != nil {
		c.Output("OidcProviderArn", "", c.provider.Ref())
	}
}

// issuer is the issuer of the cluster's tokens without its scheme.
func (c *control) issuer() cfn.String {
	return cfn.Select(1, cfn.Split("//", c.cluster.Att("OpenIdConnectIssuerUrl")))
}

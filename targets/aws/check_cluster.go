package aws

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// Longest names ("CreateCluster", Amazon EKS API; "CreateStack", AWS
// CloudFormation API).
const (
	longestCluster = 100
	longestStack   = 128
)

var (
	clusterName = upTo{100, regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]*$`)}
)

func (c *checks) at(cluster *blueprint.Cluster) at { return at{c, c.paths[cluster]} }

// cluster checks where a cluster is and what its parts would be called.
func (c *checks) cluster(cluster *blueprint.Cluster) {
	p := c.at(cluster)
	c.place(p, cluster)
	if !p.sound("existing") {
		return
	}
	if cluster.Existing != "" {
		p.field("existing").shape(cluster.Existing, clusterName, "the name of an EKS cluster")
		return
	}
	if name := c.eksName(cluster); len(name) > longestCluster {
		p.field("name").report("Shorten the name of the cluster or of the platform.",
			"EKS would know the cluster as %s, which has %d characters; it takes %d", name, len(name), longestCluster)
	}
	c.stackNames(p, cluster)
	if b := c.platform.Blueprints[cluster.Blueprint]; b != nil {
		c.entries(cluster, b)
	}
}

func (c *checks) place(p at, cluster *blueprint.Cluster) {
	if cluster.Account == "" { // what is wrong with an account or its name, blueprint says
		p.field("account").report("Name an entry of accounts.", "is missing")
	}
	if cluster.Region == "" {
		p.field("region").report("Name the AWS region, such as us-east-2.", "is missing")
		return
	}
	region, known := FindRegion(cluster.Region)
	if !known {
		p.field("region").report(nearRegion(cluster.Region), "AWS has no region %s", cluster.Region)
		return
	}
	b := c.platform.Blueprints[cluster.Blueprint]
	if b == nil || cluster.Existing != "" || !c.blueprintOf(cluster).sound("network.vpc", "network.zones", "network.endpoints") {
		return
	}
	if b.Network.VPC == nil && b.Network.Zones > region.Zones {
		p.field("region").report("Lower network.zones of the blueprint, or choose another region.",
			"%s has %d availability zones for most accounts, the blueprint asks for %d", region.Name, region.Zones, b.Network.Zones)
	}
	if region.Partition == "aws-cn" && slices.ContainsFunc(b.Network.Endpoints, func(e string) bool { return !slices.Contains(gateways, e) }) {
		p.field("region").report("Leave all but s3 and dynamodb out of network.endpoints.", "endpoints with network interfaces have other names in China, which Slipway does not know")
	}
}

// eksName is what EKS knows a cluster by.
func (c *checks) eksName(cluster *blueprint.Cluster) string {
	if cluster.Existing != "" {
		return cluster.Existing
	}
	return c.platform.Name + "-" + cluster.Name
}

// stackNames reports the longest stack name of a cluster where it is too long.
func (c *checks) stackNames(p at, cluster *blueprint.Cluster) {
	b := c.platform.Blueprints[cluster.Blueprint]
	if b == nil {
		return
	}
	longest := ""
	for _, team := range b.Teams {
		longest = longer(longest, "teams-"+team+"-aws")
	}
	for _, a := range b.AddOns {
		longest = longer(longest, "addons-"+a.Info().Name+"-identity")
	}
	if name := c.platform.Name + "-" + cluster.Name + "-" + longest; len(name) > longestStack {
		p.field("name").report("Shorten one of the names it is made of.",
			"a stack would be called %s, which has %d characters; CloudFormation takes %d", name, len(name), longestStack)
	}
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// apart reports clusters that would be the same thing on AWS.
func (c *checks) apart(clusters []*blueprint.Cluster) {
	names, domains, networks := map[string]string{}, map[string]string{}, map[string]*blueprint.Cluster{}
	for _, cluster := range clusters {
		p, account := c.at(cluster), c.platform.Accounts[cluster.Account]
		if account == "" || cluster.Region == "" || !p.sound("name", "account", "region", "existing") || !c.subject.Sound("name") {
			continue // nobody can tell where it is
		}
		key := account + "/" + cluster.Region + "/" + c.eksName(cluster)
		if other, taken := names[key]; taken && other != cluster.Name { // blueprint says that names are unique
			p.report("Rename one of them, or put it into another account or region.",
				"is the EKS cluster %s in the account %s and the region %s, which the cluster %s is, too", c.eksName(cluster), account, cluster.Region, other)
		}
		names[key] = cluster.Name
		b := c.platform.Blueprints[cluster.Blueprint]
		if b == nil {
			continue
		}
		c.oneDomain(p, cluster, b, domains)
		if b.Network.VPC == nil || cluster.Existing != "" {
			continue
		}
		if other := networks[b.Network.VPC.ID]; other != nil && (other.Region != cluster.Region || c.platform.Accounts[other.Account] != account) {
			p.report("Give it a blueprint of its own, with a VPC of its region.",
				"its blueprint has the VPC %s, which cannot be here and where the cluster %s is", b.Network.VPC.ID, other.Name)
		}
		networks[b.Network.VPC.ID] = cluster
	}
}

func (c *checks) oneDomain(p at, cluster *blueprint.Cluster, b *blueprint.Blueprint, taken map[string]string) {
	if b.Endpoint == nil {
		return
	}
	domain := strings.NewReplacer("{cluster}", cluster.Name, "{region}", cluster.Region).Replace(b.Endpoint.Domain)
	if other, ok := taken[domain]; ok {
		p.report("Put {cluster} into endpoint.domain of the blueprint.", "has the domain %s, which the cluster %s has, too", domain, other)
	}
	taken[domain] = cluster.Name
}

var (
	roleName   = upTo{64, regexp.MustCompile(`^[\w+=,.@-]+$`)}
	policyName = upTo{512 + 128, regexp.MustCompile(`^([\w+=,.@-]+/)*[\w+=,.@-]+$`)} // with its path
	externalID = upTo{1224, regexp.MustCompile(`^[\w+=,.@:/-]{2,}$`)}
)

// settings checks what the whole platform has in common.
func (c *checks) settings() {
	p, s := at{c, "aws"}, &c.platform.AWS
	if s.DeployRole != "" {
		p.field("deployRole").shape(s.DeployRole, roleName, "the name of an IAM role, without its ARN")
	}
	if s.ExternalID != "" {
		p.field("externalID").shape(s.ExternalID, externalID, "2 to 1224 letters, digits and any of +=,.@:/-")
	}
	if s.PermissionsBoundary != "" {
		p.field("permissionsBoundary").shape(s.PermissionsBoundary, policyName, "the name of an IAM policy, without its ARN")
	}
	for _, account := range slices.Sorted(maps.Keys(s.Profiles)) {
		if _, ok := c.platform.Accounts[account]; !ok && c.subject.Sound("accounts") {
			p.field("profiles").item(account).report("Name an entry of accounts.", "there is no account %q", account)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Tags)) {
		here := p.field("tags").item(key)
		switch {
		case strings.HasPrefix(strings.ToLower(key), "aws:"), strings.HasPrefix(key, "slipway.dev/"):
			here.report("Choose another key.", "keys of tags that begin so are taken")
		case key == "" || len(key) > 128 || len(s.Tags[key]) > 256:
			here.report("", "a key of a tag has at most 128 characters, a value 256")
		}
	}
}

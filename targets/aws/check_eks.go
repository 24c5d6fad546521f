package aws

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
)

var (
	principalARN   = upTo{600, regexp.MustCompile(`^(arn:aws[a-z-]*:iam::[0-9]{12}:)?(role|user)/[\w+=,.@/-]+$`)}
	bareName       = upTo{64, regexp.MustCompile(`^[\w+=,.@-]+$`)}
	session        = regexp.MustCompile(`^arn:aws[a-z-]*:sts::[0-9]{12}:assumed-role/([\w+=,.@-]+)/.*$`)
	keyARN         = regexp.MustCompile(`^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-zA-Z-]+$`)
	policyARN      = upTo{700, regexp.MustCompile(`^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):)?policy/[\w+=,.@/-]+$`)}
	identityCenter = regexp.MustCompile(`^arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9.-]{16}$`)
)

// retentions are the days that CloudWatch keeps logs for ("PutRetentionPolicy").
var retentions = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

func (c *checks) retention(p at, days int) {
	if slices.Contains(retentions, days) {
		return
	}
	i, _ := slices.BinarySearch(retentions, days)
	fix := ""
	if i < len(retentions) {
		fix = "The next longer time is " + itoa(retentions[i]) + "."
	}
	p.report(fix, "CloudWatch keeps no logs for %d days", days)
}

// version checks that EKS makes clusters of the version, and for how long.
func (c *checks) version(p at, b *blueprint.Blueprint) {
	switch blueprint.EKSSupport(b.Kubernetes) {
	case blueprint.NotOffered:
		offered := slices.Concat(blueprint.EKSVersions(blueprint.ExtendedSupport), blueprint.EKSVersions(blueprint.StandardSupport))
		p.field("kubernetes").report("It offers "+strings.Join(offered, ", ")+".", "Amazon EKS does not offer Kubernetes %s", b.Kubernetes)
	case blueprint.ExtendedSupport:
		if b.EKS.UpgradePolicy != "extended" && p.sound("eks.upgradePolicy") {
			p.field("kubernetes").report("Choose a later version, or eks.upgradePolicy: extended.",
				"Amazon EKS has Kubernetes %s in extended support only, and eks.upgradePolicy is %s", b.Kubernetes, b.EKS.UpgradePolicy)
		}
	}
}

// controlPlane checks who reaches the API and what it keeps.
func (c *checks) controlPlane(p at, e *blueprint.EKS) {
	api := p.field("api")
	switch {
	case !p.sound("api"):
	case !on(e.API.Public) && !on(e.API.Private):
		api.report("Leave private on.", "nobody could reach the API")
	case !on(e.API.Private) && len(e.API.PublicCIDRs) > 0:
		api.field("private").report("Leave private on.", "nodes would reach the API from outside, where publicCIDRs may keep them out")
	case !on(e.API.Public) && len(e.API.PublicCIDRs) > 0:
		api.field("publicCIDRs").report("Remove them, or leave public on.", "has no effect: the API is not public")
	}
	for i, who := range e.Admins {
		c.admin(p.field("admins").index(i), who, slices.Index(e.Admins, who) < i)
	}
	if e.Encryption != "own" && e.Encryption != "off" {
		p.field("encryption").shape(e.Encryption, keyARN, "own, off or the ARN of a KMS key (not of an alias)")
	}
	if len(e.Logs) > 1 && slices.Contains(e.Logs, "none") {
		p.field("logs").report("Remove one or the other.", "none stands beside logs")
	}
	c.retention(p.field("logRetentionDays"), e.LogRetentionDays)
}

func (c *checks) admin(p at, who string, twice bool) {
	if m := session.FindStringSubmatch(who); m != nil {
		p.report("Name the role: role/"+m[1]+", with its path where it has one.", "is a session of a role, which ends; access is given to roles and users")
		return
	}
	switch {
	case !principalARN.MatchString(who):
		fix := "Write role/NAME or user/NAME for one in the cluster's own account, or an ARN such as arn:aws:iam::111111111111:role/administrators."
		if bareName.MatchString(who) {
			fix = "Write role/" + who + ", or user/" + who + " for a user; an ARN where it is in another account than the cluster."
		}
		p.report(fix, "must be the ARN of an IAM role or user, or role/NAME or user/NAME, is %q", who)
	case twice:
		p.report("Remove it.", "is there twice: %s", who)
	}
}

// fargate checks the profiles.
func (c *checks) fargate(p at, b *blueprint.Blueprint) {
	if onlyFargate(b) && p.sound("autoMode", "identity", "fargate") && c.subject.Sound(strings.TrimSuffix(p.path, "eks")+"nodeGroups") {
		c.fargateAlone(p, b)
	}
	ids := map[string]string{}
	where := itemPaths(p.field("fargate").path, b.EKS.Fargate, func(f *blueprint.FargateProfile) string { return f.Name })
	for i, f := range b.EKS.Fargate {
		here := at{c, where[i]}
		if other, taken := ids[logicalID(f.Name)]; taken && f.Name != "" {
			p.field("fargate").index(i).report("Rename one of them.", "the profiles %s and %s have names that CloudFormation cannot tell apart", other, f.Name)
		}
		ids[logicalID(f.Name)] = f.Name
		if len(f.Selectors) > 5 {
			here.field("selectors").report("Make a second profile.", "a profile has at most 5 selectors, this one has %d", len(f.Selectors))
		}
		for j, s := range f.Selectors {
			if len(s.Labels) > 5 {
				here.field("selectors").index(j).field("labels").report("Use fewer.", "a selector has at most 5 labels, this one has %d", len(s.Labels))
			}
		}
	}
}

// fargateAlone checks that what every cluster needs can run without other nodes
// ("EKS Pod Identity restrictions"; "Get started with AWS Fargate", CoreDNS).
func (c *checks) fargateAlone(p at, b *blueprint.Blueprint) {
	if b.EKS.Identity != "irsa" {
		p.field("identity").report("Choose eks.identity: irsa, or list nodeGroups.", "EKS Pod Identity gives pods on Fargate no credentials, and there are no other nodes")
	}
	if !slices.ContainsFunc(b.EKS.Fargate, takesDNS) {
		p.field("fargate").report("Add a profile with the selector {namespace: kube-system}.", "no profile takes the pods of the cluster's DNS, kube-system with the label k8s-app: kube-dns, and there are no other nodes")
	}
}

// takesDNS reports whether the pods of the cluster's DNS fit a profile.
func takesDNS(f blueprint.FargateProfile) bool {
	labels := map[string]string{"k8s-app": "kube-dns", "eks.amazonaws.com/component": "coredns"}
	fits := func(pattern, text string) bool {
		ok, err := path.Match(pattern, text)
		return ok && err == nil
	}
	return slices.ContainsFunc(f.Selectors, func(s blueprint.FargateSelector) bool {
		for key, value := range s.Labels {
			if have, ok := labels[key]; !ok || !fits(value, have) {
				return false
			}
		}
		return fits(s.Namespace, "kube-system")
	})
}

// capabilities checks what EKS runs outside of a cluster.
func (c *checks) capabilities(p at, b *blueprint.Blueprint) {
	wanted, here := b.EKS.Capabilities, p.field("eks").field("capabilities")
	for _, one := range []struct {
		name string
		on   bool
	}{{"argocd", wanted.ArgoCD != nil}, {"ack", wanted.ACK != nil}, {"kro", wanted.Kro != nil}} {
		if one.on && has(b, one.name) {
			here.field(one.name).report("Keep one of the two.", "EKS runs %s for the cluster, and the add-on %s runs it there, too", one.name, one.name)
		}
	}
	if a := wanted.ArgoCD; a != nil {
		here.field("argocd").field("identityCenter").shape(a.IdentityCenter, identityCenter, "the ARN of an IAM Identity Center instance such as arn:aws:sso:::instance/ssoins-0123456789abcdef")
	}
	if a := wanted.ACK; a != nil {
		here.field("ack").field("policies").shapes(a.Policies, policyARN, "the ARN of an IAM policy, or policy/NAME")
	}
}

var (
	domainName = regexp.MustCompile(`^([a-z0-9{}]([a-z0-9{}-]*[a-z0-9{}])?\.)+[a-z{}][a-z0-9{}-]*[a-z0-9{}]$`)
	zoneID     = regexp.MustCompile(`^Z[A-Z0-9]{1,31}$`)
)

// endpoint checks the way of customers to a Service.
func (c *checks) endpoint(p at, b *blueprint.Blueprint) {
	e := b.Endpoint
	domain := strings.NewReplacer("{cluster}", "cluster", "{region}", "us-east-2").Replace(e.Domain)
	if p.field("domain").shape(domain, domainName, "a host name such as api.{cluster}.example.com") && strings.ContainsAny(domain, "{}") {
		p.field("domain").report("Only {cluster} and {region} stand for something.", "has braces that stand for nothing: %s", e.Domain)
	}
	if e.Zone != "" {
		p.field("zone").shape(e.Zone, zoneID, "the id of a hosted zone such as Z0123456789ABCDEFGHIJ")
	}
	if e.ParentZone != "" {
		p.field("parentZone").shape(e.ParentZone, zoneID, "the id of a hosted zone such as Z0123456789ABCDEFGHIJ")
	}
	if e.Zone != "" && e.ParentZone != "" {
		p.field("parentZone").report("Remove it, or zone.", "no zone is made that it could delegate to: zone names one")
	}
	addOns := strings.TrimSuffix(p.path, "endpoint") + "addOns"
	auto := strings.TrimSuffix(p.path, "endpoint") + "eks.autoMode"
	if b.EKS.AutoMode == nil && !has(b, balancerController) && c.subject.Sound(addOns, auto) {
		p.report("Add "+balancerController+" to addOns.", "needs the add-on %s, which enters pods into the load balancer", balancerController)
	}
	if !hasSubnets(&b.Network, private) && c.subject.Sound(strings.TrimSuffix(p.path, "endpoint")+"network") {
		p.report("Have private subnets in the network.", "its load balancer stands in private subnets, and there are none")
	}
	c.retention(p.field("logRetentionDays"), e.LogDays)
}

package bootstrap

// rule is one statement of a policy, with the reason for it.
type rule struct {
	sid, why string
	effect   string // "" allows
	actions  []string
	// resources are ARNs. CLUSTER stands for the platform's clusters, PLATFORM for
	// its name, DEPLOYROLE for the role's; ATTACH is the list of further policies,
	// BOUNDARY what bounds the platform's roles and the deploy role.
	resources []string
	// tagged limits the rule to what carries the platform's tag, which its stacks
	// put on everything that can have one.
	tagged bool
	// direct lets Slipway call, too. Other rules hold for CloudFormation only,
	// when it acts for Slipway.
	direct bool
	// bounded limits the rule to roles with the platform's boundary.
	bounded   bool
	condition map[string]map[string][]string
}

// group is one managed policy: IAM takes 6,144 characters each.
type group struct {
	id, name, about string
	rules           []rule
}

// groups are the role's policies.
var groups = []group{
	{"StacksPolicy", "stacks", "Stacks of the platform, and looking at what they made", stackRules},
	{"RolesPolicy", "roles", "IAM roles of the platform, and nothing else of IAM", roleRules},
	{"ClusterPolicy", "cluster", "EKS clusters, their keys and logs", clusterRules},
	{"NetworkPolicy", "network", "VPCs of the platform", networkRules},
	{"EndpointPolicy", "endpoint", "Names, certificates, gateways and load balancers", endpointRules},
	{"ServicesPolicy", "services", "Buckets, queues, tables, secrets and images of teams, without their data", serviceRules},
	{"DatabasesPolicy", "databases", "Databases, caches and file systems of teams, without their data", databaseRules},
}

// anywhere is for actions that know no resource, or whose resource has no name
// before it is made; each rule says which.
var anywhere = []string{"*"}

// arn is the ARN of something in every region of the account.
func arn(service, resource string) string {
	return "arn:${AWS::Partition}:" + service + ":*:${AWS::AccountId}:" + resource
}

// global is the ARN of something of the account that is in no region.
func global(service, resource string) string {
	return "arn:${AWS::Partition}:" + service + "::${AWS::AccountId}:" + resource
}

// aws is the ARN of a policy that AWS keeps.
func aws(policy string) string { return "arn:${AWS::Partition}:iam::aws:policy/" + policy }

// Package bootstrap writes the one template that a target account needs before
// Slipway can deploy to it: the role that deploys, and what it may do. It is
// meant to be read: every rule has its reason in the template's metadata.
package bootstrap

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/diag"
)

// Options say for whom the role is.
type Options struct {
	Platform string
	Role     string // name of the role, "slipway-deploy"
	// Trust are the account ids and the ARNs of roles and users that may assume
	// the role. None: the account's own principals that are allowed to.
	Trust      []string
	ExternalID string // "" for none
	// Boundary is the ARN of a permissions boundary for the role, "" for none.
	Boundary string
	// Clusters are existing EKS clusters that the platform uses, by name; those
	// that it makes begin with its own name.
	Clusters []string
	// Attach are ARNs of further policies that roles of the platform may get. What
	// ACK's controllers want is as wide as AmazonS3FullAccess, so it is named here.
	Attach []string
}

var (
	nameOf    = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
	roleName  = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,40}$`) // 64, less room for the names of its policies
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	principal = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$`)
	policyARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$`)
	external  = regexp.MustCompile(`^[A-Za-z0-9+=,.@:/_-]{2,}$`) // up to 1224
	cluster   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
)

// check finds every option that cannot be meant.
func (o Options) check() error {
	var problems diag.Problems
	bad := func(ok bool, what, value, fix string) {
		if !ok {
			problems.Add(diag.Problem{Message: fmt.Sprintf("%s: %q", what, value), Fix: fix})
		}
	}
	bad(nameOf.MatchString(o.Platform), "not the name of a platform", o.Platform, "It is the blueprint's name: small letters, digits and hyphens.")
	bad(roleName.MatchString(o.Role), "not a name for a role", o.Role, "Up to 40 letters, digits and +=,.@_-")
	bad(o.ExternalID == "" || len(o.ExternalID) <= 1224 && external.MatchString(o.ExternalID), "not an external id", o.ExternalID, "2 to 1224 letters, digits and +=,.@:/_-")
	bad(o.Boundary == "" || policyARN.MatchString(o.Boundary), "not the ARN of a policy", o.Boundary, "It looks like arn:aws:iam::111111111111:policy/boundary")
	for _, t := range o.Trust {
		bad(accountID.MatchString(t) || principal.MatchString(t), "not somebody to trust", t,
			"Name an account id, or the ARN of a role or a user: arn:aws:iam::111111111111:role/ci. A session is not a role.")
	}
	for _, c := range o.Clusters {
		bad(cluster.MatchString(c), "not the name of an EKS cluster", c, "Letters, digits, hyphens and underscores, up to 100.")
	}
	for _, p := range o.Attach {
		bad(policyARN.MatchString(p), "not the ARN of a policy", p, "It looks like arn:aws:iam::aws:policy/AmazonS3FullAccess")
	}
	return problems.Err()
}

// Template is the deploy role with its policies. The same options give the same
// template. The error is a diag.Problems about the options.
func Template(o Options) (*cfn.Template, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	t := cfn.New("Slipway: the role that deploys the platform " + o.Platform + " to this account. It acts through CloudFormation, on what is named or tagged as the platform's.")
	t.Metadata = map[string]any{"Slipway": map[string]any{
		"Platform": o.Platform,
		"Deploy":   "aws cloudformation deploy --stack-name " + o.Role + " --capabilities CAPABILITY_NAMED_IAM --template-file FILE",
		"Reading":  "Each policy has its reasons, one a statement, in its Metadata. No statement reads data: objects, items, messages, values of secrets.",
	}}
	var policies []cfn.String
	for _, g := range groups {
		policies = append(policies, o.policy(t, g).Ref())
	}
	role := &cfn.IAMRole{
		RoleName: cfn.S(o.Role), Description: cfn.S("Deploys the platform " + o.Platform), ManagedPolicyArns: cfn.List(policies...),
		AssumeRolePolicyDocument: cfn.Policy{Statements: []cfn.Statement{o.trust()}}, MaxSessionDuration: cfn.I(3600),
	}
	if o.Boundary != "" {
		role.PermissionsBoundary = cfn.S(o.Boundary)
	}
	r := t.Add("DeployRole", role)
	t.Output("RoleArn", "What Slipway assumes", r.Att("Arn"))
	return t, nil
}

// trust is who may take the role, and with what.
func (o Options) trust() cfn.Statement {
	s := cfn.Statement{Actions: []string{"sts:AssumeRole"}}
	for _, who := range o.Trust {
		if accountID.MatchString(who) {
			who = "arn:${AWS::Partition}:iam::" + who + ":root"
		}
		s.Principal.AWS = append(s.Principal.AWS, text(who))
	}
	if len(o.Trust) == 0 {
		s.Principal.AWS = []cfn.String{cfn.Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
	}
	if o.ExternalID != "" {
		s.Condition = map[string]map[string]any{"StringEquals": {"sts:ExternalId": o.ExternalID}}
	}
	return s
}

// policy adds a group of rules as one managed policy.
func (o Options) policy(t *cfn.Template, g group) *cfn.Resource {
	var p cfn.Policy
	reasons := map[string]string{}
	for _, r := range g.rules {
		p.Statements = append(p.Statements, o.statement(r))
		reasons[r.sid] = r.why
	}
	resource := t.Add(g.id, &cfn.IAMManagedPolicy{
		ManagedPolicyName: cfn.S(o.Role + "-" + g.name), Description: cfn.S(g.about), PolicyDocument: p,
	})
	resource.Metadata = map[string]any{"Why": reasons}
	return resource
}

func (o Options) statement(r rule) cfn.Statement {
	s := cfn.Statement{Sid: r.sid, Effect: r.effect, Actions: r.actions, Condition: map[string]map[string]any{}}
	for _, resource := range r.resources {
		s.Resources = append(s.Resources, o.expand(resource)...)
	}
	if !r.direct {
		s.Condition["ForAnyValue:StringEquals"] = map[string]any{"aws:CalledVia": "cloudformation.amazonaws.com"}
	}
	if r.tagged {
		s.Condition["StringEquals"] = map[string]any{"aws:ResourceTag/slipway.dev/platform": o.Platform}
	}
	for _, operator := range slices.Sorted(maps.Keys(r.condition)) {
		values := map[string]any{}
		for key, list := range r.condition[operator] {
			var items []cfn.String
			for _, v := range list {
				items = append(items, o.expand(v)...)
			}
			values[key] = items
		}
		s.Condition[operator] = values
	}
	return s
}

// expand fills a rule's resource in; one of the platform's clusters becomes one
// for each existing cluster, too.
func (o Options) expand(resource string) []cfn.String {
	if resource == "ATTACH" {
		var out []cfn.String
		for _, p := range o.Attach {
			out = append(out, cfn.S(p))
		}
		return out
	}
	prefixes := []string{o.Platform + "-*"}
	if strings.Contains(resource, "CLUSTER") {
		prefixes = append(prefixes, o.Clusters...)
	}
	var out []cfn.String
	for _, p := range prefixes {
		out = append(out, text(strings.NewReplacer("CLUSTER", p, "PLATFORM", o.Platform, "DEPLOYROLE", o.Role).Replace(resource)))
	}
	return out
}

// text is a literal, or one with the account in it.
func text(s string) cfn.String {
	if strings.Contains(s, "${") {
		return cfn.Sub(s)
	}
	return cfn.S(s)
}

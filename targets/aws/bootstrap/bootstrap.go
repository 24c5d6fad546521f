// Package bootstrap writes the one template that a target account needs before
// Slipway can deploy to it: the role that deploys, what it may do, and what the
// roles that it makes may ever do. It is meant to be read: every rule has its
// reason in the template's metadata.
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
	// Boundary is the name or the ARN of the policy that bounds every role that the
	// platform makes. "": the template makes it.
	Boundary string
	// NoBoundary lets the platform make roles without a bound: whoever deploys can
	// then become administrator.
	NoBoundary bool
	// RoleBoundary is the ARN of a permissions boundary for the role itself, "" for none.
	RoleBoundary string
	// Clusters are existing EKS clusters that the platform uses, by name; those
	// that it makes begin with its own name.
	Clusters []string
	// Attach are ARNs of further policies that roles of the platform may get. What
	// ACK's controllers want is as wide as AmazonS3FullAccess, so it is named here.
	Attach []string
	// Allow are further actions that roles of the platform may ever do: what add-ons
	// and programs need that the catalogue does not have, "bedrock:InvokeModel".
	Allow []string
}

// BoundaryName is the policy that bounds the platform's roles as a blueprint
// names it, in aws.permissionsBoundary; "" for none.
func (o Options) BoundaryName() string {
	switch {
	case o.NoBoundary:
		return ""
	case o.Boundary == "":
		return o.Platform + "-boundary"
	}
	_, name, arn := strings.Cut(o.Boundary, ":policy/")
	if !arn {
		return o.Boundary
	}
	return name
}

// boundary is the ARN of that policy.
func (o Options) boundary() cfn.String {
	if strings.HasPrefix(o.Boundary, "arn:") {
		return cfn.S(o.Boundary)
	}
	return text(global("iam", "policy/"+o.BoundaryName()))
}

// fullAccess are the actions of the policies of AWS that the catalogue's add-ons
// want and --attach has to name: what may be attached shall also work.
var fullAccess = map[string]string{"AmazonRDSFullAccess": "rds:*", "AmazonS3FullAccess": "s3:*", "AmazonSQSFullAccess": "sqs:*"}

// further are the actions that the boundary allows beside its own.
func (o Options) further() []string {
	out := slices.Clone(o.Allow)
	for _, p := range o.Attach {
		if a, ok := fullAccess[p[strings.LastIndex(p, "/")+1:]]; ok && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

var (
	nameOf    = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
	roleName  = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,40}$`) // 64, less room for the names of its policies
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	principal = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$`)
	policyARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$`)
	policy    = regexp.MustCompile(`^([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,128}$`)
	action    = regexp.MustCompile(`^[a-z0-9-]+:[A-Za-z0-9*]+$`)
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
	bad(o.Boundary == "" || policyARN.MatchString(o.Boundary) || policy.MatchString(o.Boundary), "not a policy", o.Boundary, "Give the name of one in the account, or arn:aws:iam::111111111111:policy/boundary")
	bad(o.RoleBoundary == "" || policyARN.MatchString(o.RoleBoundary), "not the ARN of a policy", o.RoleBoundary, "It looks like arn:aws:iam::111111111111:policy/boundary")
	bad(o.Boundary == "" || !o.NoBoundary, "not with --no-boundary, too", o.Boundary, "Leave one of them out.")
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
	for _, a := range o.Allow {
		service, _, _ := strings.Cut(a, ":")
		bad(action.MatchString(a) && !slices.Contains(governing, service), "not an action that a boundary may let through", a,
			"Name actions of services, such as bedrock:InvokeModel. A role that needs IAM, STS or the organization needs a boundary of your own: --boundary.")
	}
	return problems.Err()
}

// governing are the services that would undo a boundary: through them a role
// becomes another, or makes one.
var governing = []string{"account", "cloudformation", "iam", "organizations", "sso", "sso-admin", "sts"}

// Template is the deploy role with its policies. The same options give the same
// template. The error is a diag.Problems about the options.
func Template(o Options) (*cfn.Template, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	t := cfn.New("Slipway: the role that deploys the platform " + o.Platform + " to this account. It acts through CloudFormation, on what is named or tagged as the platform's.")
	t.Metadata = map[string]any{"Slipway": o.about()}
	var policies []cfn.String
	for _, g := range groups {
		policies = append(policies, o.policy(t, g).Ref())
	}
	role := &cfn.IAMRole{
		RoleName: cfn.S(o.Role), Description: cfn.S("Deploys the platform " + o.Platform), ManagedPolicyArns: cfn.List(policies...),
		AssumeRolePolicyDocument: cfn.Policy{Statements: []cfn.Statement{o.trust()}}, MaxSessionDuration: cfn.I(3600),
	}
	if o.RoleBoundary != "" {
		role.PermissionsBoundary = cfn.S(o.RoleBoundary)
	}
	r := t.Add("DeployRole", role)
	t.Output("RoleArn", "What Slipway assumes", r.Att("Arn"))
	if name := o.BoundaryName(); name != "" {
		t.Output("PermissionsBoundary", "What the blueprint says under aws.permissionsBoundary", cfn.S(name))
	}
	if o.Boundary == "" && !o.NoBoundary {
		o.policy(t, group{boundaryID, o.BoundaryName(), "The most that roles of the platform " + o.Platform + " may ever do; it gives no rights", boundaryRules})
	}
	return t, nil
}

// boundaryID is the boundary in the template.
const boundaryID = "BoundaryPolicy"

// about is what somebody who approves the template has to know.
func (o Options) about() map[string]any {
	about := map[string]any{
		"Platform":  o.Platform,
		"Deploy":    "aws cloudformation deploy --stack-name " + o.Role + " --capabilities CAPABILITY_NAMED_IAM --template-file FILE",
		"Reading":   "Each policy has its reasons, one a statement, in its Metadata. No statement of the deploy role reads data: objects, items, messages, values of secrets.",
		"Blueprint": "aws: {deployRole: " + o.Role + ", permissionsBoundary: " + o.BoundaryName() + "}",
		"Limits": []string{
			"Roles and policies whose names begin with " + o.Platform + "- are the platform's, whoever made them: the deploy role may pass them and change whom they trust. Keep others' out of that name; a platform " + o.Platform + "-b would be among them.",
			"Whoever deploys decides what roles of the platform do, up to the boundary, and whom they trust: such a role can read data that the deploy role itself cannot.",
			"The boundary knows actions, not whose machines, disks, records and data of the account they are for: a platform that others must be safe from has an account of its own.",
			"Keys, secrets, VPCs, caches and file systems are told apart by a tag that the deploy role may set when CloudFormation acts for it: somebody who means harm can tag what is others'.",
		},
	}
	if o.NoBoundary {
		about["Blueprint"] = "aws: {deployRole: " + o.Role + "}"
		about["WARNING"] = "NO BOUNDARY: the deploy role makes roles with any rights. Whoever may assume it can become administrator of this account. Leave --no-boundary out to have the template bound them."
	}
	return about
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
		if r.actions[0] == "ALLOW" {
			if r.actions = o.further(); len(r.actions) == 0 {
				continue
			}
		}
		if o.NoBoundary && r.sid == "NeverUnbounded" {
			continue
		}
		p.Statements = append(p.Statements, o.statement(r))
		reasons[r.sid] = r.why
	}
	name := o.Role + "-" + g.name
	if g.id == boundaryID {
		name = g.name
	}
	resource := t.Add(g.id, &cfn.IAMManagedPolicy{
		ManagedPolicyName: cfn.S(name), Description: cfn.S(g.about), PolicyDocument: p,
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
	if r.bounded && !o.NoBoundary {
		s.Condition["StringEquals"] = map[string]any{"iam:PermissionsBoundary": o.boundary()}
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
	if resource == "BOUNDARY" {
		var out []cfn.String
		if !o.NoBoundary {
			out = append(out, o.boundary())
		}
		if o.RoleBoundary != "" { // the deploy role's own
			out = append(out, cfn.S(o.RoleBoundary))
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

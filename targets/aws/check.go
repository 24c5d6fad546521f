package aws

import (
	"fmt"
	"regexp"
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// checks is one run of Check.
type checks struct {
	valid    *blueprint.Valid
	platform *blueprint.Platform
	problems diag.Problems
}

// Check reports everything that AWS could not make of the clusters, as
// diag.Problems, before anything is made.
func Check(v *blueprint.Valid, clusters []*blueprint.Cluster) error {
	c := &checks{valid: v, platform: v.Platform()}
	c.settings()
	for _, cluster := range clusters {
		c.cluster(cluster)
		c.available(cluster)
	}
	c.apart(clusters)
	c.teams(clusters)
	made, used := map[string]bool{}, map[string]bool{}
	for _, cluster := range clusters {
		b := c.platform.Blueprints[cluster.Blueprint]
		if b == nil {
			continue
		}
		if !used[cluster.Blueprint] {
			used[cluster.Blueprint] = true
			c.onTop(c.blueprintOf(cluster), b)
		}
		if cluster.Existing == "" && !made[cluster.Blueprint] {
			made[cluster.Blueprint] = true
			c.blueprint(c.blueprintOf(cluster), b)
		}
	}
	c.problems.Sort()
	return c.problems.Err()
}

// blueprint checks what a new cluster is made of.
func (c *checks) blueprint(p at, b *blueprint.Blueprint) {
	c.version(p, b)
	if b.Network.VPC != nil {
		c.existingVPC(p.field("network"), b)
	} else {
		c.newVPC(p.field("network"), &b.Network)
	}
	c.services(p.field("network"), &b.Network)
	c.places(p, b)
	c.controlPlane(p.field("eks"), &b.EKS)
	c.fargate(p.field("eks"), b)
	c.nodeGroups(p, b)
}

// onTop checks what also a cluster that is there already is given.
func (c *checks) onTop(p at, b *blueprint.Blueprint) {
	c.capabilities(p, b)
	if b.Endpoint != nil {
		c.endpoint(p.field("endpoint"), b)
	}
}

// at is a place in a blueprint.
type at struct {
	*checks
	path string
}

func (p at) field(name string) at { return at{p.checks, p.path + "." + name} }

func (p at) item(name string) at { return at{p.checks, p.path + "[" + name + "]"} }

func (p at) index(i int) at { return p.item(fmt.Sprint(i)) }

// report says what is wrong here and how to mend it.
func (p at) report(fix, message string, args ...any) {
	p.checks.problems.Add(diag.Problem{Pos: p.valid.At(p.path), Path: p.path, Message: fmt.Sprintf(message, args...), Fix: fix})
}

// upTo is a pattern for texts up to a length. A pattern that counts to hundreds
// itself costs every start of the program milliseconds.
type upTo struct {
	most int
	*regexp.Regexp
}

func (u upTo) MatchString(s string) bool { return len(s) <= u.most && u.Regexp.MatchString(s) }

type matcher interface{ MatchString(string) bool }

// shape reports a text that has not the shape of what it should be.
func (p at) shape(s string, pattern matcher, what string) bool {
	if pattern.MatchString(s) {
		return true
	}
	p.report("", "must be %s, is %q", what, s)
	return false
}

// shapes reports the texts of a list that have not the shape, and doubles.
func (p at) shapes(list []string, pattern matcher, what string) {
	for i, s := range list {
		if p.index(i).shape(s, pattern, what) && slices.Index(list, s) < i {
			p.index(i).report("Remove it.", "is there twice: %s", s)
		}
	}
}

package aws

import (
	"fmt"
	"regexp"
	"slices"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// Subject is a platform to check: a blueprint.Valid, or a blueprint.Draft of
// which not everything is sound.
type Subject interface {
	Platform() *blueprint.Platform
	At(path string) diag.Position
	// Sound reports whether what paths name could be read and keeps its rules.
	Sound(paths ...string) bool
}

// checks is one run of Check.
type checks struct {
	subject  Subject
	platform *blueprint.Platform
	paths    map[*blueprint.Cluster]string
	problems diag.Problems
}

// Check is everything that AWS could not make of the clusters, before anything
// is made. Of a draft it judges what is sound, but it may report problems at
// places that are not, which blueprint.Draft.Report leaves out.
func Check(s Subject, clusters []*blueprint.Cluster) diag.Problems {
	c := &checks{subject: s, platform: s.Platform(), paths: map[*blueprint.Cluster]string{}}
	for i, where := range itemPaths("clusters", c.platform.Clusters, func(k *blueprint.Cluster) string { return k.Name }) {
		c.paths[&c.platform.Clusters[i]] = where
	}
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
		if !c.at(cluster).sound("existing") { // nobody can tell whether it is new
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
	return c.problems
}

// itemPaths are the paths of a list's items.
func itemPaths[T any](list string, items []T, name func(*T) string) []string {
	names := make([]string, len(items))
	for i := range items {
		names[i] = name(&items[i])
	}
	out := blueprint.Segments(names)
	for i, segment := range out {
		out[i] = list + "[" + segment + "]"
	}
	return out
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

// sound reports whether fields of what is here can be relied on.
func (p at) sound(fields ...string) bool {
	for _, f := range fields {
		if !p.subject.Sound(p.path + "." + f) {
			return false
		}
	}
	return true
}

// report says what is wrong here and how to mend it.
func (p at) report(fix, message string, args ...any) {
	p.checks.problems.Add(diag.Problem{Pos: p.subject.At(p.path), Path: p.path, Message: fmt.Sprintf(message, args...), Fix: fix})
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

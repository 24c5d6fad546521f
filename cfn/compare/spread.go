package compare

import (
	"maps"
	"slices"

	"slipway.dev/slipway/cfn"
)

// versioned are attributes that get another value also when their resource is
// changed in place.
var versioned = map[string]string{
	"AWS::EC2::LaunchTemplate": "LatestVersionNumber",
}

// spread adds what differs because something it refers to will be another one,
// until nothing is added. A property that replaces its resource then does, or
// may where it is not certain that what it refers to is replaced.
func (c *comparison) spread() {
	uses := map[string][]reference{}
	for id, r := range c.new.Resources {
		if _, stays := c.old.Resources[id]; stays {
			uses[id] = references(r["Properties"])
		}
	}
	ids := slices.Sorted(maps.Keys(uses))
	for again := true; again; {
		again = false
		for _, id := range ids {
			for _, ref := range uses[id] {
				if how, moves := c.moves(ref); moves && c.follow(id, ref, how) {
					again = true
				}
			}
		}
	}
}

// moves reports whether what is referred to will be another value, and how sure that is.
func (c *comparison) moves(ref reference) (cfn.Replacement, bool) {
	if how := c.moving[ref.target]; how != cfn.Updates {
		return how, true
	}
	d := c.found[ref.target]
	if d == nil || d.Action != Modify {
		return cfn.Updates, false
	}
	if d.Replacement == cfn.Updates && ref.attribute != "" && versioned[d.Type] == ref.attribute {
		return cfn.MayReplace, true
	}
	return d.Replacement, d.Replacement != cfn.Updates
}

// follow records that a resource changes because of one that it refers to, and
// reports whether that is news.
func (c *comparison) follow(id string, ref reference, how cfn.Replacement) bool {
	r := c.new.Resources[id]
	rule := cfn.ReplacedBy(r.kind(), ref.rule)
	if rule == cfn.Replaces {
		rule = how
	}
	d := c.found[id]
	if d == nil {
		d = &Difference{ID: id, Type: r.kind(), Action: Modify, Policy: r.policy("UpdateReplacePolicy")}
		c.found[id] = d
	}
	i := slices.IndexFunc(d.Changes, func(p Property) bool { return p.Path == ref.path && (p.Because == "" || p.Because == ref.target) })
	news := i < 0
	if news {
		i = len(d.Changes)
		d.Changes = append(d.Changes, Property{Path: ref.path, Because: ref.target})
	}
	now := worse(d.Changes[i].Replacement, rule)
	news = news || now != d.Changes[i].Replacement
	d.Changes[i].Replacement = now
	d.Replacement = worse(d.Replacement, now)
	return news
}

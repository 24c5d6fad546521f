package preview

import (
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Report is all that a preview knows. As JSON its shape is stable: fields are
// added, none is renamed, and lists are never null.
type Report struct {
	Platform string  `json:"platform"`
	Target   string  `json:"target"`
	Summary  Summary `json:"summary"`
	// Renamed says what follows where the platform had another name.
	Renamed string `json:"renamed,omitempty"`
	// Alarms are the changes that somebody has to look at, the worst first.
	Alarms []Alarm `json:"alarms"`
	Radius Radius  `json:"blastRadius"`
	// Units are those with changes, grouped by cluster.
	Units []Unit `json:"units"`
	// Unseen are sentences on what the comparison could not look at.
	Unseen []string `json:"unseen"`
}

// Summary counts changes. Each is counted once in Add, Change, Replace,
// MayReplace, Destroy or Keep.
type Summary struct {
	Add        int `json:"add"`
	Change     int `json:"change"`
	Replace    int `json:"replace"`
	MayReplace int `json:"mayReplace"`
	Destroy    int `json:"destroy"`
	// Keep counts what leaves its unit and stays, or its data does.
	Keep int `json:"keep"`
	// Lose counts those of them that lose data, Drift those that somebody else
	// caused, Unchanged what is as asked for.
	Lose      int `json:"lose"`
	Drift     int `json:"drift"`
	Unchanged int `json:"unchanged"`
}

// Changes is the number of all changes.
func (s Summary) Changes() int {
	return s.Add + s.Change + s.Replace + s.MayReplace + s.Destroy + s.Keep
}

// Unit is one unit with its changes.
type Unit struct {
	ID      assembly.UnitID `json:"unit"`
	Cluster string          `json:"cluster"`
	Team    string          `json:"team,omitempty"` // whose it is, where it is one team's
	Kind    assembly.Kind   `json:"kind"`
	Where   string          `json:"where"`
	From    string          `json:"from,omitempty"` // the blueprint path that asks for it
	Changes []deploy.Change `json:"changes"`
	// Follows are what changes on top, when the units before it are deployed.
	Follows   []Follow `json:"follows,omitempty"`
	Unchanged int      `json:"unchanged"`
}

// Follow is a thing that no plan lists: it changes because something in
// another unit, or in its own, is replaced.
type Follow struct {
	What        string             `json:"what"`
	Replacement deploy.Replacement `json:"replacement,omitempty"`
	Because     string             `json:"because"`
	Loses       bool               `json:"loses,omitempty"`
}

// Make judges plans. The assembly is the one that was planned; before is the
// one it was compared to, nil where that was what is there. A nil plan, of a
// unit that could not be compared, is left out.
func Make(a, before *assembly.Assembly, plans []*deploy.Plan) *Report {
	r := &Report{Platform: a.Platform, Target: a.Target, Alarms: []Alarm{}, Units: []Unit{}, Unseen: []string{}}
	follows := follow(a, plans)
	for _, p := range plans {
		if p == nil {
			continue
		}
		r.Summary.Unchanged += p.Same
		for _, sentence := range p.Unseen {
			r.Unseen = append(r.Unseen, string(p.Unit.ID)+": "+sentence)
		}
		for i := range p.Changes {
			r.Summary.count(&p.Changes[i])
		}
		if more := follows[p.Unit.ID]; !p.Empty() || len(more) > 0 {
			r.Units = append(r.Units, unit(p, more))
		}
	}
	r.group()
	r.Radius = reach(a, before, r.Units)
	r.Alarms = alarms(a, before, r.Units)
	r.Renamed = renamed(a, before)
	return r
}

func unit(p *deploy.Plan, more []Follow) Unit {
	u := Unit{
		ID: p.Unit.ID, Cluster: clusterOf(p.Unit.ID), Team: teamOf(p.Unit.ID), Kind: p.Unit.Kind, Where: p.Unit.Where,
		From: p.Unit.Origin.Path, Changes: slices.Clone(p.Changes), Follows: more, Unchanged: p.Same,
	}
	if u.Changes == nil {
		u.Changes = []deploy.Change{}
	}
	return u
}

func (s *Summary) count(c *deploy.Change) {
	switch {
	case c.Verb == deploy.Create:
		s.Add++
	case c.Verb == deploy.Delete && c.Keeps:
		s.Keep++
	case c.Verb == deploy.Delete:
		s.Destroy++
	case c.Replacement == deploy.Replaces:
		s.Replace++
	case c.Replacement == deploy.MayReplace:
		s.MayReplace++
	default:
		s.Change++
	}
	if c.Loses {
		s.Lose++
	}
	if c.Drift {
		s.Drift++
	}
}

// group puts the units of a cluster next to each other; the order of clusters
// and of a cluster's units stays.
func (r *Report) group() {
	var clusters []string
	for i := range r.Units {
		if !slices.Contains(clusters, r.Units[i].Cluster) {
			clusters = append(clusters, r.Units[i].Cluster)
		}
	}
	slices.SortStableFunc(r.Units, func(a, b Unit) int {
		return slices.Index(clusters, a.Cluster) - slices.Index(clusters, b.Cluster)
	})
}

// clusterOf is the first segment of a unit's ID.
func clusterOf(id assembly.UnitID) string {
	cluster, _, _ := strings.Cut(string(id), "/")
	return cluster
}

// part is the rest: "nodes", "addons/karpenter/identity", "teams/troi".
func part(id assembly.UnitID) []string {
	_, rest, _ := strings.Cut(string(id), "/")
	return strings.Split(rest, "/")
}

// teamOf is the team whose unit it is, "" for units of the cluster.
func teamOf(id assembly.UnitID) string {
	if p := part(id); p[0] == "teams" && len(p) > 1 {
		return p[1]
	}
	return ""
}

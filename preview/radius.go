package preview

import (
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Radius is who feels the changes.
//
// A cluster does when anything of it changes. A team does when something of its
// own changes (a unit teams/NAME/…, or a delivery of one of its workloads), and
// every team of the cluster does when the rules for all teams change (the unit
// teams), or when something that all pods run on or pass through is deleted,
// replaced or may be: the VPC and its ways out, the cluster, node groups and
// Fargate profiles, and what runs and judges in an add-on that answers
// admission webhooks or makes the pods' network. A change in place of such
// things, of another add-on, of a role or a log group touches no team.
//
// A workload does when its delivery changes; all of a team's do when anything
// else of the team changes.
type Radius struct {
	Clusters  []Cluster  `json:"clusters"`
	Teams     []Team     `json:"teams"`
	Workloads []Workload `json:"workloads"`
}

// Cluster is one that something changes in.
type Cluster struct {
	Name  string `json:"name"`
	Where string `json:"where,omitempty"` // "aws:111111111111/us-east-2", for clusters that are at such a place
	// AllTeams tells that every team of the cluster is touched, and Why by what.
	AllTeams bool     `json:"allTeams"`
	Why      []string `json:"why"`
}

// Team is one that something changes for, on one cluster.
type Team struct {
	Cluster string   `json:"cluster"`
	Name    string   `json:"name"`
	Why     []string `json:"why"` // units, or what is replaced under the team
}

// Workload is one that something changes for or under.
type Workload struct {
	Cluster string `json:"cluster"`
	Team    string `json:"team"`
	Name    string `json:"name"`
}

// reach finds who feels the changes of some units.
func reach(a, before *assembly.Assembly, units []Unit) Radius {
	r := &reacher{teams: tenants(a, before), guards: guards(a, before), why: map[[2]string][]string{}, hit: map[Workload]bool{}}
	for i := range units {
		u := &units[i]
		c := r.cluster(a, u)
		for _, change := range u.Changes {
			r.change(c, u, change)
		}
		for _, f := range u.Follows {
			r.change(c, u, deploy.Change{Verb: deploy.Update, What: f.What, Type: typed(f.What), Replacement: f.Replacement})
		}
	}
	return r.radius()
}

type reacher struct {
	clusters []*Cluster
	teams    []assembly.Team
	guards   map[string]bool
	why      map[[2]string][]string // by cluster and team
	hit      map[Workload]bool
}

func (r *reacher) cluster(a *assembly.Assembly, u *Unit) *Cluster {
	if i := slices.IndexFunc(r.clusters, func(c *Cluster) bool { return c.Name == u.Cluster }); i >= 0 {
		return r.clusters[i]
	}
	c := &Cluster{Name: u.Cluster, Why: []string{}}
	if i := slices.IndexFunc(a.Clusters, func(c assembly.Cluster) bool { return c.Name == u.Cluster }); i >= 0 {
		c.Where = a.Clusters[i].Where
	}
	r.clusters = append(r.clusters, c)
	return c
}

// change finds the teams that feel one change.
func (r *reacher) change(c *Cluster, u *Unit, change deploy.Change) {
	if u.Team != "" {
		r.team(c, r.named(u.Team), string(u.ID), r.delivered(u.Team, change))
		return
	}
	if p := part(u.ID); p[0] == "gitops" {
		if t, workload := r.delivery(change); workload != "" {
			r.team(c, t, string(u.ID), workload)
		}
		return
	}
	if !carries(u, change, r.guards) {
		return
	}
	c.AllTeams = true
	why := string(u.ID)
	if severe(change) && !whole(change) {
		why += ": " + change.What + " " + how(change.Verb, change.Replacement)
	}
	c.Why = appendNew(c.Why, why)
	for _, t := range r.teams {
		if slices.Contains(t.Clusters, c.Name) {
			r.team(c, t, why, "")
		}
	}
}

// team notes that a team feels something: one workload of it, or all.
func (r *reacher) team(c *Cluster, t assembly.Team, why, workload string) {
	key := [2]string{c.Name, t.Name}
	r.why[key] = appendNew(r.why[key], why)
	if workload != "" {
		r.hit[Workload{c.Name, t.Name, workload}] = true
		return
	}
	for _, w := range t.Workloads {
		r.hit[Workload{c.Name, t.Name, w}] = true
	}
}

func (r *reacher) named(name string) assembly.Team {
	i := slices.IndexFunc(r.teams, func(t assembly.Team) bool { return t.Name == name })
	if i < 0 {
		return assembly.Team{Name: name}
	}
	return r.teams[i]
}

// delivered is the workload that a change of a team's unit is about alone.
func (r *reacher) delivered(team string, change deploy.Change) string {
	if t, workload := r.delivery(change); t.Name == team {
		return workload
	}
	return ""
}

// delivery is the workload that an object brings, "" for other objects.
func (r *reacher) delivery(change deploy.Change) (assembly.Team, string) {
	kind, rest, _ := strings.Cut(change.What, " ")
	if !slices.Contains([]string{"Application", "Kustomization", "HelmRelease", "GitRepository", "OCIRepository"}, kind) {
		return assembly.Team{}, ""
	}
	name := rest[strings.LastIndex(rest, "/")+1:]
	for _, t := range r.teams {
		if slices.Contains(t.Workloads, name) {
			return t, name
		}
	}
	return assembly.Team{}, ""
}

func (r *reacher) radius() Radius {
	out := Radius{Clusters: []Cluster{}, Teams: []Team{}, Workloads: []Workload{}}
	for _, c := range r.clusters {
		out.Clusters = append(out.Clusters, *c)
		for _, t := range r.order(c.Name) {
			out.Teams = append(out.Teams, Team{c.Name, t.Name, r.why[[2]string{c.Name, t.Name}]})
			for _, w := range t.Workloads {
				if hit := (Workload{c.Name, t.Name, w}); r.hit[hit] {
					out.Workloads = append(out.Workloads, hit)
				}
			}
		}
	}
	return out
}

// order are the touched teams of a cluster: the known ones as the assembly has
// them, then others.
func (r *reacher) order(cluster string) []assembly.Team {
	var out []assembly.Team
	known := map[string]bool{}
	for _, t := range r.teams {
		known[t.Name] = true
		if r.why[[2]string{cluster, t.Name}] != nil {
			out = append(out, t)
		}
	}
	var others []string
	for key := range r.why {
		if key[0] == cluster && !known[key[1]] {
			others = append(others, key[1])
		}
	}
	slices.Sort(others)
	for _, name := range others {
		out = append(out, assembly.Team{Name: name})
	}
	return out
}

// tenants are the teams of both assemblies.
func tenants(a, before *assembly.Assembly) []assembly.Team {
	out := slices.Clone(a.Teams)
	if before == nil {
		return out
	}
	for _, t := range before.Teams {
		i := slices.IndexFunc(out, func(o assembly.Team) bool { return o.Name == t.Name })
		if i < 0 {
			out = append(out, t)
			continue
		}
		for _, c := range t.Clusters {
			out[i].Clusters = appendNew(slices.Clone(out[i].Clusters), c)
		}
		for _, w := range t.Workloads {
			out[i].Workloads = appendNew(slices.Clone(out[i].Workloads), w)
		}
	}
	return out
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Package compile turns a valid blueprint into an assembly for one target. It
// decides what becomes a unit and what waits for what; what a unit contains is
// the business of targets and catalogue. It is pure: same blueprint, same
// bytes, and nothing of it depends on the machine it runs on.
package compile

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream/version"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/targets/aws"
)

// Options say what to compile.
type Options struct {
	Target blueprint.Target
	// Clusters are the names of the clusters to compile, nil for all.
	Clusters []string
	// Charts finds a chart that was vendored: the digest of its archive and the
	// archive. nil: none was.
	Charts func(assembly.Chart) (digest string, archive []byte, ok bool)
	// RealNodes are how many nodes of each local cluster run pods; the others,
	// and on other targets all, are not this machine's business.
	RealNodes int
}

// Tenancy is what an add-on implements that has something for each team: the
// parts it adds become units of the team, applied when the team and the add-on
// are there.
type Tenancy interface {
	Team(b *blueprint.AddOnBuild, t *blueprint.Team) error
}

// Guard is what an add-on implements that judges what others create: whatever
// does not come before it waits for it, so that nothing slips in unjudged and
// nothing is refused because the guard is still starting.
type Guard interface {
	GuardsAdmission() bool
}

// Compile makes the assembly of a platform: for each cluster its control plane,
// nodes, add-ons, teams, extensions and deliveries. Clusters of one blueprint
// share the bytes of their files, which nobody may change. The error is
// diag.Problems where the blueprint asks for what cannot be.
func Compile(v *blueprint.Valid, o Options) (*assembly.Assembly, error) {
	clusters, problems := check(v, o)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	c := &compiler{valid: v, platform: v.Platform(), target: o.Target, charts: o.Charts, realNodes: o.RealNodes, moulds: map[mouldKey]*mould{}, teams: map[string]*teamFiles{}}
	a := &assembly.Assembly{Platform: c.platform.Name, Target: string(o.Target)}
	for i, cluster := range clusters {
		m, err := c.mould(cluster)
		if err != nil {
			return nil, err
		}
		if cap(a.Units)-len(a.Units) < len(m.units) { // a guess: the other clusters are as large
			a.Units = slices.Grow(a.Units, (len(clusters)-i)*len(m.units))
			a.AddOns = slices.Grow(a.AddOns, (len(clusters)-i)*len(m.addOns))
		}
		at := c.site(cluster)
		a.Units = m.stamp(a.Units, at, c.origin("clusters["+cluster.Name+"]"))
		if c.target == blueprint.AWS {
			a.Clusters = append(a.Clusters, assembly.Cluster{Name: cluster.Name, Where: at.cloud, EKS: at.eks})
		}
		a.AddOns = m.list(a.AddOns, cluster.Name)
		a.Notes = append(a.Notes, c.notes(cluster)...)
	}
	a.Teams = c.tenants(clusters)
	if c.target == blueprint.AWS {
		a.Access = c.access(clusters)
	}
	return a, nil
}

// notes say where the cluster is not what its blueprint asks for.
func (c *compiler) notes(cluster *blueprint.Cluster) []string {
	b := c.platform.Blueprints[cluster.Blueprint]
	var out []string
	if c.target == blueprint.Local && !strings.HasPrefix(version.Kubernetes, "v"+b.Kubernetes+".") {
		out = append(out, fmt.Sprintf("%s: the blueprint asks for Kubernetes %s, this machine runs %s", cluster.Name, b.Kubernetes, version.Kubernetes))
	}
	for i := range c.platform.Teams {
		if t := &c.platform.Teams[i]; slices.Contains(b.Teams, t.Name) {
			out = append(out, c.notesOfServices(cluster, t)...)
		}
	}
	return out
}

// notesOfServices say which of a team's services are not the real ones here.
func (c *compiler) notesOfServices(cluster *blueprint.Cluster, t *blueprint.Team) []string {
	var out []string
	for _, s := range t.Services {
		info := s.Type.Info()
		if f := info.Fidelity[c.target]; f.Level != blueprint.Real {
			out = append(out, fmt.Sprintf("%s: %s of the team %s (%s) is %s on the target %s: %s", cluster.Name, s.Name, t.Name, info.Name, f.Level, c.target, f.Note))
		}
	}
	return out
}

// tenants are the teams that live on one of the clusters, in the blueprint's order.
func (c *compiler) tenants(clusters []*blueprint.Cluster) []assembly.Team {
	homes := map[string][]string{}
	for _, cluster := range clusters {
		for _, name := range c.platform.Blueprints[cluster.Blueprint].Teams {
			homes[name] = append(homes[name], cluster.Name)
		}
	}
	var out []assembly.Team
	for i := range c.platform.Teams {
		t := &c.platform.Teams[i]
		if on := homes[t.Name]; len(on) > 0 {
			out = append(out, assembly.Team{Name: t.Name, Namespace: t.Namespace, Clusters: on, Workloads: shipped(t)})
		}
	}
	return out
}

func shipped(t *blueprint.Team) []string {
	var out []string
	for _, w := range t.Workloads {
		out = append(out, w.Name)
	}
	return out
}

// compiler is one run of Compile.
type compiler struct {
	valid     *blueprint.Valid
	platform  *blueprint.Platform
	target    blueprint.Target
	charts    func(assembly.Chart) (string, []byte, bool)
	realNodes int
	moulds    map[mouldKey]*mould
	teams     map[string]*teamFiles
}

func (c *compiler) origin(path string) assembly.Origin {
	return assembly.Origin{Path: path, At: c.valid.At(path).String()}
}

// Check reports to a draft what Compile would refuse of what is sound in it.
func Check(d *blueprint.Draft, o Options) {
	_, problems := check(d, o)
	for _, p := range problems {
		d.Report(p)
	}
}

// check finds the clusters that are meant, and what the target could not make.
func check(s aws.Subject, o Options) ([]*blueprint.Cluster, diag.Problems) {
	clusters, problems := chosen(s.Platform(), o.Clusters)
	if !s.Sound("clusters") {
		problems = nil // the one that is missing may only be misspelt
	}
	problems = append(problems, checkTeams(s)...)
	if o.Target == blueprint.AWS {
		problems = append(problems, aws.Check(s, clusters)...)
	}
	problems.Sort()
	return clusters, problems
}

// chosen are the clusters with the names, in the blueprint's order.
func chosen(p *blueprint.Platform, names []string) ([]*blueprint.Cluster, diag.Problems) {
	var out []*blueprint.Cluster
	known := make([]string, len(p.Clusters))
	for i := range p.Clusters {
		cluster := &p.Clusters[i]
		known[i] = cluster.Name
		if names == nil || slices.Contains(names, cluster.Name) {
			out = append(out, cluster)
		}
	}
	var problems diag.Problems
	for _, name := range names {
		if !slices.Contains(known, name) {
			problems.Add(diag.Problem{Path: "clusters", Message: fmt.Sprintf("there is no cluster %q", name), Fix: choices(name, known)})
		}
	}
	return out, problems
}

// choices says what was probably meant, and what else there is.
func choices(name string, known []string) string {
	const most = 20
	list := strings.Join(known[:min(len(known), most)], ", ")
	if len(known) > most {
		list += ", …"
	}
	return strings.TrimSpace(diag.DidYouMean(name, known) + " There are: " + list + ".")
}

package compile

import (
	"fmt"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/targets/aws"
	"slipway.dev/slipway/targets/kubeconfig"
	"slipway.dev/slipway/targets/local"
)

// mould is a cluster without its name: the units of a blueprint in a valid
// order, with IDs that lack the first segment. It is made once for every
// blueprint and region and stamped out for each cluster.
type mould struct {
	units []assembly.Unit
	// after are the places of the units that each unit waits for.
	after [][]int
	edges int
	// ofCluster are the places of units whose origin is the cluster itself.
	ofCluster []bool
	addOns    []assembly.AddOn // without the cluster
}

type mouldKey struct {
	blueprint, region string
	existing          bool
}

func (c *compiler) mould(cluster *blueprint.Cluster) (*mould, error) {
	key := mouldKey{blueprint: cluster.Blueprint, region: cluster.Region}
	if c.target == blueprint.AWS { // templates know no region
		key = mouldKey{blueprint: cluster.Blueprint, existing: cluster.Existing != ""}
	}
	if m, ok := c.moulds[key]; ok {
		return m, nil
	}
	bp := c.platform.Blueprints[cluster.Blueprint]
	if bp == nil {
		return nil, fmt.Errorf("cluster %s: there is no blueprint %q", cluster.Name, cluster.Blueprint)
	}
	l := &layout{compiler: c, name: cluster.Blueprint, blueprint: bp, region: cluster.Region, existing: key.existing}
	if err := l.build(); err != nil {
		return nil, err
	}
	m, err := newMould(l.units)
	if err != nil {
		return nil, err
	}
	for _, p := range l.addOns {
		f := p.info.Fidelity[c.target]
		m.addOns = append(m.addOns, assembly.AddOn{Name: p.info.Name, Fidelity: string(f.Level), Note: f.Note})
	}
	c.moulds[key] = m
	return m, nil
}

// list appends what the add-ons are on one cluster.
func (m *mould) list(addOns []assembly.AddOn, cluster string) []assembly.AddOn {
	for _, a := range m.addOns {
		a.Cluster = cluster
		addOns = append(addOns, a)
	}
	return addOns
}

func newMould(units []assembly.Unit) (*mould, error) {
	sorted, err := assembly.Sort(units)
	if err != nil {
		return nil, err
	}
	m := &mould{units: sorted, after: make([][]int, len(sorted)), ofCluster: make([]bool, len(sorted))}
	place := make(map[assembly.UnitID]int, len(sorted))
	for i, u := range sorted {
		place[u.ID] = i
		for _, before := range u.After {
			m.after[i] = append(m.after[i], place[before])
		}
		m.edges += len(u.After)
		m.ofCluster[i] = u.Origin == assembly.Origin{}
	}
	return m, nil
}

// stamp appends the units of one cluster. IDs are made once and shared by every
// edge; files, gates and everything else are those of the mould.
func (m *mould) stamp(units []assembly.Unit, at site, origin assembly.Origin) []assembly.Unit {
	first := len(units)
	edges := make([]assembly.UnitID, 0, m.edges)
	for _, u := range m.units {
		u.Files = at.files(&u)
		u.ID = assembly.UnitID(at.cluster) + "/" + u.ID
		u.Where = at.where(u.Kind)
		units = append(units, u)
	}
	for i := range m.units {
		u := &units[first+i]
		from := len(edges)
		for _, place := range m.after[i] {
			edges = append(edges, units[first+place].ID)
		}
		u.After = edges[from:len(edges):len(edges)]
		if len(u.After) == 0 {
			u.After = nil
		}
		u.Bind = m.bindings(u.Bind, at.cluster)
		if m.ofCluster[i] {
			u.Origin = origin
		}
	}
	return units
}

func (m *mould) bindings(list []assembly.Binding, cluster string) []assembly.Binding {
	if len(list) == 0 {
		return nil
	}
	out := make([]assembly.Binding, len(list))
	for i, b := range list {
		b.From = assembly.UnitID(cluster) + "/" + b.From
		out[i] = b
	}
	return out
}

// clusterParts are the parts that make a cluster on the target.
func (l *layout) clusterParts() ([]blueprint.Part, error) {
	switch l.target {
	case blueprint.Local:
		return local.Cluster(l.blueprint, l.region, l.realNodes)
	case blueprint.Kubeconfig:
		return kubeconfig.Cluster(l.blueprint, l.region)
	case blueprint.AWS:
		return aws.Cluster(l.platform, l.blueprint, l.existing)
	}
	return nil, fmt.Errorf("there is no target %q", l.target)
}

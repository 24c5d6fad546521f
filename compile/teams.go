package compile

import (
	"fmt"
	"slices"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/targets/aws"
	"slipway.dev/slipway/targets/kubernetes"
)

const teamFile = "team.yaml"

// teamFiles is what a team is on every cluster, made once.
type teamFiles struct {
	team   *blueprint.Team
	main   blueprint.Part
	extend *blueprint.Part
}

// checkTeams reports what no target could set up.
func checkTeams(s aws.Subject) diag.Problems {
	var problems diag.Problems
	p := s.Platform()
	for i := range p.Teams {
		t := &p.Teams[i]
		for _, sa := range t.ServiceAccounts {
			if sa.Name != manifest.TeamDeployer {
				continue
			}
			path := fmt.Sprintf("teams[%s].serviceAccounts[%s]", t.Name, sa.Name)
			problems.Add(diag.Problem{
				Pos: s.At(path), Path: path, Message: "the service account " + sa.Name + " is the one that GitOps ships the team's workloads as",
				Fix: "Give the service account another name.",
			})
		}
	}
	return problems
}

func (c *compiler) team(name string) (*teamFiles, error) {
	if t, ok := c.teams[name]; ok {
		return t, nil
	}
	i := slices.IndexFunc(c.platform.Teams, func(t blueprint.Team) bool { return t.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no team %q", name)
	}
	t := &c.platform.Teams[i]
	data, err := manifest.Encode(kubernetes.Team(c.platform, t)...)
	if err != nil {
		return nil, err
	}
	files := &teamFiles{team: t, main: blueprint.Part{Files: map[string][]byte{teamFile: data}, Gates: kubernetes.Counted(t)}}
	if files.extend, err = extension(t.Extend); err != nil {
		return nil, err
	}
	c.teams[name] = files
	return files, nil
}

// placeTeams places the teams side by side, behind what holds for all of them.
func (l *layout) placeTeams() error {
	if len(l.blueprint.Teams) == 0 {
		return nil
	}
	if err := l.placeAllTeams(); err != nil {
		return err
	}
	if err := l.placeCloudTeams(); err != nil {
		return err
	}
	for _, name := range l.blueprint.Teams {
		t, err := l.team(name)
		if err != nil {
			return err
		}
		if err := l.placeTeam(t); err != nil {
			return fmt.Errorf("team %s: %w", name, err)
		}
	}
	return nil
}

// placeAllTeams needs no more than a control plane, and whoever judges. It comes
// before the teams, so that no team is there without it.
func (l *layout) placeAllTeams() error {
	data, err := manifest.Encode(kubernetes.AllTeams(l.platform)...)
	if err != nil {
		return err
	}
	part := blueprint.Part{Files: map[string][]byte{"policies.yaml": data}}
	id, err := l.place("teams", part, slices.Concat(l.base, l.guards), l.origin(l.path("teams")), "")
	l.allTeams = []assembly.UnitID{id}
	return err
}

// placeTeam needs no more than what holds for all teams; the add-ons' parts for
// it wait for their add-on, and what the team brings along for all of them.
func (l *layout) placeTeam(t *teamFiles) error {
	path := "teams[" + t.team.Name + "]"
	id := assembly.UnitID("teams/" + t.team.Name)
	stacks, inside, err := l.cloudTeam(t)
	if err != nil {
		return err
	}
	made, err := l.placeCloudTeam(stacks, l.base, t)
	if err != nil {
		return err
	}
	main, err := l.mainPart(t)
	if err != nil {
		return err
	}
	if _, err := l.place(id, main, l.allTeams, l.origin(path), ""); err != nil {
		return err
	}
	if err := l.bind(main, nil); err != nil {
		return err
	}
	l.tenants = append(l.tenants, id)
	known, err := l.placeCloudTeam(inside, []assembly.UnitID{id}, t)
	if err != nil {
		return err
	}
	// A pod that starts before its account has a role stays without one.
	ready := slices.Concat([]assembly.UnitID{id}, made, known)
	for _, a := range l.addOns {
		if err := l.placeTenancy(id, ready, t, a); err != nil {
			return err
		}
	}
	if t.extend == nil {
		return nil
	}
	after := slices.Concat(ready, l.afterAll())
	last, err := l.place(id+"/extend", *t.extend, after, l.origin(path+".extend"), "")
	l.tenants = append(l.tenants, last)
	return err
}

func (l *layout) placeTenancy(id assembly.UnitID, ready []assembly.UnitID, t *teamFiles, a *placed) error {
	tenancy, ok := a.addOn.(Tenancy)
	if !ok {
		return nil
	}
	b := &blueprint.AddOnBuild{Target: l.target, Blueprint: l.blueprint, Platform: l.platform, RealNodes: l.realNodes}
	if err := tenancy.Team(b, t.team); err != nil {
		return fmt.Errorf("add-on %s: %w", a.info.Name, err)
	}
	after := slices.Concat(ready, a.ends)
	for _, part := range b.Parts {
		last, err := l.place(id+"/"+assembly.UnitID(part.Name), part, after, l.origin("teams["+t.team.Name+"]"), a.fidelity)
		if err != nil {
			return err
		}
		after = []assembly.UnitID{last}
		l.tenants = append(l.tenants, last)
	}
	return nil
}

// extension is the part of objects that a blueprint or a team brings along, nil for none.
func extension(e blueprint.Extend) (*blueprint.Part, error) {
	objects := e.Manifests()
	if len(objects) == 0 {
		return nil, nil
	}
	data, err := manifest.Encode(objects...)
	if err != nil {
		return nil, fmt.Errorf("extend: %w", err)
	}
	return &blueprint.Part{Files: map[string][]byte{"extend.yaml": data}}, nil
}

package blueprint

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// services checks what each team is given by a cloud, and who may use it.
func (v *validation) services() {
	v.eachTeam(func(t *Team, at *place) {
		list := at.field("services")
		places := items(list, namesOf(t.Services, func(s Service) string { return s.Name }))
		v.unique("service", places)
		v.sameID("service", places)
		byName := make(map[string]*Service, len(t.Services))
		for i := range t.Services {
			s := &t.Services[i]
			if byName[s.Name] == nil {
				byName[s.Name] = s
			}
			if s.Type != nil {
				v.service(t, s, places[i].at)
			}
		}
		v.access(t, byName, at)
		v.principals(t, at.field("members"))
	})
}

func (v *validation) service(t *Team, s *Service, at *place) {
	info := s.Type.Info()
	if s.Deletion == "" {
		s.Deletion = DeleteService
		if info.Stateful {
			s.Deletion = RetainService
		}
	}
	if s.Deletion == SnapshotService && !info.Snapshots {
		v.report(at.field("deletion"), "CloudFormation takes no snapshot of a service of the type "+info.Name, "Write retain or delete.")
	}
	s.Type.Check(&ServiceCheck{Service: s, Team: t, report: func(field, message, fix string) {
		here := at
		if field != "" {
			here = at.field(field)
		}
		v.report(here, message, fix)
	}})
}

// access checks who may use which service, and how.
func (v *validation) access(t *Team, services map[string]*Service, at *place) {
	list := items(at.field("serviceAccounts"), namesOf(t.ServiceAccounts, func(s ServiceAccount) string { return s.Name }))
	v.sameID("service account", list)
	for i, sa := range t.ServiceAccounts {
		for _, name := range slices.Sorted(maps.Keys(sa.Access)) {
			here := list[i].at.field("access").at(segment(name))
			lookup(v, "service", at.field("services").String(), name, services, here)
			if s := services[name]; s != nil && s.Type != nil {
				v.level(sa.Access[name], s.Type.Info(), here)
			}
		}
	}
}

func (v *validation) level(level Access, info ServiceInfo, at *place) {
	if slices.Contains(info.Levels, level) {
		return
	}
	levels := make([]string, len(info.Levels))
	for i, l := range info.Levels {
		levels[i] = string(l)
	}
	message, fix := checkEnum(string(level), levels)
	v.report(at, message+": the type "+info.Name+" has no other access", fix)
}

// sameID reports names that CloudFormation could not tell apart: its ids have
// no dashes.
func (v *validation) sameID(kind string, list []named) {
	first, seen := map[string]named{}, map[string]bool{"": true}
	for _, item := range list {
		id := LogicalID(item.name)
		other, taken := first[id]
		again := seen[item.name] // said already
		seen[item.name] = true
		switch {
		case again:
		case taken:
			v.report(item.at, fmt.Sprintf("the %s %s and %s (%s) are one name to CloudFormation, which has no dashes", kind, quoted(item.name), quoted(other.name), v.where(other.at)), "Rename one of them.")
		default:
			first[id] = item
		}
	}
}

// principals reports a role that is named twice in one list.
func (v *validation) principals(t *Team, at *place) {
	v.unique("entry for the role", entries(at.field("roles"), t.Members.Roles))
	v.unique("entry for the role", entries(at.field("readOnlyRoles"), t.Members.ReadOnlyRoles))
}

// administrators reports a role that administers a cluster and is a team's besides:
// EKS has one access entry for a role.
func (v *validation) administrators() {
	v.blueprints(func(b *Blueprint, at *place) {
		admins := map[string]*place{}
		for _, a := range entries(at.field("eks").field("admins"), b.EKS.Admins) {
			admins[a.name] = a.at
		}
		v.eachTeam(func(t *Team, at *place) {
			if !slices.Contains(b.Teams, t.Name) {
				return
			}
			members := at.field("members")
			for _, role := range slices.Concat(entries(members.field("roles"), t.Members.Roles), entries(members.field("readOnlyRoles"), t.Members.ReadOnlyRoles)) {
				if admin := admins[role.name]; admin != nil {
					v.report(role.at, "administers the team's clusters already ("+v.where(admin)+"), and EKS has one entry for a role", "Name it in one of the two places.")
				}
			}
		})
	})
}

// settings gives the settings of a service, which stand beside its name, their
// defaults and holds them to their rules.
func (v *validation) settings(s *Service, at *place) {
	if s.Type != nil {
		v.structure(reflect.ValueOf(s.Type).Elem(), at)
	}
}

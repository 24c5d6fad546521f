package blueprint

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/diag"
)

// named is something with a name at a place.
type named struct {
	name string
	at   *place
}

// names reports names that are given twice where they must be unique.
func (v *validation) names() {
	clusters := &place{name: "clusters"}
	v.unique("cluster", items(clusters, namesOf(v.platform.Clusters, func(c Cluster) string { return c.Name })))
	var teams, namespaces, workloads []named
	seen := map[string]bool{}
	v.eachTeam(func(t *Team, at *place) {
		teams = append(teams, named{t.Name, at})
		if !seen[t.Name] { // the same team twice says so once
			namespaces = append(namespaces, named{t.Namespace, at.field("namespace")})
		}
		seen[t.Name] = true
		workloads = append(workloads, items(at.field("workloads"), namesOf(t.Workloads, func(w Workload) string { return w.Name }))...)
		v.unique("service account", items(at.field("serviceAccounts"), namesOf(t.ServiceAccounts, func(s ServiceAccount) string { return s.Name })))
	})
	v.unique("team", teams)
	v.unique("team with the namespace", namespaces)
	v.unique("workload", workloads)
	v.blueprints(func(b *Blueprint, at *place) {
		v.unique("node group", items(at.field("nodeGroups"), namesOf(b.NodeGroups, func(g NodeGroup) string { return g.Name })))
		v.unique("entry for the team", entries(at.field("teams"), b.Teams))
	})
	for _, account := range slices.Sorted(maps.Keys(v.platform.Accounts)) {
		v.account(v.platform.Accounts[account], (&place{name: "accounts"}).at(segment(account)))
	}
}

var accountPattern = regexp.MustCompile(`^[0-9]{12}$`)

func (v *validation) account(id string, at *place) {
	switch {
	case !accountPattern.MatchString(id):
		v.breach(at, "must be an AWS account id of 12 digits, is "+shown(id), "Write it in quotes, with the zeros it begins with.")
	case strings.Trim(id, "0") == "":
		v.breach(at, "is no AWS account: no account has only zeros", "Write the account's own id; 'aws sts get-caller-identity' shows it.")
	}
}

// entries are the places of the texts in a list of texts.
func entries(list *place, texts []string) []named {
	out := make([]named, len(texts))
	for i, text := range texts {
		out[i] = named{text, list.at(strconv.Itoa(i))}
	}
	return out
}

// items are the places of a list's items.
func items(list *place, names []string) []named {
	out := make([]named, len(names))
	for i, where := range Segments(names) {
		out[i] = named{names[i], list.at(where)}
	}
	return out
}

func (v *validation) unique(kind string, list []named) {
	first := make(map[string]*place, len(list))
	for _, item := range list {
		if item.name == "" {
			continue
		}
		if other, taken := first[item.name]; taken {
			v.report(item.at, fmt.Sprintf("is the second %s %s, the first is %s", kind, quoted(item.name), v.where(other)), "Rename or remove one of them.")
			continue
		}
		first[item.name] = item.at
	}
}

// where points at another place in a message: at its line where there is one.
func (v *validation) where(at *place) string {
	if pos := v.platform.At(at.String()); pos.Line > 0 {
		return "at " + pos.String()
	}
	return at.String()
}

// references reports names of things that do not exist.
func (v *validation) references() {
	p := v.platform
	teams := known(p.Teams, func(t Team) string { return t.Name })
	clusters := &place{name: "clusters"}
	for i, where := range Segments(namesOf(p.Clusters, func(c Cluster) string { return c.Name })) {
		c, at := p.Clusters[i], clusters.at(where)
		lookup(v, "blueprint", "blueprints", c.Blueprint, p.Blueprints, at.field("blueprint"))
		lookup(v, "account", "accounts", c.Account, p.Accounts, at.field("account"))
	}
	v.blueprints(func(b *Blueprint, at *place) {
		for _, t := range entries(at.field("teams"), b.Teams) {
			lookup(v, "team", "teams", t.name, teams, t.at)
		}
	})
	v.eachTeam(func(t *Team, at *place) {
		for _, from := range entries(at.field("network").field("ingressFrom"), t.Network.IngressFrom) {
			if from.name == t.Name && from.name != "" {
				v.report(from.at, "is the team itself, whose pods may call each other anyway", "Remove it.")
				continue
			}
			lookup(v, "team", "teams", from.name, teams, from.at)
		}
	})
}

func known[T any](list []T, name func(T) string) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, item := range list {
		out[name(item)] = true
	}
	return out
}

// maxSuggestions bounds the search for near names: it costs a comparison with
// every known name, and nobody reads that many problems.
const maxSuggestions = 20

func lookup[T any](v *validation, kind, field, name string, among map[string]T, at *place) {
	if _, ok := among[name]; ok || name == "" || v.doubtful(field) {
		return
	}
	var fix string
	if len(v.problems) < maxSuggestions {
		names := slices.Sorted(maps.Keys(among))
		fix = cmp.Or(diag.DidYouMean(name, names), listed(names))
	}
	v.report(at, fmt.Sprintf("there is no %s %s", kind, quoted(name)), cmp.Or(fix, "Describe it in "+field+"."))
}

func listed(names []string) string {
	if len(names) == 0 || len(names) > 10 {
		return ""
	}
	return "Known: " + strings.Join(names, ", ") + "."
}

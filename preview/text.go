package preview

import (
	"fmt"
	"io"
	"strings"

	"slipway.dev/slipway/deploy"
)

// longest is how many lines of one diff the text shows; the JSON has all.
const longest = 120

// mostReasons is how many reasons the text gives for touching all teams.
const mostReasons = 4

// Text writes the report for people: alarms, then cluster by cluster what
// changes, who feels it, and the sum. What is made new is a line; full shows
// its contents, too.
func (r *Report) Text(w io.Writer, full bool) error {
	p := &printer{w: w, full: full}
	if r.Renamed != "" {
		p.linef("RENAMED     %s", r.Renamed)
	}
	for _, line := range alarmLines(r.Alarms) {
		p.linef("%s", line)
	}
	if len(r.Alarms) > 0 {
		p.linef("")
	}
	for i := range r.Units {
		u := &r.Units[i]
		if i == 0 || r.Units[i-1].Cluster != u.Cluster {
			p.linef("cluster %s%s", u.Cluster, at(r.where(u.Cluster)))
		}
		p.unit(u)
	}
	if r.Summary.Changes() > 0 || len(r.Units) > 0 {
		p.linef("")
		p.radius(&r.Radius)
	}
	for _, s := range r.Unseen {
		p.linef("Not seen: %s", s)
	}
	p.linef("%s", r.Summary)
	return p.err
}

// String is the sum in a line, as people know it from terraform.
func (s Summary) String() string {
	if s.Changes() == 0 {
		return fmt.Sprintf("No differences; %d unchanged", s.Unchanged)
	}
	out := fmt.Sprintf("Plan: %d to add, %d to change, %d to replace, %d to destroy", s.Add, s.Change, s.Replace, s.Destroy)
	if s.Keep > 0 {
		out += fmt.Sprintf(", %d kept by their retain or snapshot policy", s.Keep)
	}
	if s.MayReplace > 0 {
		out += fmt.Sprintf(", %d that may be replaced", s.MayReplace)
	}
	if s.Lose > 0 {
		out += fmt.Sprintf(", %d LOSING DATA", s.Lose)
	}
	return out + fmt.Sprintf("; %d unchanged", s.Unchanged)
}

// detail is the alarm without its shout and unit.
func (a Alarm) detail() string { return strings.TrimPrefix(a.String(), a.shout()+" ") }

func (r *Report) where(cluster string) string {
	for _, c := range r.Radius.Clusters {
		if c.Name == cluster {
			return c.Where
		}
	}
	return ""
}

func at(where string) string {
	if where == "" {
		return ""
	}
	return " (" + where + ")"
}

// printer keeps the first error of a writer.
type printer struct {
	w    io.Writer
	full bool
	err  error
}

// alarmLines are the alarms, a line each. What is replaced only because
// something else is stands in one line for each level where there is much of it.
func alarmLines(alarms []Alarm) []string {
	const most = 3
	following := map[Level]int{}
	for _, a := range alarms {
		following[a.Level] += a.follows()
	}
	grouped := func(a Alarm) bool {
		return a.follows() > 0 && (a.Level == Replaces || a.Level == MayReplace) && following[a.Level] > most
	}
	var lines []string
	for i := 0; i < len(alarms); i++ {
		a := alarms[i]
		if !grouped(a) {
			lines = append(lines, fmt.Sprintf("%-11s %s: %s", a.shout(), a.Unit, a.detail()))
			continue
		}
		units, counts := []string{}, map[string]int{}
		for ; i < len(alarms) && alarms[i].Level == a.Level; i++ { // those that follow are the last of their level
			unit := string(alarms[i].Unit)
			if counts[unit]++; counts[unit] == 1 {
				units = append(units, unit)
			}
		}
		i--
		for k, unit := range units {
			units[k] = fmt.Sprintf("%s (%d)", unit, counts[unit])
		}
		lines = append(lines, fmt.Sprintf("%-11s %d more, because what they refer to is replaced: %s", a.shout(), following[a.Level], strings.Join(units, ", ")))
	}
	return lines
}

func (p *printer) linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) unit(u *Unit) {
	p.linef("  %s%s", u.ID, from(u))
	for _, c := range u.Changes {
		p.linef("    %s %s%s", sign(c), c.What, remarks(c))
		if c.Verb == deploy.Create && !p.full {
			continue // all of it is new
		}
		shown, left := clip(c.Diff, longest)
		for _, line := range shown {
			p.linef("        %s", line)
		}
		if left > 0 {
			p.linef("        … %d more lines; -o json has them", left)
		}
	}
	for _, f := range u.Follows {
		p.linef("    %s %s", sign(deploy.Change{Verb: deploy.Update, Replacement: f.Replacement}), followed(f))
	}
}

// from is where the blueprint asks for a unit.
func from(u *Unit) string {
	if u.From == "" {
		return ""
	}
	return "  # " + u.From
}

func followed(f Follow) string {
	s := f.What + "  (follows: " + f.Because
	if f.Replacement != deploy.InPlace {
		s += "; " + how(deploy.Update, f.Replacement)
	}
	return s + ")"
}

// sign is how people know a change from terraform.
func sign(c deploy.Change) string {
	switch {
	case c.Verb == deploy.Create:
		return "+"
	case c.Verb == deploy.Delete:
		return "-"
	case c.Replacement == deploy.Replaces:
		return "-/+"
	case c.Replacement == deploy.MayReplace:
		return "~/+"
	}
	return "~"
}

// remarks say what is special about a change.
func remarks(c deploy.Change) string {
	var all []string
	add := func(when bool, text string) {
		if when {
			all = append(all, text)
		}
	}
	because := ""
	if c.Because != "" {
		because = ": " + c.Because
	}
	add(c.Replacement == deploy.Replaces, "is replaced"+because)
	add(c.Replacement == deploy.MayReplace, "may be replaced"+because)
	add(c.Replacement == deploy.InPlace && c.Because != "", "because of "+c.Because)
	add(c.Loses, "DATA IS LOST")
	add(c.Keeps && c.Verb == deploy.Delete, "kept by its retain policy, or its data saved")
	add(c.Keeps && c.Verb != deploy.Delete, "the old one is kept, or its data saved")
	add(c.Drift, "drift: changed by someone else since it was applied")
	add(c.Adopts, "adopts: it was there before")
	if len(all) == 0 {
		return ""
	}
	return "  (" + strings.Join(all, "; ") + ")"
}

// clip is the first lines of a text, and how many more there are.
func clip(text string, most int) (shown []string, left int) {
	if text == "" {
		return nil, 0
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) <= most {
		return lines, 0
	}
	return lines[:most], len(lines) - most
}

// radius says who feels the changes.
func (p *printer) radius(r *Radius) {
	for _, c := range r.Clusters {
		teams, workloads := r.of(c.Name)
		s := "Touches cluster " + c.Name
		if len(teams) > 0 {
			s += "; teams " + strings.Join(teams, ", ")
		}
		if c.AllTeams && len(teams) > 0 {
			s += " (all)"
		}
		if len(workloads) > 0 {
			s += "; workloads " + strings.Join(workloads, ", ")
		}
		if len(teams) == 0 {
			s += "; no team"
		}
		p.linef("%s", s)
		for i, why := range c.Why {
			if i == mostReasons {
				p.linef("    … and %d more", len(c.Why)-i)
				break
			}
			p.linef("    all teams: %s", why)
		}
	}
}

// of are the touched teams and workloads of a cluster.
func (r *Radius) of(cluster string) (teams, workloads []string) {
	for _, t := range r.Teams {
		if t.Cluster == cluster {
			teams = append(teams, t.Name)
		}
	}
	for _, w := range r.Workloads {
		if w.Cluster == cluster {
			workloads = append(workloads, w.Name)
		}
	}
	return teams, workloads
}

// counted is a unit's changes in a few words.
func (u *Unit) counted() Summary {
	var s Summary
	for i := range u.Changes {
		s.count(&u.Changes[i])
	}
	return s
}

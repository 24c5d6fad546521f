package rollout

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// Table is many rollouts, a line each, and below what was refused or waits.
func Table(w io.Writer, all []Status) {
	if len(all) == 0 {
		fmt.Fprintln(w, "no rollouts")
		return
	}
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, "WORKLOAD\tNAMESPACE\tSTRATEGY\tENGINE\tPHASE\tWEIGHT\tSTEP\tIMAGE")
	for _, s := range all {
		newest := s.Candidate
		if newest == nil {
			newest = s.Stable
		}
		image := ""
		if newest != nil {
			image = newest.Image
		}
		fmt.Fprintln(tw, strings.Join([]string{s.Workload, s.Namespace, s.Strategy, string(s.Engine), string(s.Phase), strconv.Itoa(s.Weight) + "%", s.place(), image}, "\t"))
	}
	tw.Flush()
	for _, s := range all {
		switch {
		case s.Phase.Bad():
			fmt.Fprintf(w, "✗ %s/%s: %s\n", s.Namespace, s.Workload, s.Sentence())
		case s.Phase == Waiting || s.Phase == Paused:
			fmt.Fprintf(w, "… %s/%s: %s\n", s.Namespace, s.Workload, s.Reason)
		}
	}
}

// place is how far a rollout is, "" for one without steps.
func (s Status) place() string {
	if s.Steps == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Step, s.Steps)
}

// Show is one rollout in full.
func (s Status) Show(w io.Writer) {
	team := ""
	if s.Team != "" {
		team = ", team " + s.Team
	}
	engine := string(s.Engine)
	if s.Engine == None {
		engine = "Kubernetes itself"
	}
	fmt.Fprintf(w, "%s (namespace %s%s): %s, by %s\n", s.Workload, s.Namespace, team, s.Strategy, engine)
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "  %-12s %s\n", name, value)
		}
	}
	line("phase", join(string(s.Phase), s.Reason))
	line("weight", s.progress())
	line("stable", s.Stable.long())
	line("candidate", s.Candidate.long())
	if s.Measured != nil {
		line("measured", s.Measured.String())
	}
	if s.Checks > 0 {
		line("bad checks", fmt.Sprintf("%d of %d", s.Checks, s.Limit))
	}
	line("application", s.Application)
	if s.Phase.Bad() {
		fmt.Fprintf(w, "  ✗ %s\n", s.Sentence())
	}
}

// cells is how long a bar is.
const cells = 20

func (s Status) progress() string {
	full := min(max(s.Weight, 0), 100) * cells / 100
	out := fmt.Sprintf("%s%s %3d%%", strings.Repeat("█", full), strings.Repeat("░", cells-full), s.Weight)
	if s.Steps > 0 {
		out += fmt.Sprintf("  step %d of %d", s.Step, s.Steps)
	}
	return out
}

// long is a version with all that is known of it.
func (v *Version) long() string {
	if v == nil {
		return ""
	}
	out := v.Image
	if v.Revision != "" {
		out += ", revision " + v.Revision
	}
	if v.Commit != "" {
		out += ", commit " + shortCommit(v.Commit)
	}
	return out
}

// Line is a rollout as one line of a log.
func (s Status) Line() string {
	parts := []string{fmt.Sprintf("%-11s %3d%%", s.Phase, s.Weight)}
	if s.Steps > 0 {
		parts = append(parts, "step "+s.place())
	}
	if s.Checks > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d bad checks", s.Checks, s.Limit))
	}
	if s.Measured != nil {
		parts = append(parts, s.Measured.String())
	}
	if s.Reason != "" {
		parts = append(parts, s.Reason)
	}
	return strings.Join(parts, "  ")
}

// ShowHistory are versions, a line each, with how their rollouts ended.
func ShowHistory(w io.Writer, entries []Entry) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, "REVISION\tSTATE\tIMAGE\tCOMMIT\tMADE\tOUTCOME")
	for _, e := range entries {
		outcome := ""
		if o := e.Outcome; o != nil {
			outcome = string(o.Phase)
			if o.Measured != nil && o.Phase.Bad() {
				outcome += ": " + o.Measured.String()
			}
		}
		row := strings.Join([]string{e.Revision, e.State, e.Image, shortCommit(e.Commit), e.Created.UTC().Format(time.DateTime), outcome}, "\t")
		fmt.Fprintln(tw, strings.TrimRight(row, "\t"))
	}
	tw.Flush()
}

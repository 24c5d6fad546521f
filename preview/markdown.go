package preview

import (
	"fmt"
	"html"
	"io"
	"strings"

	"slipway.dev/slipway/deploy"
)

// MaxMarkdown is how many characters a comment on a pull request may have
// (GitHub's limit on the body of issues, comments and pull requests).
const MaxMarkdown = 65_536

// Shares of a comment, in bytes: what comes first must leave room for the rest.
const (
	alarmRoom  = 14_000
	reachRoom  = 12_000
	unitsRoom  = 12_000
	noteRoom   = 800
	widestCell = 300
)

// Markdown writes the report as a comment on a pull request, in at most
// MaxMarkdown bytes: alarms, two tables, and the details of each unit folded.
// Where something does not fit the end says what was cut.
func (r *Report) Markdown(w io.Writer) error {
	p := &page{left: MaxMarkdown - noteRoom}
	p.add(fmt.Sprintf("### %s on %s\n\n**%s**\n\n", cell(r.Platform), cell(r.Target), r.Summary), p.left)
	r.alarmList(p)
	r.reachTable(p)
	r.unitTable(p)
	r.details(p)
	if len(p.cut) > 0 {
		p.text.WriteString(fmt.Sprintf("\n_Cut to fit %d characters: %s. `slipway diff -o json` has everything._\n", MaxMarkdown, strings.Join(p.cut, ", ")))
	}
	_, err := io.WriteString(w, p.text.String())
	return err
}

// page is a text of limited length.
type page struct {
	text strings.Builder
	left int
	cut  []string
}

// add writes a block when it fits within room and what is left, and reports whether it did.
func (p *page) add(block string, room int) bool {
	if len(block) > min(room, p.left) {
		return false
	}
	p.text.WriteString(block)
	p.left -= len(block)
	return true
}

// rows writes as many blocks as fit into a share of the page.
func (p *page) rows(head string, blocks []string, what string, room int) {
	if len(blocks) == 0 || !p.add(head, room) {
		return
	}
	room -= len(head)
	for i, block := range blocks {
		if !p.add(block, room) {
			p.cut = append(p.cut, fmt.Sprintf("%d of %d %s", len(blocks)-i, len(blocks), what))
			break
		}
		room -= len(block)
	}
	p.add("\n", p.left)
}

func (r *Report) alarmList(p *page) {
	var lines []string
	if r.Renamed != "" {
		lines = append(lines, "> - **RENAMED** "+cell(r.Renamed)+"\n")
	}
	for _, a := range r.Alarms {
		lines = append(lines, fmt.Sprintf("> - **%s** %s: %s\n", a.shout(), code(string(a.Unit)), cell(a.detail())))
	}
	for _, s := range r.Unseen {
		lines = append(lines, fmt.Sprintf("> - not seen: %s\n", cell(s)))
	}
	kind := "WARNING"
	if len(r.Alarms) > 0 {
		kind = "CAUTION"
	}
	p.rows("> [!"+kind+"]\n", lines, "alarms", alarmRoom)
}

func (r *Report) reachTable(p *page) {
	var rows []string
	for _, c := range r.Radius.Clusters {
		teams, workloads := r.Radius.of(c.Name)
		all := ""
		if c.AllTeams && len(teams) > 0 {
			all = " (all)"
		}
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s |\n", cell(c.Name+at(c.Where)), cell(strings.Join(teams, ", ")+all), cell(strings.Join(workloads, ", ")), cell(few(c.Why))))
	}
	p.rows("| touched cluster | teams | workloads | what all teams feel |\n|---|---|---|---|\n", rows, "clusters", reachRoom)
}

// few are the first of some reasons.
func few(why []string) string {
	if len(why) > mostReasons {
		return strings.Join(why[:mostReasons], "; ") + fmt.Sprintf("; … and %d more", len(why)-mostReasons)
	}
	return strings.Join(why, "; ")
}

func (r *Report) unitTable(p *page) {
	var rows []string
	for i := range r.Units {
		u := &r.Units[i]
		s := u.counted()
		rows = append(rows, fmt.Sprintf("| %s | %s | %s | %s | %s | %s |\n", code(string(u.ID)), number(s.Add), number(s.Change), number(s.Replace), number(s.MayReplace), number(s.Destroy)))
	}
	p.rows("| unit | add | change | replace | may replace | destroy |\n|---|---|---|---|---|---|\n", rows, "units in the table", unitsRoom)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// details are one fold a unit, with diffs as long as they fit, else only what changes.
func (r *Report) details(p *page) {
	short, none := 0, 0
	for i := range r.Units {
		u := &r.Units[i]
		switch {
		case p.add(fold(u, true), p.left):
		case p.add(fold(u, false), p.left):
			short++
		default:
			none++
		}
	}
	if short > 0 {
		p.cut = append(p.cut, fmt.Sprintf("the diffs of %d units", short))
	}
	if none > 0 {
		p.cut = append(p.cut, fmt.Sprintf("the details of %d units", none))
	}
}

// fold is a unit's changes.
func fold(u *Unit, diffs bool) string {
	var body strings.Builder
	for _, c := range u.Changes {
		fmt.Fprintf(&body, "%s %s%s\n", sign(c), c.What, remarks(c))
		if diffs && c.Diff != "" && c.Verb != deploy.Create {
			body.WriteString(strings.TrimSuffix(c.Diff, "\n") + "\n")
		}
	}
	for _, f := range u.Follows {
		fmt.Fprintf(&body, "~ %s\n", followed(f))
	}
	fence := fenceFor(body.String())
	return fmt.Sprintf("<details><summary><code>%s</code>: %s</summary>\n\n%sdiff\n%s%s\n</details>\n\n",
		html.EscapeString(string(u.ID)), u.counted().brief(), fence, body.String(), fence)
}

// brief is what a fold says without being opened.
func (s Summary) brief() string {
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{{s.Add, "to add"}, {s.Change, "to change"}, {s.Replace, "to replace"}, {s.MayReplace, "that may be replaced"}, {s.Destroy, "to destroy"}, {s.Keep, "kept"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
		}
	}
	if len(parts) == 0 {
		return "follows what others change"
	}
	return strings.Join(parts, ", ")
}

// fenceFor is a fence that no line of the text can close.
func fenceFor(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence
}

// code is a text as code in a line.
func code(s string) string {
	return "<code>" + cell(s) + "</code>"
}

// cell is a text that stands in one cell of a table, shortened where it is long.
func cell(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > widestCell {
		s = string(r[:widestCell-1]) + "…"
	}
	return markdown.Replace(html.EscapeString(s))
}

// markdown takes away what a text would mean.
var markdown = strings.NewReplacer("|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "@", "@\u200b")

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// row is one figure. Ours is always there, the rest where it makes sense.
type row struct {
	what   string
	ours   string
	than   string // what it is compared with, and that one's figure
	ratio  string
	target string
	ok     verdict
}

type verdict string

const (
	met    verdict = "ok"
	missed verdict = "miss"
	none   verdict = ""
)

func judge(ok bool) verdict {
	if ok {
		return met
	}
	return missed
}

type table struct{ rows []row }

func (t *table) add(r row) { t.rows = append(t.rows, r) }

// limit adds a time with the most it may take.
func (t *table) limit(what string, ours time.Duration, than string, theirs, most time.Duration) {
	r := row{what: what, ours: show(ours)}
	if most > 0 {
		r.target, r.ok = "≤ "+show(most), judge(ours <= most)
	}
	if theirs > 0 {
		r.than, r.ratio = than+" "+show(theirs), times(ours, theirs)
	}
	t.add(r)
}

// print writes the table so that it can be pasted into a Markdown file.
func (t *table) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintln(tw, "| what\t| here\t| compared with\t| ratio\t| target\t| \t|")
	fmt.Fprintln(tw, "|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, r := range t.rows {
		fmt.Fprintf(tw, "| %s\t|\n", strings.Join([]string{r.what, r.ours, r.than, r.ratio, r.target, string(r.ok)}, "\t| "))
	}
	tw.Flush()
}

// times is how many times b fits into a, "1.3 ×".
func times(a, b time.Duration) string { return factor(float64(a) / float64(b)) }

func factor(f float64) string {
	digits := 2
	switch {
	case f >= 10:
		digits = 0
	case f >= 1:
		digits = 1
	}
	return fmt.Sprintf("%.*f ×", digits, f)
}

func show(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	default:
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
}

func megabytes(bytes uint64) string { return fmt.Sprintf("%d MB", bytes>>20) }

func median[T ~int64 | ~uint64](all []T) T {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

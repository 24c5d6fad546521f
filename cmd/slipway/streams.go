package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/diag"
)

// streams are what a command reads and writes: data on out, progress and errors on err.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// terminal reports whether w is one, so that a view may redraw it.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("TERM") != "dumb"
}

// coloured reports whether colours belong on w (https://no-color.org).
func coloured(w io.Writer) bool { return terminal(w) && os.Getenv("NO_COLOR") == "" }

// output is the -o flag of commands that print data.
type output struct {
	format  string
	command *cobra.Command
}

func (o *output) flag(c *cobra.Command) {
	o.command = c
	c.Flags().StringVarP(&o.format, "output", "o", "text", "output format: text or json")
}

// check refuses a format that there is not; a command that does something calls
// it first.
func (o *output) check() error {
	if o.format != "json" && o.format != "text" {
		return usageError{o.command, fmt.Errorf("-o %s: unknown output format, use text or json", o.format)}
	}
	return nil
}

// show prints value as JSON, or calls text for people.
func (o *output) show(w io.Writer, value any, text func(io.Writer)) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.format == "text" {
		text(w)
		return nil
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// table aligns columns.
func table(w io.Writer, rows func(row func(cells ...string))) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	rows(func(cells ...string) { fmt.Fprintln(tw, strings.TrimRight(strings.Join(cells, "\t"), "\t")) })
	tw.Flush()
}

// printError shows an error to a person: problems with their places as they
// are, anything else behind the program's name.
func printError(w io.Writer, err error) {
	var run *deploy.RunError // it says itself which units its problems befell
	if problems, ok := diag.From(err); ok && !errors.As(err, &run) {
		fmt.Fprintln(w, problems.Error())
		if n := len(problems.Errors()); n > 1 {
			fmt.Fprintf(w, "%d problems; nothing was changed\n", n)
		}
		return
	}
	for _, e := range split(err) {
		fmt.Fprintln(w, "slipway:", e)
	}
}

// split takes joined errors apart, so that each gets a line.
func split(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) && err.Error() == errors.Join(joined.Unwrap()...).Error() {
		return joined.Unwrap()
	}
	return []error{err}
}

func isUnknownCommand(err error) bool { return strings.HasPrefix(err.Error(), "unknown command") }

// shortPath is a path as people write it: relative to here where that is shorter.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

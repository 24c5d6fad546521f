// Package diag carries problems to the person who can mend them: where, what,
// why and how to fix it. Every reader of user input collects all its problems
// in one pass and reports them together. It imports nothing of Slipway and
// must never print, log or exit.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a source file. Line and Column count from 1; the zero
// Position means the problem has no place in a file (a platform written in Go).
type Position struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// IsZero reports whether the position points nowhere.
func (p Position) IsZero() bool { return p == Position{} }

// String is file:line:col, without the parts that are not known.
func (p Position) String() string {
	switch {
	case p.IsZero():
		return ""
	case p.Line == 0:
		return p.File
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Severity separates what stops the work from what should only be known.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one thing that is wrong, or one warning.
type Problem struct {
	Severity Severity `json:"severity"`
	Pos      Position `json:"position,omitzero"`
	// Path names the place in the blueprint: "clusters[dev].addOns[argocd]".
	Path string `json:"path,omitempty"`
	// Message says what is wrong, lower case, without a full stop.
	Message string `json:"message"`
	// Fix says what to do, as a sentence. It may span lines.
	Fix string `json:"fix,omitempty"`
}

// Error is the problem on one line, with its fix indented below.
func (p Problem) Error() string {
	var b strings.Builder
	for _, part := range []string{p.Pos.String(), p.Path} {
		if part != "" {
			b.WriteString(part + ": ")
		}
	}
	if p.Severity == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Fix != "" {
		b.WriteString("\n    " + strings.ReplaceAll(p.Fix, "\n", "\n    "))
	}
	return b.String()
}

// Problems is a list of problems that is an error as a whole.
type Problems []Problem

// Error is every problem, one after the other, in the order of the source.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Add appends a problem.
func (ps *Problems) Add(p Problem) {
	if p.Severity == "" {
		p.Severity = Error
	}
	*ps = append(*ps, p)
}

// Sort orders by file, line and column; problems without a place keep their order at the end.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.Pos.IsZero() != b.Pos.IsZero() {
			if a.Pos.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), a.Pos.Line-b.Pos.Line, a.Pos.Column-b.Pos.Column)
	})
}

// Errors are the problems that stop the work.
func (ps Problems) Errors() Problems { return ps.only(Error) }

// Warnings are the problems that do not.
func (ps Problems) Warnings() Problems { return ps.only(Warning) }

func (ps Problems) only(s Severity) Problems {
	var out Problems
	for _, p := range ps {
		if p.Severity == s {
			out = append(out, p)
		}
	}
	return out
}

// Err is the problems as an error when at least one of them stops the work, else nil.
func (ps Problems) Err() error {
	if len(ps.Errors()) == 0 {
		return nil
	}
	return ps
}

// From finds the problems inside an error chain.
func From(err error) (Problems, bool) {
	var ps Problems
	if errors.As(err, &ps) {
		return ps, true
	}
	var p Problem
	if errors.As(err, &p) {
		return Problems{p}, true
	}
	return nil, false
}

package deploy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
)

// ErrAbsent says that where a unit goes is not there yet: a cluster that was
// never started, an account without a stack. Diff shows such a unit as all
// new, Destroy takes it as gone.
var ErrAbsent = errors.New("not there yet")

// RunError is everything that went wrong in a run.
type RunError struct {
	Errors  []UnitError       // in the assembly's order
	Skipped []assembly.UnitID // never started, because something they need failed
	// Stopped is why the run ended early, nil when it did not; Unstarted are
	// the units it would have gone on with.
	Stopped   error
	Unstarted []assembly.UnitID
}

// Error is each failure on lines of its own, then what did not happen because of them.
func (e *RunError) Error() string {
	var lines []string
	for i, u := range e.Errors {
		if slices.ContainsFunc(e.Errors[:i], u.same) {
			continue
		}
		lines = append(lines, u.Error())
		if more := e.alike(i); len(more) > 0 {
			lines = append(lines, "    and so "+list(more))
		}
	}
	if len(e.Skipped) > 0 {
		lines = append(lines, fmt.Sprintf("%s not started, because what they need failed: %s", count(len(e.Skipped)), list(e.Skipped)))
	}
	if e.Stopped != nil {
		line := "stopped: " + e.Stopped.Error()
		if len(e.Unstarted) > 0 {
			line += fmt.Sprintf(" (%s not started; run the same command again to go on)", count(len(e.Unstarted)))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// alike are the units after the first that failed at one place for the same reason.
func (e *RunError) alike(first int) []assembly.UnitID {
	var ids []assembly.UnitID
	for _, u := range e.Errors[first+1:] {
		if u.same(e.Errors[first]) {
			ids = append(ids, u.Unit)
		}
	}
	return ids
}

// Unwrap gives every failure, so that errors.Is and errors.As look into them.
func (e *RunError) Unwrap() []error {
	var errs []error
	for _, u := range e.Errors {
		errs = append(errs, u)
	}
	if e.Stopped != nil {
		errs = append(errs, e.Stopped)
	}
	return errs
}

// UnitError is the failure of one unit.
type UnitError struct {
	Unit   assembly.UnitID
	Kind   assembly.Kind
	Where  string
	Origin assembly.Origin
	Err    error
}

// Error names the unit, what went wrong and the line of the blueprint that asked for it.
func (e UnitError) Error() string {
	s := fmt.Sprintf("%s (%s, %s): %s", e.Unit, e.Kind, e.Where, strings.ReplaceAll(e.Err.Error(), "\n", "\n    "))
	if o := origin(e.Origin); o != "" {
		s += "\n    asked for at " + o
	}
	return s
}

// same reports whether another unit failed at the same place in the same words.
func (e UnitError) same(other UnitError) bool {
	return e.Where == other.Where && e.Kind == other.Kind && e.Err.Error() == other.Err.Error()
}

// Unwrap is the failure itself.
func (e UnitError) Unwrap() error { return e.Err }

func origin(o assembly.Origin) string {
	switch {
	case o.At == "":
		return o.Path
	case o.Path == "":
		return o.At
	default:
		return fmt.Sprintf("%s (%s)", o.At, o.Path)
	}
}

func count(n int) string {
	if n == 1 {
		return "1 unit"
	}
	return fmt.Sprintf("%d units", n)
}

func list(ids []assembly.UnitID) string {
	const most = 8
	var names []string
	for i, id := range ids {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, string(id))
	}
	return strings.Join(names, ", ")
}

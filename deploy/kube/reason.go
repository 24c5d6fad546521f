package kube

import (
	"fmt"
	"strings"
)

const (
	mostReasons = 5   // beyond so many the object itself is better to read
	mostReason  = 300 // runes of one message: a controller may quote a whole render
)

// reasons is what an object's status says about why it is not as it should be,
// one line each.
func reasons(content map[string]any) []string {
	var all []string
	conditions, _ := within(content, "status", "conditions").([]any)
	for _, c := range conditions {
		if m, ok := c.(map[string]any); ok && isComplaint(m) {
			all = addReason(all, text(m, "type"), text(m, "reason"), text(m, "message"))
		}
	}
	if o, ok := within(content, "status", "operationState").(map[string]any); ok {
		switch phase := text(o, "phase"); phase { // Running too: it says what it waits for, or why it tries again
		case "Failed", "Error", "Running":
			all = addReason(all, "operation "+phase, "", text(o, "message"))
		}
	}
	if len(all) > mostReasons {
		all = append(all[:mostReasons], fmt.Sprintf("and %d more", len(all)-mostReasons))
	}
	return all
}

// isComplaint reports whether a condition is bad news. Those of an Application
// have no status and are there only when something is wrong; elsewhere what
// is good is True, except for what its name calls bad.
func isComplaint(condition map[string]any) bool {
	switch text(condition, "status") {
	case "False":
		return !isBad(text(condition, "type"))
	case "True":
		return isBad(text(condition, "type"))
	default:
		return true
	}
}

func isBad(conditionType string) bool {
	for _, end := range []string{"Error", "Failed", "Failure", "Degraded", "Stalled", "Pressure"} {
		if strings.HasSuffix(conditionType, end) {
			return true
		}
	}
	return false
}

// addReason leaves out what says nothing and what was said before: a failed
// operation is also a condition.
func addReason(all []string, name, why, message string) []string {
	said := oneLine(message)
	if said == "" {
		said = why
	} else if why != "" {
		name += " (" + why + ")"
	}
	if said == "" {
		return all
	}
	said = cut(said, mostReason)
	for _, before := range all {
		if strings.HasSuffix(before, said) {
			return all
		}
	}
	return append(all, name+": "+said)
}

// explained adds what the object says to what is missing of it.
func explained(missing error, content map[string]any) error {
	if all := reasons(content); len(all) > 0 {
		return fmt.Errorf("%w: %s", missing, strings.Join(all, "\n"))
	}
	return missing
}

func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}

func text(m map[string]any, field string) string {
	s, _ := m[field].(string)
	return s
}

package preview

import (
	"slices"

	"slipway.dev/slipway/assembly"
)

// renamed says what a platform's other name means, "" where it has the same one.
func renamed(a, before *assembly.Assembly) string {
	if before == nil || before.Platform == a.Platform {
		return ""
	}
	s := "The platform " + before.Platform + " is called " + a.Platform + " now, and its name is in everybody else's: all is made anew and empty. " +
		"What " + before.Platform + " has made stays, costs what it costs, and is nobody's: no deploy of " + a.Platform + " looks at it. " +
		"Take the old name back; or deploy, move data and workloads over, and run slipway destroy with the blueprint that says " + before.Platform + "."
	if slices.ContainsFunc(a.Units, func(u assembly.Unit) bool { return u.Kind == assembly.EKS }) {
		s += " In clusters that exist already the objects and releases of " + before.Platform + " are another platform's, which " + a.Platform + " refuses to touch."
	}
	return s
}

// left are the stacks that nobody looks after any more, because what made them
// has another name.
func left(a, before *assembly.Assembly) []Alarm {
	if before == nil {
		return nil
	}
	var out []Alarm
	for i := range before.Units {
		was := &before.Units[i]
		is := a.Unit(was.ID)
		old, new := stackName(was), ""
		if is != nil {
			new = stackName(is)
		}
		if old == "" || old == new || new == "" && before.Platform == a.Platform {
			continue // it is the same, or the deploy deletes it
		}
		alarm := Alarm{Level: Leaves, Unit: was.ID, What: "AWS::CloudFormation::Stack " + old, Type: "AWS::CloudFormation::Stack", How: "is left behind"}
		if new != "" {
			alarm.Because = "it is made anew as " + new
		}
		out = append(out, alarm)
	}
	return out
}

// stackName is the name of a unit's stack, "" for one that is none.
func stackName(u *assembly.Unit) string {
	if u.Kind != assembly.CloudFormation {
		return ""
	}
	s, err := u.Stack()
	if err != nil {
		return ""
	}
	return s.Name
}

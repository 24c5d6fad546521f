package preview

import (
	"cmp"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Level says how loud an alarm is.
type Level string

// The levels, the worst first.
const (
	Loses      Level = "loses"      // data is gone, or may be
	Leaves     Level = "leaves"     // a stack stays that nobody looks after any more
	Deletes    Level = "deletes"    // what every team runs on, or a whole stack, is deleted
	Replaces   Level = "replaces"   // a new one is made and the old one deleted
	MayReplace Level = "mayReplace" // known only while it is applied
)

var levels = []Level{Loses, Leaves, Deletes, Replaces, MayReplace}

// Alarm is a change that somebody has to look at.
type Alarm struct {
	Level   Level           `json:"level"`
	Unit    assembly.UnitID `json:"unit"`
	What    string          `json:"what"`
	Type    string          `json:"type,omitempty"`
	Because string          `json:"because,omitempty"`
	// How the thing comes to be in danger: "is deleted", "is replaced", "may be
	// replaced", "is left behind".
	How string `json:"how"`
}

// String is the alarm in a line: "REPLACES AWS::EKS::Nodegroup General: InstanceTypes".
func (a Alarm) String() string {
	s := a.shout() + " " + a.What
	if a.Level == Loses {
		s += " " + a.How
	}
	if a.Because != "" {
		s += ": " + a.Because
	}
	return s
}

func (a Alarm) shout() string {
	return map[Level]string{Loses: "LOSES DATA", Leaves: "LEAVES", Deletes: "DELETES", Replaces: "REPLACES", MayReplace: "MAY REPLACE"}[a.Level]
}

func alarms(a, before *assembly.Assembly, units []Unit) []Alarm {
	g := guards(a, before)
	out := append([]Alarm{}, left(a, before)...)
	for i := range units {
		u := &units[i]
		for _, c := range u.Changes {
			if level := alarming(u, c, g); level != "" {
				out = append(out, Alarm{level, u.ID, c.What, c.Type, c.Because, how(c.Verb, c.Replacement)})
			}
		}
		for _, f := range u.Follows {
			level := map[deploy.Replacement]Level{deploy.Replaces: Replaces, deploy.MayReplace: MayReplace}[f.Replacement]
			if f.Loses {
				level = Loses
			}
			if level != "" {
				out = append(out, Alarm{level, u.ID, f.What, "", f.Because, how(deploy.Update, f.Replacement)})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Alarm) int {
		return cmp.Or(cmp.Compare(slices.Index(levels, x.Level), slices.Index(levels, y.Level)), cmp.Compare(x.follows(), y.follows()))
	})
	return out
}

// follows is 1 for what is replaced only because something else is: causes come first.
func (a Alarm) follows() int {
	if strings.Contains(a.Because, "because of ") {
		return 1
	}
	return 0
}

// alarming is the level of a change, "" for one that is none.
func alarming(u *Unit, c deploy.Change, g map[string]bool) Level {
	switch {
	case c.Loses:
		return Loses
	case c.Verb == deploy.Delete && (carries(u, c, g) || u.Kind == assembly.CloudFormation && whole(c)):
		return Deletes
	case c.Replacement == deploy.Replaces:
		return Replaces
	case c.Replacement == deploy.MayReplace:
		return MayReplace
	}
	return ""
}

func how(v deploy.Verb, r deploy.Replacement) string {
	switch {
	case v == deploy.Delete:
		return "is deleted"
	case r == deploy.Replaces:
		return "is replaced"
	default:
		return "may be replaced"
	}
}

// whole reports whether a change is of a unit as a whole: nobody looked into it.
func whole(c deploy.Change) bool { return strings.HasPrefix(c.What, "unit ") }

package deploy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"

	"slipway.dev/slipway/assembly"
)

// Pair is one unit in two assemblies. Old or New is nil where it is only in the other.
type Pair struct {
	Old, New *assembly.Unit
	// Moving are the tokens in New's files that will stand for another value than
	// before, because the unit that hands it out changes.
	Moving map[string]Move
}

// Unit is the newer of the two.
func (p Pair) Unit() *assembly.Unit {
	if p.New == nil {
		return p.Old
	}
	return p.New
}

// Move is why a value will be another one.
type Move struct {
	Because string // "dev/network VpcId"
	How     Replacement
}

// Comparer compares two versions of a unit, by their files alone. It returns
// the outputs that will be other values than before, too.
type Comparer func(Pair) (*Plan, map[string]Replacement, error)

// Between compares two assemblies without looking at what is there: what would
// change where the old one is deployed as it is. The plans are in the new
// assembly's order, then those of the units that are only in the old one. A
// kind without a Comparer is compared file by file. A stack with another name is
// made anew, and so is everything of a platform with another name; what is called
// as before stays, since nothing looks at it any more.
func Between(old, new *assembly.Assembly, by map[assembly.Kind]Comparer) ([]*Plan, error) {
	b := &between{by: by, moved: map[assembly.UnitID]map[string]Replacement{}}
	for i := range new.Units {
		u := &new.Units[i]
		before := old.Unit(u.ID)
		if before != nil && (old.Platform != new.Platform || stackName(before) != stackName(u)) {
			before = nil
		}
		if before != nil && (before.Kind != u.Kind || before.Where != u.Where) {
			if err := b.add(Pair{Old: before}); err != nil { // another thing with the same name
				return nil, err
			}
			before = nil
		}
		if err := b.add(Pair{Old: before, New: u, Moving: b.moving(u)}); err != nil {
			return nil, err
		}
	}
	for i := range old.Units {
		if old.Platform != new.Platform {
			break
		}
		if u := &old.Units[i]; new.Unit(u.ID) == nil {
			if err := b.add(Pair{Old: u}); err != nil {
				return nil, err
			}
		}
	}
	return b.plans, nil
}

// stackName is the name of the unit's stack, "" for one that is none.
func stackName(u *assembly.Unit) string {
	if u.Kind != assembly.CloudFormation {
		return ""
	}
	s, err := u.Stack()
	if err != nil {
		return "" // its Comparer says so
	}
	return s.Name
}

type between struct {
	by    map[assembly.Kind]Comparer
	plans []*Plan
	moved map[assembly.UnitID]map[string]Replacement // outputs
}

func (b *between) add(p Pair) error {
	compare := b.by[p.Unit().Kind]
	if compare == nil {
		compare = files
	}
	plan, moved, err := compare(p)
	if err != nil {
		return fmt.Errorf("comparing %s: %w", p.Unit().ID, err)
	}
	if c, differs := order(p); differs && plan.Empty() { // else it goes without saying
		plan.Changes = append(plan.Changes, c)
	}
	b.plans, b.moved[p.Unit().ID] = append(b.plans, plan), moved
	return nil
}

// moving are the unit's tokens whose values will be others.
func (b *between) moving(u *assembly.Unit) map[string]Move {
	out := map[string]Move{}
	for _, bind := range u.Bind {
		if how := b.moved[bind.From][bind.Output]; how != InPlace {
			out[bind.Token] = Move{fmt.Sprintf("%s %s", bind.From, bind.Output), how}
		}
	}
	return out
}

// Moved says in words why a text will read otherwise, "" where it will not, and
// how sure that is.
func (p Pair) Moved(text string) (string, Replacement) {
	var why []string
	how := InPlace
	for _, token := range slices.Sorted(maps.Keys(p.Moving)) {
		move := p.Moving[token]
		if !strings.Contains(text, token) {
			continue
		}
		why = append(why, move.Because)
		if how != Replaces {
			how = move.How
		}
	}
	return strings.Join(why, ", "), how
}

// files compares units of which nobody knows more.
func files(p Pair) (*Plan, map[string]Replacement, error) {
	plan := &Plan{Unit: p.Unit()}
	var old, new map[string][]byte
	if p.Old != nil {
		old = p.Old.Files
	}
	if p.New != nil {
		new = p.New.Files
	}
	names := maps.Clone(old)
	if names == nil {
		names = map[string][]byte{}
	}
	maps.Copy(names, new)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		before, was := old[name]
		after, is := new[name]
		c := Change{Verb: Update, What: "file " + name, Diff: unified(string(before), string(after))}
		switch {
		case !was:
			c.Verb = Create
		case !is:
			c.Verb = Delete
		case c.Diff == "":
			plan.Same++
			continue
		}
		plan.Changes = append(plan.Changes, c)
	}
	return plan, nil, nil
}

// order is the change of what a unit waits for and what waits for it.
func order(p Pair) (Change, bool) {
	if p.Old == nil || p.New == nil {
		return Change{}, false
	}
	text := unified(waits(p.Old), waits(p.New))
	return Change{Verb: Update, What: "order of the unit", Diff: text}, text != ""
}

func waits(u *assembly.Unit) string {
	var b strings.Builder
	for _, id := range u.After {
		fmt.Fprintf(&b, "after %s\n", id)
	}
	for _, g := range u.Gates {
		fmt.Fprintf(&b, "gate %s within %s\n", gateName(g), g.Within)
	}
	for _, bind := range u.Bind {
		fmt.Fprintf(&b, "%s is %s %s\n", bind.Token, bind.From, bind.Output)
	}
	return b.String()
}

func unified(old, new string) string {
	text, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: strings.SplitAfter(old, "\n"), B: strings.SplitAfter(new, "\n"), FromFile: "before", ToFile: "after", Context: 2,
	})
	if err != nil {
		return err.Error()
	}
	return text
}

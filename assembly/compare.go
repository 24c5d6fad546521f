package assembly

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
)

// Verb says how two versions of something differ.
type Verb string

// The verbs.
const (
	Added   Verb = "added"
	Removed Verb = "removed"
	Changed Verb = "changed"
)

// UnitChange is one unit that differs between two assemblies.
type UnitChange struct {
	ID   UnitID
	Verb Verb
	// Order tells that the unit's kind, place, edges, gates, bindings, timeout
	// or fidelity differ; where the blueprint asks for it does not count.
	Order bool
	Files []FileChange // by name; of an added or removed unit, all its files
}

// FileChange is one file that differs. Old or New is nil where there is none.
type FileChange struct {
	Name     string
	Verb     Verb
	Old, New []byte
}

// Compare lists what turns assembly a into assembly b: changes and additions
// in b's order, then removals in a's. Assemblies that deploy the same compare
// as equal (no changes), even when lines of the blueprint moved.
func Compare(a, b *Assembly) ([]UnitChange, error) {
	old := byID(a)
	var out []UnitChange
	for i := range b.Units {
		u := &b.Units[i]
		before := old[u.ID]
		delete(old, u.ID)
		change, err := compareUnits(before, u)
		if err != nil {
			return nil, err
		}
		if change != nil {
			out = append(out, *change)
		}
	}
	for i := range a.Units {
		if u, gone := old[a.Units[i].ID]; gone {
			out = append(out, UnitChange{ID: u.ID, Verb: Removed, Files: compareFiles(u.Files, nil)})
		}
	}
	return out, nil
}

func byID(a *Assembly) map[UnitID]*Unit {
	out := make(map[UnitID]*Unit, len(a.Units))
	for i := range a.Units {
		out[a.Units[i].ID] = &a.Units[i]
	}
	return out
}

// compareUnits is nil when the units deploy the same.
func compareUnits(old, new *Unit) (*UnitChange, error) {
	if old == nil {
		return &UnitChange{ID: new.ID, Verb: Added, Files: compareFiles(nil, new.Files)}, nil
	}
	oldHead, err := old.bare()
	if err != nil {
		return nil, err
	}
	newHead, err := new.bare()
	if err != nil {
		return nil, err
	}
	c := &UnitChange{ID: new.ID, Verb: Changed, Files: compareFiles(old.Files, new.Files)}
	c.Order = !bytes.Equal(oldHead, newHead)
	if !c.Order && len(c.Files) == 0 {
		return nil, nil
	}
	return c, nil
}

func compareFiles(old, new map[string][]byte) []FileChange {
	names := slices.Collect(maps.Keys(new))
	for name := range old {
		if _, ok := new[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var out []FileChange
	for _, name := range names {
		before, was := old[name]
		after, is := new[name]
		switch {
		case !was:
			out = append(out, FileChange{Name: name, Verb: Added, New: after})
		case !is:
			out = append(out, FileChange{Name: name, Verb: Removed, Old: before})
		case !bytes.Equal(before, after):
			out = append(out, FileChange{Name: name, Verb: Changed, Old: before, New: after})
		}
	}
	return out
}

// bare is what the unit says apart from its files and its place in the blueprint.
func (u *Unit) bare() ([]byte, error) {
	c := *u
	c.Origin, c.Files = Origin{}, nil
	return c.head()
}

// Digest names what the unit deploys, "sha256:…": two units with the same
// digest do the same. Where the blueprint asks for the unit does not count.
func (u *Unit) Digest() (string, error) {
	head, err := u.bare()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	part := func(name string, data []byte) {
		fmt.Fprintf(hash, "%s %d\n", name, len(data)) // lengths, so that no two contents read the same
		hash.Write(data)
	}
	part(unitFile, head)
	for _, name := range slices.Sorted(maps.Keys(u.Files)) {
		part(name, u.Files[name])
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), nil
}

// Digest names what the assembly deploys, in the order of its units.
func (a *Assembly) Digest() (string, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q\n", a.Platform, a.Target)
	for i := range a.Units {
		d, err := a.Units[i].Digest()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s\n", d)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), nil
}

// Unit is the unit with an ID, or nil.
func (a *Assembly) Unit(id UnitID) *Unit {
	for i := range a.Units {
		if a.Units[i].ID == id {
			return &a.Units[i]
		}
	}
	return nil
}

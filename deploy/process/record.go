package process

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/state"
)

// record is what a unit was last applied as.
type record struct {
	Unit      *recordedUnit  `json:"unit,omitempty"` // nil in records that older versions wrote
	Processes []recorded     `json:"processes"`      // in the order of their start
	Pushes    []string       `json:"pushes,omitempty"`
	Outputs   deploy.Outputs `json:"outputs"`
}

type recorded struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // "" while it is not known how far applying it came
}

// recordedUnit is what deleting a unit needs once nobody asks for it any more:
// what it comes after must outlive it.
type recordedUnit struct {
	ID     assembly.UnitID   `json:"id"`
	After  []assembly.UnitID `json:"after,omitempty"`
	Origin assembly.Origin   `json:"origin"`
}

// of names the unit that the record is about.
func (r record) of(u *assembly.Unit) record {
	r.Unit = &recordedUnit{ID: u.ID, After: u.After, Origin: u.Origin}
	return r
}

// placed reports whether the record knows where the unit stands among the
// others. A line of the blueprint that moved is no reason to write it again.
func (r record) placed(u *assembly.Unit) bool {
	return r.Unit != nil && r.Unit.ID == u.ID && r.Unit.Origin.Path == u.Origin.Path && slices.Equal(r.Unit.After, u.After)
}

func (r record) digest(process string) string {
	for _, p := range r.Processes {
		if p.Name == process {
			return p.Digest
		}
	}
	return ""
}

func (r record) has(process string) bool {
	return slices.ContainsFunc(r.Processes, func(p recorded) bool { return p.Name == process })
}

// until is what is known between two records: a run that is killed there has
// started some of the new and not yet stopped all of the old.
func (r record) until(next record) record {
	between := record{Outputs: r.Outputs}
	for _, p := range next.Processes {
		if r.digest(p.Name) != p.Digest {
			p.Digest = ""
		}
		between.Processes = append(between.Processes, p)
	}
	for _, p := range r.Processes {
		if !next.has(p.Name) {
			between.Processes = append(between.Processes, recorded{Name: p.Name})
		}
	}
	between.Pushes = slices.Compact(slices.Sorted(slices.Values(slices.Concat(r.Pushes, next.Pushes))))
	return between
}

func (d *Deployer) recordFile(u *assembly.Unit) string {
	name := strings.ReplaceAll(string(u.ID), "/", "_") + ".json"
	return filepath.Join(d.State.Cluster(cluster(u)).Path(), "units", name)
}

func (d *Deployer) readRecord(u *assembly.Unit) (record, error) {
	var r record
	data, err := os.ReadFile(d.recordFile(u))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("reading what %s was applied as: %w", u.ID, err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return record{}, nil // half a record is none: the unit is applied again
	}
	return r, nil
}

func (d *Deployer) writeRecord(u *assembly.Unit, r record) error {
	data, err := json.MarshalIndent(r.of(u), "", "  ")
	if err != nil {
		return fmt.Errorf("recording %s: %w", u.ID, err)
	}
	if err := state.WriteFile(d.recordFile(u), data, 0o600); err != nil {
		return fmt.Errorf("recording %s: %w", u.ID, err)
	}
	return nil
}

package process

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/state"
)

// record is what a unit was last applied as.
type record struct {
	Digests map[string]string `json:"digests"` // by process
	Outputs deploy.Outputs    `json:"outputs"`
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
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("recording %s: %w", u.ID, err)
	}
	if err := state.WriteFile(d.recordFile(u), data, 0o600); err != nil {
		return fmt.Errorf("recording %s: %w", u.ID, err)
	}
	return nil
}

package assembly

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"

	"go.yaml.in/yaml/v4"
)

// An assembly on disk is a folder: the index assembly.yaml, and for each unit
// a folder named like its ID that holds unit.yaml and the unit's files. IDs
// have no dots and file names have one, so a unit's folder can lie inside
// another's without a clash.
const (
	indexFile   = "assembly.yaml"
	sourcesFile = "sources.yaml"
	unitFile    = "unit.yaml"
	format      = "slipway.dev/assembly/v1"
)

var (
	validID   = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(/[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
	validFile = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$`)
)

// index is the content of assembly.yaml. Incomplete marks a folder whose
// writing was cut off.
type index struct {
	Format     string    `yaml:"format"`
	Platform   string    `yaml:"platform"`
	Target     string    `yaml:"target"`
	Incomplete bool      `yaml:"incomplete,omitempty"`
	AddOns     []AddOn   `yaml:"addOns,omitempty"`
	Teams      []Team    `yaml:"teams,omitempty"`
	Clusters   []Cluster `yaml:"clusters,omitempty"`
	Access     *Access   `yaml:"access,omitempty"`
	Notes      []string  `yaml:"notes,omitempty"`
	Units      []UnitID  `yaml:"units"`
}

// sources is the content of sources.yaml: the place in a file behind each
// blueprint path that asked for a unit. It is the one part of a folder that
// differs between a platform written in YAML and the same one written in Go.
type sources map[string]string

func (a *Assembly) sources() sources {
	out := sources{}
	for i := range a.Units {
		if o := a.Units[i].Origin; o.At != "" {
			out[o.Path] = o.At
		}
	}
	return out
}

// unitDoc is the content of unit.yaml.
type unitDoc struct {
	Unit  `yaml:",inline"`
	Files []string `yaml:"files,omitempty"`
}

// checkNames refuses what could not be a path in an assembly's folder.
func (u *Unit) checkNames() error {
	if !validID.MatchString(string(u.ID)) {
		return fmt.Errorf("unit ID %q: want DNS labels with slashes between them", u.ID)
	}
	for name := range u.Files {
		if !validFile.MatchString(name) || name == unitFile || name == indexFile {
			return fmt.Errorf("file %q of unit %s: want a name like objects.yaml", name, u.ID)
		}
	}
	return nil
}

func (u *Unit) path(file string) string { return path.Join(string(u.ID), file) }

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	err := errors.Join(enc.Encode(v), enc.Close())
	return out.Bytes(), err
}

func decode(data []byte, v any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	return dec.Decode(v)
}

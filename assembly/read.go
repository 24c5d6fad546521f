package assembly

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// Read is the assembly in a folder that Write made. It refuses a folder that
// was not written to the end, a unit with files missing or added, and units
// out of order.
func Read(dir string) (*Assembly, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the assembly: %w", err)
	}
	defer root.Close()
	a, err := readFrom(root)
	if err != nil {
		return nil, fmt.Errorf("reading the assembly in %s: %w", dir, err)
	}
	return a, nil
}

func readFrom(root *os.Root) (*Assembly, error) {
	idx, err := readIndex(root)
	if err != nil {
		return nil, err
	}
	places, err := readSources(root)
	if err != nil {
		return nil, err
	}
	a := &Assembly{Platform: idx.Platform, Target: idx.Target, AddOns: idx.AddOns, Teams: idx.Teams, Clusters: idx.Clusters, Access: idx.Access, Notes: idx.Notes, Units: make([]Unit, 0, len(idx.Units))}
	for _, id := range idx.Units {
		u, err := readUnit(root, id)
		if err != nil {
			return nil, fmt.Errorf("unit %s: %w", id, err)
		}
		u.Origin.At = places[u.Origin.Path]
		a.Units = append(a.Units, *u)
	}
	if _, err := Sort(a.Units); err != nil {
		return nil, err
	}
	return a, nil
}

func readIndex(root *os.Root) (index, error) {
	var idx index
	data, err := root.ReadFile(indexFile)
	if err != nil {
		return idx, err
	}
	if err := decode(data, &idx); err != nil {
		return idx, fmt.Errorf("%s: %w", indexFile, err)
	}
	if idx.Format != format {
		return idx, fmt.Errorf("%s has the format %q, this version reads %s; compile again", indexFile, idx.Format, format)
	}
	if idx.Incomplete {
		return idx, errors.New("it was not written to the end; compile again")
	}
	return idx, nil
}

func readSources(root *os.Root) (sources, error) {
	data, err := root.ReadFile(sourcesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var places sources
	if err := decode(data, &places); err != nil {
		return nil, fmt.Errorf("%s: %w", sourcesFile, err)
	}
	return places, nil
}

func readUnit(root *os.Root, id UnitID) (*Unit, error) {
	u := &Unit{ID: id}
	if err := u.checkNames(); err != nil { // before the ID is used as a path
		return nil, err
	}
	head, err := root.ReadFile(u.path(unitFile))
	if err != nil {
		return nil, err
	}
	var doc unitDoc
	if err := decode(head, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", unitFile, err)
	}
	if doc.ID != id {
		return nil, fmt.Errorf("%s is about %s", unitFile, doc.ID)
	}
	*u = doc.Unit
	if err := readFiles(root, u, doc.Files); err != nil {
		return nil, err
	}
	return u, u.checkNames()
}

func readFiles(root *os.Root, u *Unit, names []string) error {
	entries, err := fs.ReadDir(root.FS(), string(u.ID))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() && e.Name() != unitFile && !slices.Contains(names, e.Name()) {
			return fmt.Errorf("%s is not one of the unit's files", e.Name())
		}
	}
	for _, name := range names {
		data, err := root.ReadFile(u.path(name))
		if err != nil {
			return err
		}
		if u.Files == nil {
			u.Files = make(map[string][]byte, len(names))
		}
		u.Files[name] = data
	}
	return nil
}

// Package vendoring brings the charts of a blueprint into its folder: archives
// and slipway.lock, all of them or none. It decides nothing about charts; which
// ones are wanted is for the caller to say.
package vendoring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy/helm/fetch"
)

// parallel bounds the downloads at a time.
const parallel = 4

// Verb is what happened to one chart.
type Verb string

// The verbs.
const (
	Added   Verb = "added"
	Changed Verb = "changed" // the same version, another digest
	Removed Verb = "removed"
	Kept    Verb = "kept"
)

// Change is one chart of the lock, before or after.
type Change struct {
	Verb    Verb   `json:"verb"`
	Repo    string `json:"repo"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Digest  string `json:"digest"`           // of a removed chart, the one it had
	Before  string `json:"before,omitempty"` // of a changed chart, the digest it had
}

// Options adjust Vendor.
type Options struct {
	Fetcher *fetch.Fetcher
	// AcceptChanged fetches every chart again and takes what is there now.
	AcceptChanged bool
	// KeepUnwanted leaves charts in the lock that are not wanted.
	KeepUnwanted bool
}

// chartFile is one chart with its archive.
type chartFile struct {
	charts.Locked
	archive []byte
	change  Change
}

// Vendor makes the folder hold the wanted charts, and says what it did to each.
// Charts that are there and are what the lock says are not asked for again.
// When one cannot be fetched nothing is written; the error names all.
func Vendor(ctx context.Context, folder string, wanted []charts.Key, opts Options) ([]Change, error) {
	lock, err := charts.Read(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	wanted = union(wanted, lock, opts.KeepUnwanted)
	have := make([]*chartFile, len(wanted))
	errs := make([]error, len(wanted))
	var wg sync.WaitGroup
	slots := make(chan struct{}, parallel)
	for i, k := range wanted {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			have[i], errs[i] = obtain(ctx, folder, lock, k, opts)
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return write(folder, lock, have)
}

// union is what the lock will have, sorted, each once.
func union(wanted []charts.Key, lock *charts.Lock, all bool) []charts.Key {
	keys := slices.Clone(wanted)
	if all {
		for _, c := range lock.Charts {
			keys = append(keys, c.Key())
		}
	}
	slices.SortFunc(keys, func(a, b charts.Key) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Repo, b.Repo))
	})
	return slices.Compact(keys)
}

// obtain is one chart: from the folder where it is what the lock says, else
// from its repository.
func obtain(ctx context.Context, folder string, lock *charts.Lock, k charts.Key, opts Options) (*chartFile, error) {
	locked, known := lock.Find(k)
	file := &chartFile{Locked: locked, change: Change{Verb: Kept}}
	if known && !opts.AcceptChanged {
		archive, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(lock.Files()[k])))
		if err == nil && charts.Digest(archive) == locked.Digest {
			file.archive = archive
			return file, nil
		}
	}
	digest := locked.Digest
	if opts.AcceptChanged {
		digest = ""
	}
	archive, err := opts.Fetcher.Chart(ctx, k, digest)
	if err != nil {
		return nil, err
	}
	file.archive = archive
	file.Locked = charts.Locked{Repo: k.Repo, Name: k.Name, Version: k.Version, Digest: charts.Digest(archive)}
	switch {
	case !known:
		file.change.Verb = Added
	case locked.Digest != file.Digest:
		file.change.Verb, file.change.Before = Changed, locked.Digest
	}
	return file, nil
}

// write puts archives first, the lock second, and takes away what it no longer
// names: cut off anywhere, the folder holds what its lock says or can be
// vendored again.
func write(folder string, old *charts.Lock, have []*chartFile) ([]Change, error) {
	next := &charts.Lock{}
	for _, c := range have {
		next.Charts = append(next.Charts, c.Locked)
	}
	files := next.Files()
	var changes []Change
	for _, c := range have {
		if err := put(folder, files[c.Key()], c.archive); err != nil {
			return nil, err
		}
		c.change.Repo, c.change.Name, c.change.Version, c.change.Digest = c.Repo, c.Name, c.Version, c.Digest
		changes = append(changes, c.change)
	}
	text, err := next.Encode()
	if err != nil {
		return nil, err
	}
	if len(next.Charts) > 0 || len(old.Charts) > 0 { // a blueprint without charts needs no lock
		if err := put(folder, charts.LockFile, text); err != nil {
			return nil, err
		}
	}
	removed, err := clean(folder, old, next)
	return append(changes, removed...), err
}

// put writes a file unless it has the content already.
func put(folder, name string, content []byte) error {
	path := filepath.Join(folder, filepath.FromSlash(name))
	if there, err := os.ReadFile(path); err == nil && string(there) == string(content) {
		return nil
	}
	if err := fetch.WriteFile(path, content); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// clean removes the archives that only the old lock names.
func clean(folder string, old, next *charts.Lock) ([]Change, error) {
	named := map[string]bool{}
	for _, file := range next.Files() {
		named[file] = true
	}
	var changes []Change
	for _, c := range old.Charts {
		if _, stays := next.Find(c.Key()); !stays {
			changes = append(changes, Change{Verb: Removed, Repo: c.Repo, Name: c.Name, Version: c.Version, Digest: c.Digest})
		}
		file := old.Files()[c.Key()]
		if named[file] {
			continue
		}
		if err := os.Remove(filepath.Join(folder, filepath.FromSlash(file))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("removing %s: %w", file, err)
		}
	}
	return changes, nil
}

// Check lists what Vendor would do, without asking anybody: charts that are not
// locked, and locked ones that are not wanted. Archives that are missing or
// changed are an error.
func Check(folder string, wanted []charts.Key, keepUnwanted bool) ([]Change, error) {
	if _, err := charts.Open(os.DirFS(folder)); err != nil {
		return nil, err
	}
	lock, err := charts.Read(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	var changes []Change
	for _, k := range union(wanted, lock, false) {
		if _, ok := lock.Find(k); !ok {
			changes = append(changes, Change{Verb: Added, Repo: k.Repo, Name: k.Name, Version: k.Version})
		}
	}
	for _, c := range lock.Charts {
		if !keepUnwanted && !slices.Contains(wanted, c.Key()) {
			changes = append(changes, Change{Verb: Removed, Repo: c.Repo, Name: c.Name, Version: c.Version, Digest: c.Digest})
		}
	}
	return changes, nil
}

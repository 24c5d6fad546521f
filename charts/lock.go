// Package charts keeps the Helm charts of a blueprint beside it: slipway.lock
// names each by repository, version and digest, and the folder charts holds the
// archives. With them, compiling and comparing are complete and need no
// network. The package is pure: it reads what it is given and fetches nothing.
package charts

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The lock and the folder of archives, both beside the blueprint.
const (
	LockFile = "slipway.lock"
	Folder   = "charts"
)

// header is what a reader of the lock sees first.
const header = `# Charts of this platform, pinned by 'slipway vendor'. Keep this file and the
# folder charts in version control; do not edit either by hand.
`

// Lock is the content of slipway.lock.
type Lock struct {
	Charts []Locked `yaml:"charts"`
}

// Locked is one chart, pinned.
type Locked struct {
	Repo    string `yaml:"repo"`    // as the blueprint's add-on names it, also where a mirror served it
	Name    string `yaml:"name"`    // "metrics-server"
	Version string `yaml:"version"` // exact
	Digest  string `yaml:"digest"`  // "sha256:…" of the archive
}

// Key is what makes two charts the same: the archive may be fetched again, the
// digest may not change.
type Key struct{ Repo, Name, Version string }

// Key of the locked chart.
func (l Locked) Key() Key { return Key{l.Repo, l.Name, l.Version} }

// String is "karpenter 1.13.0 from oci://public.ecr.aws/karpenter".
func (k Key) String() string { return fmt.Sprintf("%s %s from %s", k.Name, k.Version, k.Repo) }

// Find is the locked chart of a key.
func (l *Lock) Find(k Key) (Locked, bool) {
	i := slices.IndexFunc(l.Charts, func(c Locked) bool { return c.Key() == k })
	if i < 0 {
		return Locked{}, false
	}
	return l.Charts[i], true
}

// Encode is the content of slipway.lock: the same charts give the same bytes,
// in whichever order they are.
func (l *Lock) Encode() ([]byte, error) {
	sorted := &Lock{Charts: slices.SortedFunc(slices.Values(l.Charts), compare)}
	if err := sorted.check(); err != nil {
		return nil, fmt.Errorf("writing %s: %w", LockFile, err)
	}
	if sorted.Charts == nil {
		sorted.Charts = []Locked{}
	}
	out := bytes.NewBufferString(header)
	enc := yaml.NewEncoder(out)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(sorted), enc.Close()); err != nil {
		return nil, fmt.Errorf("writing %s: %w", LockFile, err)
	}
	return out.Bytes(), nil
}

func compare(a, b Locked) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Repo, b.Repo))
}

// Decode reads the content of slipway.lock. Every entry is checked: names and
// versions become file names.
func Decode(data []byte) (*Lock, error) {
	l := &Lock{}
	if len(bytes.TrimSpace(data)) == 0 {
		return l, nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(l); err != nil {
		return nil, fmt.Errorf("reading %s: %w", LockFile, err)
	}
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("reading %s: %w\n    Let 'slipway vendor' write the file", LockFile, err)
	}
	return l, nil
}

var (
	plain    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+-]*$`)
	digestOf = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// Check reports whether a chart can be locked: its name and version are parts
// of a file name, its repository an address.
func (k Key) Check() error {
	scheme, rest, ok := strings.Cut(k.Repo, "://")
	host, _, _ := strings.Cut(rest, "/")
	switch {
	case strings.Contains(host, "@"):
		return fmt.Errorf("chart %s: the address of its repository has a password in it; keep it in the settings of docker or helm", k.Name)
	case !plain.MatchString(k.Name) || len(k.Name) > 100:
		return fmt.Errorf("%q is not the name of a chart", k.Name)
	case !plain.MatchString(k.Version) || len(k.Version) > 100:
		return fmt.Errorf("chart %s: %q is not a version", k.Name, k.Version)
	case !ok || scheme != "oci" && scheme != "https" && scheme != "http":
		return fmt.Errorf("chart %s: the repository %q is neither https:// nor oci://", k.Name, k.Repo)
	}
	return nil
}

func (l *Lock) check() error {
	var errs []error
	seen := map[Key]bool{}
	for _, c := range l.Charts {
		err := c.Key().Check()
		switch {
		case err != nil:
			errs = append(errs, err)
		case !digestOf.MatchString(c.Digest):
			errs = append(errs, fmt.Errorf("chart %s: %q is not a digest sha256:…", c.Key(), c.Digest))
		case seen[c.Key()]:
			errs = append(errs, fmt.Errorf("chart %s is there twice", c.Key()))
		}
		seen[c.Key()] = true
	}
	return errors.Join(errs...)
}

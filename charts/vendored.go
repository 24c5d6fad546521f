package charts

import (
	hash "crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"slipway.dev/slipway/assembly"
)

// Files are the paths of the locked archives relative to the blueprint's
// folder, by chart: charts/NAME-VERSION.tgz. Charts of two repositories with
// one name and version have the digest of their repository in it, shortened.
func (l *Lock) Files() map[Key]string {
	base := func(c Locked) string { return c.Name + "-" + c.Version }
	uses := map[string]int{}
	for _, c := range l.Charts {
		uses[strings.ToLower(base(c))]++ // some file systems do not tell Calico from calico
	}
	files := make(map[Key]string, len(l.Charts))
	for _, c := range l.Charts {
		name := base(c)
		if uses[strings.ToLower(name)] > 1 {
			sum := hash.Sum256([]byte(c.Repo))
			name += "-" + hex.EncodeToString(sum[:4])
		}
		files[c.Key()] = path.Join(Folder, name+".tgz")
	}
	return files
}

// Digest of an archive, as locks have it: "sha256:…".
func Digest(archive []byte) string {
	sum := hash.Sum256(archive)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Lookup finds the vendored archive of a chart; false when it is not vendored.
type Lookup func(assembly.Chart) (digest string, archive []byte, ok bool)

// Open reads slipway.lock and the archives it names from the blueprint's
// folder, and holds every archive against its digest. A folder without a lock
// has no vendored charts, which is no error.
func Open(folder fs.FS) (Lookup, error) {
	lock, err := Read(folder)
	if err != nil {
		return nil, err
	}
	files := lock.Files()
	archives := make(map[Key][]byte, len(files))
	var errs []error
	for _, c := range lock.Charts {
		archive, err := readArchive(folder, files[c.Key()], c)
		if err != nil {
			errs = append(errs, err)
		}
		archives[c.Key()] = archive
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return func(c assembly.Chart) (string, []byte, bool) {
		locked, ok := lock.Find(KeyOf(c))
		return locked.Digest, archives[locked.Key()], ok
	}, nil
}

// KeyOf is the key of an assembly's chart.
func KeyOf(c assembly.Chart) Key { return Key{strings.TrimSuffix(c.Repo, "/"), c.Name, c.Version} }

// Read is the lock in the blueprint's folder, an empty one where there is none.
func Read(folder fs.FS) (*Lock, error) {
	data, err := fs.ReadFile(folder, LockFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &Lock{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", LockFile, err)
	}
	return Decode(data)
}

func readArchive(folder fs.FS, file string, c Locked) ([]byte, error) {
	archive, err := fs.ReadFile(folder, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %s names the chart %s, but the file is not there\n    Run 'slipway vendor', or restore the file from version control", file, LockFile, c.Key())
	}
	if err != nil {
		return nil, fmt.Errorf("reading the chart %s: %w", c.Key(), err)
	}
	if found := Digest(archive); found != c.Digest {
		return nil, fmt.Errorf("%s: is not the chart that was vendored: its digest is %s, %s has %s\n    Restore the file from version control, or delete it and run 'slipway vendor'", file, found, LockFile, c.Digest)
	}
	return archive, nil
}

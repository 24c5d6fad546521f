package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// A store's folder. Every file appears in one step and is never changed after:
// any number of processes may read and write at once. No element of a
// repository begins with an underscore, so those below are no repository's.
const (
	blobFolder     = "blobs/sha256"
	nameFolder     = "repositories"
	tagFolder      = "_tags"
	manifestFolder = "_manifests"
	uploadFolder   = "uploads"
)

// ErrUnknown says that the registry lacks an image or a part of one.
var ErrUnknown = errors.New("the platform's registry does not have it")

// Store is a folder of images.
type Store struct{ dir string }

// Open opens the store in a folder, making it where it is missing.
func Open(dir string) (*Store, error) {
	for _, sub := range []string{blobFolder, nameFolder, uploadFolder} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("opening the registry's folder: %w", err)
		}
	}
	return &Store{dir}, nil
}

func (s *Store) blob(digest string) string {
	return filepath.Join(s.dir, blobFolder, strings.TrimPrefix(digest, "sha256:"))
}

// has reports whether a blob is there, and its size.
func (s *Store) has(digest string) (int64, bool) {
	info, err := os.Stat(s.blob(digest))
	if err != nil || !digestSum.MatchString(digest) {
		return 0, false
	}
	return info.Size(), true
}

// entry is the file that says which manifest a tag or a digest of a repository
// means.
func (s *Store) entry(repository, target string) string {
	kind := tagFolder
	if hex, ok := strings.CutPrefix(target, "sha256:"); ok {
		kind, target = manifestFolder, hex
	}
	return filepath.Join(s.dir, nameFolder, filepath.FromSlash(repository), kind, target)
}

// resolve finds the manifest of a tag or digest.
func (s *Store) resolve(repository, target string) (v1.Descriptor, error) {
	var d v1.Descriptor
	data, err := os.ReadFile(s.entry(repository, target))
	if errors.Is(err, fs.ErrNotExist) {
		return d, ErrUnknown
	}
	if err != nil {
		return d, fmt.Errorf("reading the registry: %w", err)
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return d, fmt.Errorf("reading the registry: %s %s: %w", repository, target, err)
	}
	if _, ok := s.has(d.Digest.String()); !ok {
		return d, ErrUnknown
	}
	return d, nil
}

// Has reports whether the store has the image of that name, as a manifest
// writes it.
func (s *Store) Has(image string) (bool, error) {
	_, err := s.Resolve(image)
	if errors.Is(err, ErrUnknown) {
		return false, nil
	}
	return err == nil, err
}

// Resolve gives the digest of an image, ErrUnknown where the store lacks it.
func (s *Store) Resolve(image string) (string, error) {
	ref, err := ParseReference(image)
	if err != nil {
		return "", err
	}
	d, err := s.resolve(ref.Repository, ref.target())
	if err != nil {
		return "", fmt.Errorf("%s: %w", ref, err)
	}
	return d.Digest.String(), nil
}

// Annotations are what the manifest of an image says beside its parts;
// ErrUnknown where the store lacks it.
func (s *Store) Annotations(image string) (map[string]string, error) {
	digest, err := s.Resolve(image)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(s.blob(digest))
	if err != nil {
		return nil, fmt.Errorf("reading the manifest of %s: %w", image, err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("reading the manifest of %s: %w", image, err)
	}
	return m.Annotations, nil
}

// Image is one tag that the store has.
type Image struct {
	Name   string `json:"name"` // with its tag
	Digest string `json:"digest"`
	Size   int64  `json:"size"` // bytes, of all parts as they are transferred
}

// List gives all tags, by name.
func (s *Store) List() ([]Image, error) {
	var all []Image
	root := filepath.Join(s.dir, nameFolder)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), ".") || filepath.Base(filepath.Dir(path)) != tagFolder {
			return err
		}
		repository, err := filepath.Rel(root, filepath.Dir(filepath.Dir(path)))
		if err != nil {
			return err
		}
		image, err := s.image(filepath.ToSlash(repository), e.Name())
		if errors.Is(err, ErrUnknown) {
			return nil
		}
		all = append(all, image)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing the registry's images: %w", err)
	}
	slices.SortFunc(all, func(a, b Image) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}

func (s *Store) image(repository, tag string) (Image, error) {
	d, err := s.resolve(repository, tag)
	if err != nil {
		return Image{}, err
	}
	image := Image{Name: repository + ":" + tag, Digest: d.Digest.String(), Size: d.Size}
	data, err := os.ReadFile(s.blob(image.Digest))
	if err != nil {
		return image, fmt.Errorf("reading the manifest of %s: %w", image.Name, err)
	}
	parts, err := partsOf(data)
	for _, p := range parts {
		image.Size += p.Size
	}
	return image, err
}

// tags are the tags of a repository; ErrUnknown where there is none.
func (s *Store) tags(repository string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(s.entry(repository, "latest")))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, fmt.Errorf("listing tags: %w", err)
	}
	tags := []string{}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			tags = append(tags, e.Name())
		}
	}
	return tags, nil
}

// mismatch says that content is not what its digest promises.
type mismatch struct{ want, got string }

func (e *mismatch) Error() string {
	return fmt.Sprintf("the content has the digest %s, not %s as was said", e.got, e.want)
}

// keep stores a blob unless it is there already.
func (s *Store) keep(digest string, content io.Reader) error {
	if _, ok := s.has(digest); ok {
		return nil
	}
	f, err := os.CreateTemp(filepath.Join(s.dir, uploadFolder), "blob-")
	if err != nil {
		return fmt.Errorf("storing %s: %w", digest, err)
	}
	_, err = io.Copy(f, content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = s.adopt(f.Name(), digest)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("storing %s: %w", digest, err)
	}
	return nil
}

// adopt makes a complete file of the store's own folder a blob, if it is what
// its digest says.
func (s *Store) adopt(file, digest string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	hash, _, err := v1.SHA256(f)
	if err != nil {
		return err
	}
	if hash.String() != digest {
		return &mismatch{want: digest, got: hash.String()}
	}
	// A blob that is there is taken as whole: it must be on disk before its name is.
	if err := f.Sync(); err != nil {
		return err
	}
	return os.Rename(file, s.blob(digest))
}

package images

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// epoch is the time of everything in an image, so that it does not depend on
// when it was built.
var epoch = time.Unix(0, 0).UTC()

// nonroot is the user that manifests of restricted pods name by habit
// (distroless images have it).
const nonroot = "65532"

// file is a file of an image: of this machine, or with content of its own.
type file struct {
	name    string // absolute
	mode    fs.FileMode
	from    string // path here; "" means content
	content []byte
}

// container is an image with one layer.
type container struct {
	files   []file
	command string
	args    []string
	env     []string
	arch    string
}

// surroundings are what programs expect to find: users by name and, where this
// machine has them, the authorities that TLS servers are trusted by.
func surroundings() []file {
	files := []file{
		{name: "/etc/passwd", mode: 0o644, content: []byte("root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/:/sbin/nologin\n")},
		{name: "/etc/group", mode: 0o644, content: []byte("root:x:0:\nnonroot:x:65532:\n")},
	}
	if data := certificates(); data != nil {
		files = append(files, file{name: "/etc/ssl/certs/ca-certificates.crt", mode: 0o644, content: data})
	}
	return files
}

// certificates are the authorities that this machine trusts, nil where they are
// not in a file.
func certificates() []byte {
	for _, path := range []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"} {
		if data, err := os.ReadFile(path); err == nil {
			return data
		}
	}
	return nil
}

func certificatesSum() string { return sum(string(certificates())) }

// assemble makes an image: the same content is the same image.
func assemble(c container) (v1.Image, error) {
	data, err := layer(c.files)
	if err != nil {
		return nil, err
	}
	only, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}, tarball.WithMediaType(types.OCILayer), tarball.WithCompressedCaching)
	if err != nil {
		return nil, fmt.Errorf("packing the image: %w", err)
	}
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err := mutate.Append(base, mutate.Addendum{Layer: only, MediaType: types.OCILayer, History: v1.History{CreatedBy: "slipway image build", Created: v1.Time{Time: epoch}}})
	if err != nil {
		return nil, fmt.Errorf("packing the image: %w", err)
	}
	config, err := image.ConfigFile()
	if err != nil {
		return nil, fmt.Errorf("packing the image: %w", err)
	}
	config = config.DeepCopy()
	config.Created = v1.Time{Time: epoch}
	config.OS, config.Architecture = "linux", c.arch
	config.Config.User = nonroot + ":" + nonroot
	config.Config.Entrypoint = append([]string{c.command}, c.args...)
	config.Config.WorkingDir = "/"
	config.Config.Env = append([]string{"PATH=/app:/usr/local/bin:/usr/bin:/bin"}, c.env...)
	if image, err = mutate.ConfigFile(image, config); err != nil {
		return nil, fmt.Errorf("packing the image: %w", err)
	}
	return image, nil
}

// layer is a tar file with the files and the folders that they are in, in order.
func layer(files []file) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	files = append(slices.Clone(files), file{name: "/tmp/", mode: fs.ModeDir | fs.ModeSticky | 0o777})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	made := map[string]bool{"/": true}
	var errs []error
	for _, f := range files {
		errs = append(errs, folders(w, path.Dir(f.name), made), add(w, f))
	}
	if err := errors.Join(append(errs, w.Close())...); err != nil {
		return nil, fmt.Errorf("packing the image: %w", err)
	}
	return out.Bytes(), nil
}

func folders(w *tar.Writer, dir string, made map[string]bool) error {
	if made[dir] || dir == "/tmp" {
		return nil
	}
	made[dir] = true
	return errors.Join(
		folders(w, path.Dir(dir), made),
		w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: strings.TrimPrefix(dir, "/") + "/", Mode: 0o755, ModTime: epoch, Format: tar.FormatPAX}))
}

func add(w *tar.Writer, f file) error {
	name := strings.TrimPrefix(f.name, "/")
	if f.mode.IsDir() {
		return w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: 0o1777, ModTime: epoch, Format: tar.FormatPAX})
	}
	data := f.content
	if f.from != "" {
		var err error
		if data, err = os.ReadFile(f.from); err != nil {
			return err
		}
	}
	header := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: int64(f.mode.Perm()), Size: int64(len(data)), ModTime: epoch, Format: tar.FormatPAX}
	if err := w.WriteHeader(header); err != nil {
		return err
	}
	_, err := w.Write(data)
	return err
}

package registry

import (
	"bytes"
	"fmt"
	"io"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// Write stores an image under a name as manifests write it. Parts that the
// store has are not read again.
func (s *Store) Write(image string, content v1.Image) error {
	ref, err := ParseReference(image)
	if err != nil {
		return err
	}
	if ref.Digest != "" {
		return fmt.Errorf("image %q: a digest is what content has, not a name to give it; use a tag", image)
	}
	if err := s.write(ref, content); err != nil {
		return fmt.Errorf("storing %s: %w", ref, err)
	}
	return nil
}

func (s *Store) write(ref Reference, content v1.Image) error {
	layers, err := content.Layers()
	if err != nil {
		return err
	}
	for _, layer := range layers {
		if err := s.writePart(layer.Digest, layer.Compressed); err != nil {
			return err
		}
	}
	config := func() (io.ReadCloser, error) {
		data, err := content.RawConfigFile()
		return io.NopCloser(bytes.NewReader(data)), err
	}
	if err := s.writePart(content.ConfigName, config); err != nil {
		return err
	}
	manifest, err := content.RawManifest()
	if err != nil {
		return err
	}
	mediaType, err := content.MediaType()
	if err != nil {
		return err
	}
	_, err = s.putManifest(ref.Repository, ref.Tag, string(mediaType), manifest)
	return err
}

func (s *Store) writePart(digest func() (v1.Hash, error), open func() (io.ReadCloser, error)) error {
	hash, err := digest()
	if err != nil {
		return err
	}
	if _, ok := s.has(hash.String()); ok {
		return nil
	}
	content, err := open()
	if err != nil {
		return err
	}
	defer content.Close()
	return s.keep(hash.String(), content)
}

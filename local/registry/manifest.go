package registry

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"slipway.dev/slipway/local/state"
)

// manifest is what every kind of manifest says about itself and its parts.
type manifest struct {
	MediaType types.MediaType `json:"mediaType"`
	Config    *v1.Descriptor  `json:"config"`
	Layers    []v1.Descriptor `json:"layers"`
	Manifests []v1.Descriptor `json:"manifests"`

	Annotations map[string]string `json:"annotations"`
}

// partsOf lists what a manifest refers to and a client will ask for here.
func partsOf(data []byte) ([]v1.Descriptor, error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("reading a manifest: %w", err)
	}
	var parts []v1.Descriptor
	if m.Config != nil {
		parts = append(parts, *m.Config)
	}
	for _, d := range slices.Concat(m.Layers, m.Manifests) {
		if len(d.URLs) == 0 { // else it is to be had elsewhere
			parts = append(parts, d)
		}
	}
	return parts, nil
}

// missingPart says that a manifest came before what it refers to.
type missingPart struct{ digest string }

func (e *missingPart) Error() string {
	return "the manifest refers to " + e.digest + ", which was not pushed"
}

// putManifest keeps a manifest under its digest and, unless target is that,
// under a tag.
func (s *Store) putManifest(repository, target, mediaType string, data []byte) (v1.Descriptor, error) {
	var d v1.Descriptor
	parts, err := partsOf(data)
	if err != nil {
		return d, err
	}
	for _, p := range parts {
		if _, ok := s.has(p.Digest.String()); !ok {
			return d, &missingPart{p.Digest.String()}
		}
	}
	d = v1.Descriptor{MediaType: mediaTypeOf(mediaType, data), Digest: hashOf(data), Size: int64(len(data))}
	if err := s.keep(d.Digest.String(), bytes.NewReader(data)); err != nil {
		return d, err
	}
	text, err := json.Marshal(d)
	if err != nil {
		return d, fmt.Errorf("describing a manifest: %w", err)
	}
	for _, name := range slices.Compact([]string{d.Digest.String(), target}) {
		if err := state.WriteFile(s.entry(repository, name), text, 0o600); err != nil {
			return d, err
		}
	}
	return d, nil
}

// mediaTypeOf is what a manifest is served as: what it was pushed as, or else
// what it says of itself.
func mediaTypeOf(said string, data []byte) types.MediaType {
	if said != "" {
		return types.MediaType(said)
	}
	var m manifest
	if json.Unmarshal(data, &m) == nil && m.MediaType != "" {
		return m.MediaType
	}
	return types.OCIManifestSchema1
}

func hashOf(data []byte) v1.Hash {
	sum := sha256.Sum256(data)
	return v1.Hash{Algorithm: "sha256", Hex: hex.EncodeToString(sum[:])}
}

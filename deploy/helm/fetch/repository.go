package fetch

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/charts"
)

// index is the part of a repository's index.yaml that is needed; see "The index
// file" in Helm's documentation of chart repositories.
type index struct {
	Entries map[string][]release `json:"entries"`
}

type release struct {
	Version string   `json:"version"`
	URLs    []string `json:"urls"`
	Digest  string   `json:"digest"` // hexadecimal SHA-256 of the archive
}

// fromRepository gets a chart by the index of an HTTP repository.
func (f *Fetcher) fromRepository(ctx context.Context, repo *url.URL, k charts.Key) ([]byte, error) {
	found, err := f.find(ctx, repo, k)
	if err != nil {
		return nil, err
	}
	at, err := locate(repo, found.URLs[0])
	if err != nil {
		return nil, err
	}
	if at.Scheme == "oci" { // an index may point into a registry
		return f.pull(ctx, at.Host+at.Path, at.Hostname())
	}
	archive, err := f.get(ctx, at, f.most)
	if err != nil {
		return nil, err
	}
	digest := strings.TrimPrefix(found.Digest, "sha256:")
	if got := strings.TrimPrefix(charts.Digest(archive), "sha256:"); digest != "" && !strings.EqualFold(digest, got) {
		return nil, fmt.Errorf("%s has the digest %s, the repository's index says %s", at.Redacted(), got, digest)
	}
	return archive, nil
}

// find is the index's entry of a version.
func (f *Fetcher) find(ctx context.Context, repo *url.URL, k charts.Key) (release, error) {
	content, err := f.get(ctx, repo.JoinPath("index.yaml"), mostIndex)
	if err != nil {
		return release{}, err
	}
	var idx index
	if err := yaml.Unmarshal(content, &idx); err != nil {
		return release{}, fmt.Errorf("the index of %s cannot be read: %w", repo.Redacted(), err)
	}
	versions := idx.Entries[k.Name]
	for _, same := range []func(string) bool{
		func(v string) bool { return v == k.Version },
		func(v string) bool { return trimV(v) == trimV(k.Version) },
	} {
		i := slices.IndexFunc(versions, func(r release) bool { return same(r.Version) })
		if i >= 0 && len(versions[i].URLs) > 0 {
			return versions[i], nil
		}
	}
	if len(versions) == 0 {
		return release{}, fmt.Errorf("%s has no chart %s", repo.Redacted(), k.Name)
	}
	return release{}, fmt.Errorf("%s has no version %s of it; the newest are %s", repo.Redacted(), k.Version, newest(versions))
}

func newest(versions []release) string {
	var names []string
	for _, v := range versions[:min(len(versions), 5)] { // an index lists the newest first
		names = append(names, v.Version)
	}
	return strings.Join(names, ", ")
}

// locate is the address of an archive, which the index may give relative to itself.
func locate(repo *url.URL, ref string) (*url.URL, error) {
	base := *repo
	base.Path = strings.TrimSuffix(base.Path, "/") + "/"
	at, err := base.Parse(ref)
	if err != nil {
		return nil, fmt.Errorf("the index of %s has %q as an address", repo.Redacted(), ref)
	}
	if repo.Scheme == "https" && at.Scheme == "http" {
		return nil, fmt.Errorf("the index of %s leads to %s, which is not https", repo.Redacted(), at.Redacted())
	}
	return at, allowed(at)
}

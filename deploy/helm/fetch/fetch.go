// Package fetch gets Helm charts from HTTP repositories and OCI registries. It
// trusts neither: what it returns has the asked name and version, is a chart
// that Helm can read, is not larger than allowed, and has the digest that was
// pinned, where one was.
package fetch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"slipway.dev/slipway/charts"
)

// MostBytes is the largest archive that is accepted, unless Options say
// otherwise. Helm refuses charts that are larger than 100 MiB unpacked.
const MostBytes = 32 << 20

// mostIndex bounds a repository's index; the largest known has 20 MB.
const mostIndex = 128 << 20

// Options adjust a Fetcher. The zero value fetches from the internet.
type Options struct {
	// Mirrors are addresses to ask in the place of repositories, by repository:
	// "https://charts.example.com" → "https://mirror.internal/charts". Plain
	// http is accepted only from this machine.
	Mirrors map[string]string
	// Cache is a folder for archives, by digest. "": nothing is kept.
	Cache string
	// Most is the largest archive in bytes, 0 means MostBytes.
	Most int64
	// Transport makes the requests; nil means Go's default one.
	Transport http.RoundTripper
}

// Fetcher gets charts. It is safe for concurrent use.
type Fetcher struct {
	opts Options
	most int64
}

// New is a fetcher. It makes no request.
func New(opts Options) *Fetcher {
	mirrors := make(map[string]string, len(opts.Mirrors))
	for repo, mirror := range opts.Mirrors {
		mirrors[strings.TrimSuffix(repo, "/")] = mirror
	}
	opts.Mirrors = mirrors
	return &Fetcher{opts: opts, most: cmp.Or(opts.Most, MostBytes)}
}

// ErrDigest says that a chart is not the one that was pinned.
var ErrDigest = errors.New("the chart changed")

// Chart fetches the archive of a chart. With a digest ("sha256:…") it must be
// that one, and the cache may answer; without, the repository is always asked.
func (f *Fetcher) Chart(ctx context.Context, k charts.Key, digest string) ([]byte, error) {
	if err := k.Check(); err != nil {
		return nil, err
	}
	if archive := f.cached(digest); archive != nil {
		return archive, nil
	}
	archive, err := f.download(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("fetching the chart %s: %w", k, err)
	}
	if found := charts.Digest(archive); digest != "" && found != digest {
		return nil, fmt.Errorf("fetching the chart %s: %w: its digest is %s, pinned is %s\n"+
			"    A version must never change. Ask its authors; if the change is wanted: slipway vendor --accept-changed", k, ErrDigest, found, digest)
	}
	if _, err := Load(archive, k); err != nil {
		return nil, fmt.Errorf("fetching the chart %s: %w", k, err)
	}
	return archive, f.keep(archive)
}

func (f *Fetcher) download(ctx context.Context, k charts.Key) ([]byte, error) {
	from := cmp.Or(f.opts.Mirrors[strings.TrimSuffix(k.Repo, "/")], k.Repo)
	at, err := address(from)
	if err != nil {
		return nil, err
	}
	if at.Scheme == "oci" {
		return f.fromRegistry(ctx, at, k)
	}
	return f.fromRepository(ctx, at, k)
}

// Load reads an archive as Helm does, and wants it to be the chart it is taken for.
func Load(archive []byte, k charts.Key) (*chart.Chart, error) {
	c, err := loader.LoadArchive(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("the archive is not a chart: %w", err)
	}
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("the archive is not a chart: %w", err)
	}
	if c.Name() != k.Name || trimV(c.Metadata.Version) != trimV(k.Version) {
		return nil, fmt.Errorf("the archive is the chart %s %s", c.Name(), c.Metadata.Version)
	}
	return c, nil
}

// trimV makes v1.2.3 and 1.2.3 the same, as repositories do.
func trimV(version string) string { return strings.TrimPrefix(version, "v") }

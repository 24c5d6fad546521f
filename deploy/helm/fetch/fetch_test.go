package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	container "github.com/google/go-containerregistry/pkg/registry"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/registry"
	"helm.sh/helm/v4/pkg/repo/v1"

	"slipway.dev/slipway/charts"
)

// archive makes a chart; content is a file of it, so that two can differ.
func archive(t *testing.T, name, version, content string) []byte {
	t.Helper()
	c := &chart.Chart{
		Metadata:  &chart.Metadata{APIVersion: "v2", Name: name, Version: version},
		Templates: []*common.File{{Name: "templates/a.yaml", Data: []byte(content)}},
	}
	file, err := chartutil.Save(c, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// repository serves a folder with archives and the index that Helm makes of it.
func repository(t *testing.T, archives map[string][]byte) (*httptest.Server, string) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range archives {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	idx, err := repo.IndexDirectory(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := idx.WriteFile(filepath.Join(dir, "index.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(s.Close)
	return s, dir
}

// oci is a registry with one chart.
func oci(t *testing.T, name, version string, data []byte) string {
	t.Helper()
	s := httptest.NewServer(container.New(container.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(s.Close)
	host := strings.TrimPrefix(s.URL, "http://")
	client, err := registry.NewClient(registry.ClientOptPlainHTTP())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Push(data, host+"/charts/"+name+":"+version); err != nil {
		t.Fatal(err)
	}
	return "oci://" + host + "/charts"
}

func within(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestRepository(t *testing.T) {
	t.Parallel()
	data := archive(t, "alpha", "1.2.3", "kind: ConfigMap\n")
	s, _ := repository(t, map[string][]byte{"alpha-1.2.3.tgz": data})
	got, err := New(Options{}).Chart(within(t), charts.Key{Repo: s.URL + "/", Name: "alpha", Version: "v1.2.3"}, charts.Digest(data))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, data) {
		t.Error("the archive is another one")
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	data := archive(t, "alpha", "1.2.3+build.4", "kind: ConfigMap\n")
	from := oci(t, "alpha", "1.2.3+build.4", data)
	got, err := New(Options{}).Chart(within(t), charts.Key{Repo: from, Name: "alpha", Version: "1.2.3+build.4"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, data) {
		t.Error("the archive is another one")
	}
}

func TestMirrorInThePlaceOfTheRepository(t *testing.T) {
	t.Parallel()
	data := archive(t, "alpha", "1.2.3", "kind: ConfigMap\n")
	from := oci(t, "alpha", "1.2.3", data)
	f := New(Options{Mirrors: map[string]string{"https://charts.example.com/": from}})
	if _, err := f.Chart(within(t), charts.Key{Repo: "https://charts.example.com", Name: "alpha", Version: "1.2.3"}, ""); err != nil {
		t.Error(err)
	}
}

func TestCacheAnswersByDigest(t *testing.T) {
	t.Parallel()
	data := archive(t, "alpha", "1.2.3", "kind: ConfigMap\n")
	s, _ := repository(t, map[string][]byte{"alpha-1.2.3.tgz": data})
	f, key := New(Options{Cache: t.TempDir()}), charts.Key{Repo: s.URL, Name: "alpha", Version: "1.2.3"}
	if _, err := f.Chart(within(t), key, ""); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := f.Chart(within(t), key, charts.Digest(data)); err != nil {
		t.Errorf("the cache has it: %v", err)
	}
	if err := os.WriteFile(f.cacheFile(charts.Digest(data)), []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Chart(within(t), key, charts.Digest(data)); err == nil {
		t.Error("a changed file of the cache was taken")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	alpha := archive(t, "alpha", "1.2.3", "kind: ConfigMap\n")
	s, dir := repository(t, map[string][]byte{"alpha-1.2.3.tgz": alpha, "big-1.0.0.tgz": archive(t, "big", "1.0.0", "")})
	// What an attacker, or an accident, puts in the place of an archive that the index lists.
	put := func(dir, name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	changed, changedDir := repository(t, map[string][]byte{"alpha-1.2.3.tgz": alpha})
	put(changedDir, "alpha-1.2.3.tgz", archive(t, "alpha", "1.2.3", "kind: Secret\n"))
	put(dir, "big-1.0.0.tgz", bytes.Repeat([]byte{0}, 70_000))
	index := func(entry string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "index.yaml") {
				_, _ = io.WriteString(w, "apiVersion: v1\nentries:\n  alpha:\n  - {version: 1.2.3, urls: ['"+entry+"']}\n")
				return
			}
			switch r.URL.Path {
			case "/garbage.tgz":
				_, _ = io.WriteString(w, "no archive")
			case "/away.tgz":
				http.Redirect(w, r, "http://charts.example.com/alpha-1.2.3.tgz", http.StatusFound)
			case "/endless.tgz":
				w.WriteHeader(http.StatusOK)
				for range 100 {
					_, _ = w.Write(bytes.Repeat([]byte{1}, 10_000))
					w.(http.Flusher).Flush()
				}
			case "/beta.tgz":
				_, _ = w.Write(archive(t, "beta", "1.2.3", ""))
			}
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	registry := oci(t, "alpha", "1.2.3", alpha)
	const some = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
	for name, tc := range map[string]struct {
		key    charts.Key
		digest string
		want   string
	}{
		"another digest than pinned":       {charts.Key{Repo: s.URL, Name: "alpha", Version: "1.2.3"}, some, "pinned is " + some},
		"another digest, from a registry":  {charts.Key{Repo: registry, Name: "alpha", Version: "1.2.3"}, some, "pinned is " + some},
		"another digest than in the index": {charts.Key{Repo: changed.URL, Name: "alpha", Version: "1.2.3"}, "", "the repository's index says"},
		"no such version":                  {charts.Key{Repo: s.URL, Name: "alpha", Version: "9.9.9"}, "", "the newest are 1.2.3"},
		"no such version in a registry":    {charts.Key{Repo: registry, Name: "alpha", Version: "9.9.9"}, "", "is not there"},
		"no such chart":                    {charts.Key{Repo: s.URL, Name: "gamma", Version: "1.0.0"}, "", "has no chart gamma"},
		"nobody there":                     {charts.Key{Repo: gone.URL, Name: "alpha", Version: "1.2.3"}, "", "refused"},
		"no registry there":                {charts.Key{Repo: strings.Replace(gone.URL, "http:", "oci:", 1), Name: "alpha", Version: "1.2.3"}, "", "refused"},
		"plain http to elsewhere":          {charts.Key{Repo: "http://charts.example.com", Name: "alpha", Version: "1.2.3"}, "", "plain http"},
		"a redirect to plain http":         {charts.Key{Repo: index("away.tgz"), Name: "alpha", Version: "1.2.3"}, "", "plain http"},
		"an index that leads elsewhere":    {charts.Key{Repo: index("file:///etc/passwd"), Name: "alpha", Version: "1.2.3"}, "", "names no host"},
		"too large by its length":          {charts.Key{Repo: s.URL, Name: "big", Version: "1.0.0"}, "", "more than allowed"},
		"too large without a length":       {charts.Key{Repo: index("endless.tgz"), Name: "alpha", Version: "1.2.3"}, "", "more than allowed"},
		"no archive":                       {charts.Key{Repo: index("garbage.tgz"), Name: "alpha", Version: "1.2.3"}, "", "not a chart"},
		"another chart":                    {charts.Key{Repo: index("beta.tgz"), Name: "alpha", Version: "1.2.3"}, "", "is the chart beta"},
		"a password in the address":        {charts.Key{Repo: "https://me:hunter2@charts.example.com", Name: "alpha", Version: "1.2.3"}, "", "has a password in it"},
		"a name that is a path":            {charts.Key{Repo: s.URL, Name: "../alpha", Version: "1.2.3"}, "", "is not the name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache := t.TempDir()
			_, err := New(Options{Cache: cache, Most: 60_000}).Chart(within(t), tc.key, tc.digest)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the password is in: %v", err)
			}
			if tc.digest != "" && !errors.Is(err, ErrDigest) {
				t.Errorf("%v is not ErrDigest", err)
			}
			if kept, _ := os.ReadDir(cache); len(kept) > 0 {
				t.Error("what was refused was kept")
			}
		})
	}
}

// A host that archives move to is followed, as long as it speaks https or is
// this machine; the digest says whether the archive is the right one.
func TestRedirectToAnotherHost(t *testing.T) {
	t.Parallel()
	data := archive(t, "alpha", "1.2.3", "kind: ConfigMap\n")
	there, _ := repository(t, map[string][]byte{"alpha-1.2.3.tgz": data})
	other, err := url.Parse(there.URL)
	if err != nil {
		t.Fatal(err)
	}
	other.Host = "localhost:" + other.Port()
	here := httptest.NewServer(http.RedirectHandler(other.String()+"/alpha-1.2.3.tgz", http.StatusFound))
	t.Cleanup(here.Close)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "entries:\n  alpha:\n  - {version: 1.2.3, urls: ['"+here.URL+"/a.tgz']}\n")
	}))
	t.Cleanup(s.Close)
	if _, err := New(Options{}).Chart(within(t), charts.Key{Repo: s.URL, Name: "alpha", Version: "1.2.3"}, charts.Digest(data)); err != nil {
		t.Error(err)
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Parallel()
	stuck := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stuck }))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(stuck) })
	for _, repo := range []string{s.URL, strings.Replace(s.URL, "http:", "oci:", 1)} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := New(Options{}).Chart(ctx, charts.Key{Repo: repo, Name: "alpha", Version: "1.2.3"}, "")
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", repo, err)
		}
	}
}

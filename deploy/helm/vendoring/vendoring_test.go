package vendoring

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/repo/v1"

	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy/helm/fetch"
)

// shelf is a repository whose charts a test changes, and a blueprint's folder.
type shelf struct {
	*testing.T
	url, dir, folder string
}

func newShelf(t *testing.T) *shelf {
	s := &shelf{T: t, dir: t.TempDir(), folder: t.TempDir()}
	server := httptest.NewServer(http.FileServer(http.Dir(s.dir)))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// offer puts a chart into the repository.
func (s *shelf) offer(name, version, content string) charts.Key {
	s.Helper()
	c := &chart.Chart{
		Metadata:  &chart.Metadata{APIVersion: "v2", Name: name, Version: version},
		Templates: []*common.File{{Name: "templates/a.yaml", Data: []byte(content)}},
	}
	if _, err := chartutil.Save(c, s.dir); err != nil {
		s.Fatal(err)
	}
	idx, err := repo.IndexDirectory(s.dir, "")
	if err == nil {
		err = idx.WriteFile(filepath.Join(s.dir, "index.yaml"), 0o600)
	}
	if err != nil {
		s.Fatal(err)
	}
	return charts.Key{Repo: s.url, Name: name, Version: version}
}

func (s *shelf) vendor(opts Options, wanted ...charts.Key) (string, error) {
	s.Helper()
	opts.Fetcher = fetch.New(fetch.Options{})
	changes, err := Vendor(s.Context(), s.folder, wanted, opts)
	var words []string
	for _, c := range changes {
		words = append(words, string(c.Verb)+" "+c.Name+" "+c.Version)
	}
	return strings.Join(words, ", "), err
}

// tree is the folder's files by name.
func (s *shelf) tree() map[string]string {
	s.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(s.folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(s.folder, path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return files
}

func TestVendor(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	alpha, beta := s.offer("alpha", "1.0.0", "a"), s.offer("beta", "2.0.0", "b")
	steps := []struct {
		wanted []charts.Key
		want   string
		files  int
	}{
		{nil, "", 0},
		{[]charts.Key{beta, alpha, beta}, "added alpha 1.0.0, added beta 2.0.0", 3},
		{[]charts.Key{alpha, beta}, "kept alpha 1.0.0, kept beta 2.0.0", 3},
		{[]charts.Key{beta}, "kept beta 2.0.0, removed alpha 1.0.0", 2},
		{nil, "removed beta 2.0.0", 1},
	}
	for _, step := range steps {
		got, err := s.vendor(Options{}, step.wanted...)
		if err != nil {
			t.Fatal(err)
		}
		if got != step.want || len(s.tree()) != step.files {
			t.Errorf("vendoring %v: %q with %d files, want %q with %d", step.wanted, got, len(s.tree()), step.want, step.files)
		}
		if left, err := Check(s.folder, step.wanted, false); err != nil || len(left) > 0 {
			t.Errorf("after vendoring %v: %v, %v", step.wanted, left, err)
		}
	}
}

func TestAChangedVersionIsRefusedUnlessAccepted(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	alpha := s.offer("alpha", "1.0.0", "a")
	if _, err := s.vendor(Options{}, alpha); err != nil {
		t.Fatal(err)
	}
	s.offer("alpha", "1.0.0", "changed")
	if got, err := s.vendor(Options{}, alpha); err != nil || got != "kept alpha 1.0.0" {
		t.Errorf("what is vendored is asked for again: %q, %v", got, err)
	}
	if err := os.Remove(filepath.Join(s.folder, "charts", "alpha-1.0.0.tgz")); err != nil {
		t.Fatal(err)
	}
	before := s.tree()
	if _, err := s.vendor(Options{}, alpha); !errors.Is(err, fetch.ErrDigest) || !strings.Contains(err.Error(), "--accept-changed") {
		t.Errorf("a changed version: %v", err)
	}
	if diff := cmp.Diff(before, s.tree()); diff != "" {
		t.Errorf("a refused run wrote:\n%s", diff)
	}
	if got, err := s.vendor(Options{AcceptChanged: true}, alpha); err != nil || got != "changed alpha 1.0.0" {
		t.Errorf("accepted: %q, %v", got, err)
	}
	if _, err := charts.Open(os.DirFS(s.folder)); err != nil {
		t.Error(err)
	}
}

func TestNothingIsWrittenWhenOneIsMissing(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	alpha := s.offer("alpha", "1.0.0", "a")
	missing := []charts.Key{{Repo: s.url, Name: "alpha", Version: "9.9.9"}, {Repo: s.url, Name: "gamma", Version: "1.0.0"}}
	_, err := s.vendor(Options{}, append(missing, alpha)...)
	if err == nil || !strings.Contains(err.Error(), "9.9.9") || !strings.Contains(err.Error(), "gamma") {
		t.Errorf("not every missing chart is named: %v", err)
	}
	if len(s.tree()) > 0 {
		t.Errorf("files were written: %v", s.tree())
	}
}

func TestUnwantedChartsCanStay(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	alpha, beta := s.offer("alpha", "1.0.0", "a"), s.offer("beta", "2.0.0", "b")
	if _, err := s.vendor(Options{}, alpha); err != nil {
		t.Fatal(err)
	}
	if got, err := s.vendor(Options{KeepUnwanted: true}, beta); err != nil || got != "kept alpha 1.0.0, added beta 2.0.0" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := newShelf(t)
	alpha, beta := s.offer("alpha", "1.0.0", "a"), s.offer("beta", "2.0.0", "b")
	if _, err := s.vendor(Options{}, alpha); err != nil {
		t.Fatal(err)
	}
	left, err := Check(s.folder, []charts.Key{beta}, false)
	if err != nil || len(left) != 2 || left[0].Verb != Added || left[1].Verb != Removed {
		t.Errorf("%v, %v", left, err)
	}
	if err := os.WriteFile(filepath.Join(s.folder, "charts", "alpha-1.0.0.tgz"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Check(s.folder, []charts.Key{alpha}, false); err == nil {
		t.Error("a changed archive passes")
	}
}

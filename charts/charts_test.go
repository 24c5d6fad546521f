package charts

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
)

const repo = "https://charts.example.com"

func locked(repo, name, version, archive string) Locked {
	return Locked{Repo: repo, Name: name, Version: version, Digest: Digest([]byte(archive))}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	a, b := locked(repo, "alpha", "1.0.0", "a"), locked("oci://example.com/x", "beta", "v2", "b")
	one, err := (&Lock{Charts: []Locked{b, a}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	two, err := (&Lock{Charts: []Locked{a, b}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(one), string(two)); diff != "" {
		t.Errorf("the order of the charts shows:\n%s", diff)
	}
	const want = header + `charts:
  - repo: https://charts.example.com
    name: alpha
    version: 1.0.0
    digest: sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb
  - repo: oci://example.com/x
    name: beta
    version: v2
    digest: sha256:3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d
`
	if diff := cmp.Diff(want, string(one)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	back, err := Decode(one)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&Lock{Charts: []Locked{a, b}}, back); diff != "" {
		t.Errorf("-written +read:\n%s", diff)
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	good := locked(repo, "alpha", "1.0.0", "a")
	for name, tc := range map[string]struct {
		change func(*Locked)
		want   string
	}{
		"a way out by the name":    {func(l *Locked) { l.Name = "../../etc/passwd" }, "is not the name of a chart"},
		"a way out by the version": {func(l *Locked) { l.Version = "1/../../x" }, "is not a version"},
		"a hidden file":            {func(l *Locked) { l.Name = ".git" }, "is not the name of a chart"},
		"no version":               {func(l *Locked) { l.Version = "" }, "is not a version"},
		"a file as repository":     {func(l *Locked) { l.Repo = "file:///etc" }, "neither https:// nor oci://"},
		"a short digest":           {func(l *Locked) { l.Digest = "sha256:abc" }, "is not a digest"},
		"twice":                    {func(*Locked) {}, "is there twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := good
			tc.change(&l)
			text := "charts:\n"
			for _, c := range []Locked{good, l} {
				text += "  - {repo: '" + c.Repo + "', name: '" + c.Name + "', version: '" + c.Version + "', digest: '" + c.Digest + "'}\n"
			}
			if _, err := Decode([]byte(text)); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one with %q", err, tc.want)
			}
		})
	}
	if _, err := Decode([]byte("charts: []\nmore: 1\n")); err == nil {
		t.Error("an unknown field is read over")
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	other := "oci://example.com/charts"
	lock := Lock{Charts: []Locked{
		locked(repo, "alpha", "1.0.0", "first"), locked(other, "alpha", "1.0.0", "second"), locked(repo, "beta", "2.0.0", "third"),
	}}
	data, err := lock.Encode()
	if err != nil {
		t.Fatal(err)
	}
	files := lock.Files()
	if got := files[lock.Charts[2].Key()]; got != "charts/beta-2.0.0.tgz" {
		t.Errorf("the archive of beta is %s", got)
	}
	if files[lock.Charts[0].Key()] == files[lock.Charts[1].Key()] {
		t.Errorf("two charts share %s", files[lock.Charts[0].Key()])
	}
	folder := fstest.MapFS{LockFile: {Data: data}}
	for i, content := range []string{"first", "second", "third"} {
		folder[files[lock.Charts[i].Key()]] = &fstest.MapFile{Data: []byte(content)}
	}
	find, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	digest, archive, ok := find(assembly.Chart{Repo: other + "/", Name: "alpha", Version: "1.0.0", Release: "a"})
	if !ok || string(archive) != "second" || digest != lock.Charts[1].Digest {
		t.Errorf("found %q, %s, %v", archive, digest, ok)
	}
	if _, _, ok := find(assembly.Chart{Repo: repo, Name: "alpha", Version: "1.0.1"}); ok {
		t.Error("a version that is not locked was found")
	}
}

func TestOpenWithoutALock(t *testing.T) {
	t.Parallel()
	find, err := Open(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if _, archive, ok := find(assembly.Chart{Repo: repo, Name: "alpha", Version: "1.0.0"}); ok || archive != nil {
		t.Error("found a chart that was never vendored")
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	l := locked(repo, "alpha", "1.0.0", "what was fetched")
	data, err := (&Lock{Charts: []Locked{l}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		folder fstest.MapFS
		want   []string
	}{
		"another archive": {
			fstest.MapFS{LockFile: {Data: data}, "charts/alpha-1.0.0.tgz": {Data: []byte("another")}},
			[]string{"charts/alpha-1.0.0.tgz", l.Digest, Digest([]byte("another")), "slipway vendor"},
		},
		"no archive": {fstest.MapFS{LockFile: {Data: data}}, []string{"charts/alpha-1.0.0.tgz", "slipway vendor"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Open(tc.folder)
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range tc.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is not in: %v", part, err)
				}
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("charts:\n  - {repo: 'https://x', name: a, version: '1', digest: 'sha256:00'}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Decode(data)
		if err != nil {
			return
		}
		for key, file := range l.Files() {
			if strings.Contains(file, "..") && strings.Contains(file, "../") || strings.Count(file, "/") != 1 {
				t.Errorf("%v is kept at %q", key, file)
			}
		}
		if _, err := l.Encode(); err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}

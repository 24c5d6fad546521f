package git

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Address{
		"https://git.example.com/platform/apps":       {Host: "git.example.com", Path: "platform/apps"},
		"https://git.example.com/platform/apps.git/":  {Host: "git.example.com", Path: "platform/apps"},
		"https://Git.Example.com:443/Platform/Apps":   {Host: "git.example.com", Path: "Platform/Apps"},
		"https://git.example.com:8443/a":              {Host: "git.example.com:8443", Path: "a"},
		"http://localhost:3000/a/b/c":                 {Host: "localhost:3000", Path: "a/b/c"},
		"ssh://git@git.example.com:22/a/b.git":        {SSH: true, Host: "git.example.com", Path: "a/b"},
		"ssh://git@git.example.com:2222/a/b":          {SSH: true, Host: "git.example.com:2222", Path: "a/b"},
		"git@github.com:acme/platform.git":            {SSH: true, Host: "github.com", Path: "acme/platform"},
		"github.com:acme/platform":                    {SSH: true, Host: "github.com", Path: "acme/platform"},
		"https://dev.azure.com/org/project/_git/repo": {Host: "dev.azure.com", Path: "org/project/_git/repo"},
	} {
		want.URL = text
		got, err := ParseAddress(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseAddressErrors(t *testing.T) {
	t.Parallel()
	for text, part := range map[string]string{
		"":                                "not the URL of a remote repository",
		"./apps":                          "not the URL of a remote repository",
		"file:///srv/apps":                "not the URL of a remote repository",
		"https://git.example.com":         "names no repository",
		"https://git.example.com/a?x=1":   "has a query",
		"https://bob:pw@git.example.com/": "carries a user name",
		"https://git.example.com/%zz":     "is not a repository URL",
		"git@github.com:":                 "names no repository",
	} {
		_, err := ParseAddress(text)
		isProblem(t, err, part)
	}
}

func TestWebAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://git.example.com/Platform/apps.git": "https://git.example.com/Platform/apps",
		"http://git.example.com:8080/a/b":           "http://git.example.com:8080/a/b",
		"git@github.com:acme/platform.git":          "https://github.com/acme/platform",
		"ssh://git@git.example.com:2222/a/b":        "https://git.example.com/a/b",
	} {
		address, err := ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := address.Web(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("https://git.example.com/a")
	f.Add("git@h:p")
	f.Fuzz(func(t *testing.T, text string) {
		address, err := ParseAddress(text)
		if err == nil && (address.Host == "" || address.Path == "" || address.URL != text) {
			t.Errorf("%q: accepted as %+v", text, address)
		}
	})
}

func TestParseMapping(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	got, err := ParseMapping(appsURL + "=" + dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Mapping{URL: appsURL, Dir: dir}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	_, err = ParseMapping(appsURL)
	isProblem(t, err, "not of the form URL=DIR")
	_, err = ParseMapping(appsURL + "=" + dir + "/missing")
	isProblem(t, err, "does not exist")
	write(t, dir, map[string]string{"file": ""})
	_, err = ParseMapping(appsURL + "=" + dir + "/file")
	isProblem(t, err, "is a file")
}

func TestSSHIsExplained(t *testing.T) {
	t.Parallel()
	mapping := Mapping{URL: "git@git.example.com:platform/apps.git", Dir: "/srv/apps"}
	isProblem(t, mapping.Unproxied(), "ssh URL", "https://git.example.com/platform/apps=/srv/apps", "insteadOf")
	if err := (Mapping{URL: appsURL}).Unproxied(); err != nil {
		t.Error(err)
	}
}

func TestTableFindsLikeGitHub(t *testing.T) {
	t.Parallel()
	repos := &table{}
	address, err := ParseAddress("https://git.example.com/Platform/apps")
	if err != nil {
		t.Fatal(err)
	}
	repos.put(served{address: address})
	type answer struct {
		Rest  string
		Found bool
	}
	for path, want := range map[string]answer{
		"/Platform/apps/info/refs":           {"/info/refs", true},
		"/platform/APPS.git/info/refs":       {"/info/refs", true},
		"/platform/apps.git/git-upload-pack": {"/git-upload-pack", true},
		"/platform/apps/":                    {"", true},
		"/platform/apps.git":                 {"", true},
		"/platform/apps/other.git/info/refs": {"", false}, // a subgroup's repository
		"/platform/appsy/info/refs":          {"", false},
		"/platform":                          {"", false},
		"/":                                  {"", false},
	} {
		_, rest, found := repos.find("git.example.com", path)
		if diff := cmp.Diff(want, answer{rest, found}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

package distro

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

type program struct {
	Name     string   `json:"name"`
	Package  string   `json:"package"`
	Module   string   `json:"module"`
	Version  string   `json:"version"`
	LDFlags  string   `json:"ldflags"`
	Provides []string `json:"provides"`
	Files    []struct {
		Module string `json:"module"`
		Path   string `json:"path"`
	} `json:"files"`
}

func programs(t *testing.T) []program {
	t.Helper()
	file, err := os.Open("programs.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list struct {
		Programs []program `json:"programs"`
	}
	strict := json.NewDecoder(file)
	strict.DisallowUnknownFields()
	if err := strict.Decode(&list); err != nil {
		t.Fatalf("reading programs.json: %v", err)
	}
	return list.Programs
}

// goMod is what is required and which commands are built as tools.
func goMod(t *testing.T) (versions map[string]string, tools []string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatalf("reading go.mod: %v", err)
	}
	var mod struct {
		Require []struct{ Path, Version string }
		Tool    []struct{ Path string }
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	versions = map[string]string{}
	for _, r := range mod.Require {
		versions[r.Path] = r.Version
	}
	for _, tool := range mod.Tool {
		tools = append(tools, tool.Path)
	}
	return versions, tools
}

func TestVersionsAreThoseOfGoMod(t *testing.T) {
	t.Parallel()
	versions, _ := goMod(t)
	for _, p := range programs(t) {
		if got := versions[p.Module]; got != p.Version {
			t.Errorf("%s: go.mod has %s %q, programs.json says %q", p.Name, p.Module, got, p.Version)
		}
		if p.LDFlags != "" && !strings.Contains(p.LDFlags, strings.TrimPrefix(p.Version, "v")) {
			t.Errorf("%s: the ldflags name another version than %s: %s", p.Name, p.Version, p.LDFlags)
		}
		for _, f := range p.Files {
			if versions[f.Module] == "" {
				t.Errorf("%s: %s is of %s, which go.mod does not require", p.Name, f.Path, f.Module)
			}
		}
	}
}

func TestEveryMainIsAProgram(t *testing.T) {
	t.Parallel()
	_, want := goMod(t)
	mains, err := filepath.Glob("*/main.go")
	if err != nil || len(mains) == 0 {
		t.Fatalf("looking for our own mains: found %q, error %v", mains, err)
	}
	for _, name := range mains {
		want = append(want, "./"+filepath.Dir(name))
	}
	var got []string
	for _, p := range programs(t) {
		got = append(got, p.Package)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("programs.json builds %q,\nthe tools of go.mod and our own mains are %q", got, want)
	}
}

// Programs share a PATH: two of the same name would hide each other.
func TestNamesAreUnique(t *testing.T) {
	t.Parallel()
	owner := map[string]string{}
	for _, p := range programs(t) {
		names := append([]string{p.Name}, p.Provides...)
		for _, f := range p.Files {
			names = append(names, filepath.Base(f.Path))
		}
		for _, name := range names {
			if other, taken := owner[name]; taken {
				t.Errorf("%q belongs to both %s and %s", name, other, p.Name)
			}
			owner[name] = p.Name
		}
	}
}

// A component whose name is missing in programs.json cannot be started.
func TestProvidesWhatTheMainsHold(t *testing.T) {
	t.Parallel()
	quoted := regexp.MustCompile(`Name: +"([^"]+)", +Build`)
	source, err := os.ReadFile("kube/main.go")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, match := range quoted.FindAllStringSubmatch(string(source), -1) {
		want = append(want, match[1])
	}
	for _, p := range programs(t) {
		if p.Name == "kube" && !slices.Equal(p.Provides, want) {
			t.Errorf("kube provides %q, its main holds %q", p.Provides, want)
		}
	}
}

// Its go.mod replaces these libraries by folders, so nothing but our own lines
// keeps them at the version that k8s.io/kubernetes was written with.
func TestKubernetesLibrariesFitKubernetes(t *testing.T) {
	t.Parallel()
	versions, _ := goMod(t)
	kubernetes := versions["k8s.io/kubernetes"]
	want := strings.Replace(kubernetes, "v1.", "v0.", 1)
	library := regexp.MustCompile(`^v0\.\d\d\.\d+$`)
	count := 0
	for module, version := range versions {
		if !strings.HasPrefix(module, "k8s.io/") || !library.MatchString(version) {
			continue
		}
		count++
		if version != want {
			t.Errorf("%s is at %s, k8s.io/kubernetes %s wants %s", module, version, kubernetes, want)
		}
	}
	if count < 20 {
		t.Errorf("found only %d of Kubernetes' libraries in go.mod", count)
	}
}

// TestPackagesResolve needs the modules on this machine, as after a build, and
// never the network; a go.mod that would have to be written fails it.
func TestPackagesResolve(t *testing.T) {
	t.Parallel()
	for _, p := range programs(t) {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-mod=readonly", "-find", "-f", "{{.Name}}", p.Package)
		cmd.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		switch text := strings.TrimSpace(string(out)); {
		case strings.Contains(text, "module lookup disabled"):
			t.Logf("%s: its module is not on this machine yet", p.Name)
		case err != nil:
			t.Errorf("%s: go list %s: %v\n%s", p.Name, p.Package, err, text)
		case text != "main":
			t.Errorf("%s: %s is package %s, not a command", p.Name, p.Package, text)
		}
	}
}

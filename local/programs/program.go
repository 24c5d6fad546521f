package programs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Program is one that can be started.
type Program struct {
	Name string
	Dir  string // holds its executables and files
}

// Path is where one of the program's executables or files is.
func (p Program) Path(name string) string { return filepath.Join(p.Dir, name) }

// recipe is an entry of programs.json: how a program is built.
type recipe struct {
	Name     string   `json:"name"`
	Package  string   `json:"package"` // a folder of distro such as ./kube, or the import path of an upstream command
	Version  string   `json:"version"`
	LDFlags  string   `json:"ldflags,omitempty"`
	Provides []string `json:"provides,omitempty"` // names it is called by; its own when empty
	Files    []file   `json:"files,omitempty"`
}

// file is copied from the source of a module distro depends on, under its own
// base name. A folder is copied whole.
type file struct {
	Module string `json:"module"`
	Path   string `json:"path"`
}

// manifestName is the recipe beside what it made: what a release's programs
// are recognised by.
const manifestName = "program.json"

// readRecipes reads distro's programs.json.
func readRecipes(distro string) (map[string]recipe, error) {
	name := filepath.Join(distro, "programs.json")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, &Problem{What: "reading which programs can be built", Err: err, Fix: "Check out the whole of slipway, or point SLIPWAY_DISTRO to its folder distro."}
	}
	var list struct {
		Programs []recipe `json:"programs"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	recipes := map[string]recipe{}
	for _, r := range list.Programs {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		if len(r.Provides) == 0 {
			r.Provides = []string{r.Name}
		}
		recipes[r.Name] = r
	}
	return recipes, nil
}

// check keeps names from becoming paths outside of the cache.
func (r recipe) check() error {
	word := regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
	for _, name := range append([]string{r.Name}, r.Provides...) {
		if !word.MatchString(name) {
			return fmt.Errorf("program %q: %q is not a usable name", r.Name, name)
		}
	}
	if !filepath.IsLocal(r.Package) || r.Package == "." || strings.HasPrefix(r.Package, "-") {
		return fmt.Errorf("program %q: its package %q is neither a folder of distro nor an import path", r.Name, r.Package)
	}
	for _, f := range r.Files {
		if !filepath.IsLocal(f.Path) || f.Module == "" {
			return fmt.Errorf("program %q: %q of module %q is not a file of a module", r.Name, f.Path, f.Module)
		}
	}
	return nil
}

// complete says whether a folder holds a whole program.
func complete(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return false
	}
	var r recipe
	if json.Unmarshal(data, &r) != nil {
		return false
	}
	for _, name := range r.Provides {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}

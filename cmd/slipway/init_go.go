//go:build !front

package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"slipway.dev/slipway/local/programs"
)

// goMain is the starter's blueprint as a Go program.
const goMain = `// The platform NAME. Every slipway command takes this folder: slipway up .
package main

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons"
	"slipway.dev/slipway/program"
)

func main() {
	program.Main(&blueprint.Platform{
		Name: "NAME",
		Blueprints: map[string]*blueprint.Blueprint{
			"standard": {
				NodeGroups: []blueprint.NodeGroup{{Name: "general", Min: 1, Max: 3}},
				AddOns:     blueprint.AddOns{&addons.ArgoCD{}},
				Teams:      []string{"web"},
			},
		},
		Clusters: []blueprint.Cluster{{Name: "dev", Blueprint: "standard"}},
		Teams: []blueprint.Team{{
			Name:  "web",
			Quota: blueprint.Quota{CPU: "4", Memory: "4Gi", Pods: 20},
			Workloads: []blueprint.Workload{
				{Name: "hello", Repo: "https://git.example.com/web/hello", Path: "deploy"},
			},
		}},
		Local: blueprint.LocalSettings{Git: map[string]string{
			"https://git.example.com/web/hello": "repos/hello",
		}},
	})
}
`

// goStarter is the starter as a Go module. Until slipway.dev/slipway can be
// fetched by that name, the module is replaced by the checkout this program was
// built from.
func goStarter() (map[string]string, error) {
	places, err := programs.Locate()
	if err != nil {
		return nil, err
	}
	if places.Distro == "" {
		return nil, fmt.Errorf("a blueprint in Go needs the sources of slipway\n    Set SLIPWAY_DISTRO to the folder distro of a checkout")
	}
	checkout, err := filepath.Abs(filepath.Dir(places.Distro))
	if err != nil {
		return nil, fmt.Errorf("finding the sources of slipway: %w", err)
	}
	mod, errMod := os.ReadFile(filepath.Join(checkout, "go.mod"))
	sums, errSums := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err := errors.Join(errMod, errSums); err != nil {
		return nil, fmt.Errorf("reading the sources of slipway: %w", err)
	}
	files := maps.Clone(starter)
	delete(files, defaultFile)
	files["main.go"] = goMain
	files["go.sum"] = string(sums)
	files["go.mod"] = goMod(string(mod), checkout)
	return files, nil
}

// goMod is a module that needs what slipway needs: with the same versions listed,
// nothing has to be looked up before the program runs.
func goMod(mod, checkout string) string {
	_, requirements, _ := strings.Cut(mod, "\n") // all but the module's own name
	return "module platform\n" + requirements +
		"\nrequire slipway.dev/slipway v0.0.0\n\nreplace slipway.dev/slipway => " + checkout + "\n"
}

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"

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
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		return nil, fmt.Errorf("reading the sources of slipway: %w", err)
	}
	files := maps.Clone(starter)
	delete(files, defaultFile)
	files["main.go"] = goMain
	files["go.sum"] = string(sums)
	files["go.mod"] = fmt.Sprintf("module platform\n\ngo 1.26\n\nrequire slipway.dev/slipway v0.0.0\n\nreplace slipway.dev/slipway => %s\n", checkout)
	return files, nil
}

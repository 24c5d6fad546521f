package kubernetes

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// What Score files become is worth what a team may ship: an API server takes it
// from the team's own deployer, into a namespace that is restricted and has
// quotas and limits, and forgives no field that it does not know.
func TestATeamMayShipWorkloads(t *testing.T) {
	p := platform(t, blueprint.Team{Name: "t"})
	s := newServer(t, append(Team(p, &p.Teams[0]), AllTeams(p)...))
	s.apply(t, definition(t, "httproutes.gateway.networking.k8s.io"), "")
	route := manifest.New("gateway.networking.k8s.io/v1", "HTTPRoute", "team-t", "x").With("spec", fields{})
	s.eventually(t, "routes are served", func() error { return s.create(t, route) })

	files, err := filepath.Glob("../../workload/testdata/[cr]*/*.txtar")
	if err != nil || len(files) < 20 {
		t.Fatalf("there are %d files of workloads (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			for _, o := range rendered(t, file) {
				s.ship(t, o)
				if o.Kind() == "Deployment" { // no controller makes pods here
					template := o["spec"].(fields)["template"].(fields)
					s.ship(t, manifest.New("v1", "Pod", o.Namespace(), o.Name()).With("spec", template["spec"]))
				}
			}
		})
	}
}

// ship tries to create an object as the team's deployer; pods it has none of,
// which the controllers make, as the administrator.
func (s *server) ship(t *testing.T, o manifest.Object) {
	t.Helper()
	target := s.host + path(o) + "?dryRun=All&fieldValidation=Strict"
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	if o.Kind() != "Pod" {
		request.Header.Set("Impersonate-User", "system:serviceaccount:team-t:"+manifest.TeamDeployer)
	}
	request.Header.Set("Content-Type", "application/json")
	if err := s.do(t, request); err != nil {
		t.Errorf("%s: %v", o, err)
	}
}

// rendered are the objects of a golden file of the workloads, in the team's namespace.
func rendered(t *testing.T, file string) []manifest.Object {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range archive.Files {
		if !strings.HasPrefix(f.Name, "want/") && f.Name != "options" {
			files[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	folder, err := workload.Open(files, "")
	if err != nil {
		t.Fatal(err)
	}
	result, err := workload.Render(folder.Score, workload.Options{
		Namespace: "team-t", Domain: "example.com", Images: map[string]string{"": "registry.example.com/image:1"},
		Strategy: func(r *workload.Rollout) ([]manifest.Object, error) { return r.Objects, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return result.Objects
}

// definition is one of the Gateway API's.
func definition(t *testing.T, name string) manifest.Object {
	t.Helper()
	var list struct{ Items []manifest.Object }
	if err := json.Unmarshal(upstream.GatewayAPIBase()["crds.json"], &list); err != nil {
		t.Fatal(err)
	}
	return find(t, list.Items, "CustomResourceDefinition "+name)
}

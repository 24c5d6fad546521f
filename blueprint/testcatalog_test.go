package blueprint_test

import (
	"time"

	"slipway.dev/slipway/blueprint"
)

// The catalogue of these tests: enough add-ons to see every check fail, and
// none of the real ones, which change.
func testCatalog() blueprint.Catalog {
	return blueprint.Catalog{AddOns: []blueprint.AddOn{
		&certManager{}, &externalDNS{}, &metrics{}, &argoCD{}, &calico{}, &cilium{}, &hen{}, &egg{}, &chick{}, &oldMesh{}, &everything{},
	}, Services: []blueprint.ServiceType{&bucket{}, &database{}, &topic{}}}
}

type noBuild struct{}

func (noBuild) Check(*blueprint.Check)            {}
func (noBuild) Build(*blueprint.AddOnBuild) error { return nil }

type certManager struct{ noBuild }

func (certManager) Info() blueprint.Info {
	return blueprint.Info{Name: "cert-manager", Namespaces: []string{"cert-manager"}}
}

type externalDNS struct {
	noBuild
	Zone string `yaml:"zone,omitempty" doc:"Zone."`
}

func (externalDNS) Info() blueprint.Info {
	return blueprint.Info{Name: "external-dns", Needs: []string{"cert-manager"}}
}

type metrics struct{ noBuild }

func (metrics) Info() blueprint.Info { return blueprint.Info{Name: "metrics-server"} }

type argoCD struct {
	noBuild
	Bootstrap bootstrap     `yaml:"bootstrap,omitempty" doc:"First application."`
	Replicas  int           `yaml:"replicas,omitempty" check:"min=1,max=5" default:"1" doc:"Number of servers."`
	Resync    time.Duration `yaml:"resync,omitempty" default:"3m" doc:"Time between looks at Git."`
	Web       *bool         `yaml:"web,omitempty" default:"true" doc:"Whether there is a web page."`
	Mode      string        `yaml:"mode,omitempty" check:"enum=core|full" default:"full" doc:"Which parts run."`
}

type bootstrap struct {
	Repo string `yaml:"repo" check:"required,repo" doc:"Repository."`
	Path string `yaml:"path,omitempty" check:"relpath" default:"." doc:"Folder."`
}

func (argoCD) Info() blueprint.Info { return blueprint.Info{Name: "argocd"} }

func (a argoCD) Check(c *blueprint.Check) {
	if a.Bootstrap.Path == "secret" {
		c.Problem("bootstrap.path", "is secret, which this test refuses", "Choose another.")
	}
	if a.Mode == "core" {
		c.Warn("mode", "core has no web page", "")
	}
}

type calico struct{ noBuild }

func (calico) Info() blueprint.Info {
	return blueprint.Info{Name: "calico", Conflicts: []string{"cilium"}}
}

type cilium struct{ noBuild }

func (cilium) Info() blueprint.Info { return blueprint.Info{Name: "cilium"} }

type hen struct{ noBuild }

func (hen) Info() blueprint.Info { return blueprint.Info{Name: "hen", Needs: []string{"chick"}} }

type egg struct{ noBuild }

func (egg) Info() blueprint.Info { return blueprint.Info{Name: "egg", Needs: []string{"hen"}} }

type chick struct{ noBuild }

func (chick) Info() blueprint.Info { return blueprint.Info{Name: "chick", Needs: []string{"egg"}} }

type oldMesh struct{ noBuild }

func (oldMesh) Info() blueprint.Info {
	return blueprint.Info{Name: "app-mesh", Retired: "istio or a Gateway"}
}

// everything has a field of each kind that a setting can have.
type everything struct {
	noBuild
	Ratio   float64                       `yaml:"ratio,omitempty" doc:"A number."`
	Share   *float64                      `yaml:"share,omitempty" default:"0.5" doc:"A number."`
	On      bool                          `yaml:"on,omitempty" doc:"A switch."`
	Memory  blueprint.Quantity            `yaml:"memory,omitempty" default:"64Mi" doc:"Memory."`
	Each    []blueprint.Quantity          `yaml:"each,omitempty" doc:"Quantities."`
	Limits  map[string]blueprint.Quantity `yaml:"limits,omitempty" check:"name" doc:"Quantities by name."`
	Ports   []int                         `yaml:"ports,omitempty" doc:"Numbers."`
	Values  map[string]any                `yaml:"values,omitempty" doc:"Anything."`
	Parts   map[string]part               `yaml:"parts,omitempty" doc:"Parts by name."`
	Backup  *part                         `yaml:"backup,omitempty" doc:"A part."`
	Nested  [][]string                    `yaml:"nested,omitempty" doc:"Lists of lists."`
	Pattern string                        `yaml:"pattern,omitempty" doc:"Text."`
}

type part struct {
	Size  int    `yaml:"size,omitempty" check:"min=0,max=9" default:"3" doc:"Size."`
	Label string `yaml:"label" check:"required" doc:"Label."`
}

func (everything) Info() blueprint.Info { return blueprint.Info{Name: "everything"} }

type noService struct{}

func (noService) Check(*blueprint.ServiceCheck) {}
func (noService) Build(*blueprint.ServiceBuild) {}

type bucket struct {
	noService
	Versioning *bool  `yaml:"versioning,omitempty" default:"true" doc:"Old versions."`
	Days       int    `yaml:"days,omitempty" check:"min=0,max=99" default:"30" doc:"Days."`
	Rules      []part `yaml:"rules,omitempty" doc:"Rules."`
}

func (bucket) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{Name: "bucket", Stateful: true, Levels: []blueprint.Access{blueprint.Read, blueprint.ReadWrite}}
}

type database struct {
	noService
	Size blueprint.Quantity `yaml:"size" check:"required" doc:"Size."`
}

func (database) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{Name: "database", Stateful: true, Snapshots: true, Levels: []blueprint.Access{blueprint.Admin}}
}

func (d database) Check(c *blueprint.ServiceCheck) {
	if d.Size == "13" {
		c.Problem("size", "is 13, which this test refuses", "Choose another.")
	}
}

type topic struct{ noService }

func (topic) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{Name: "topic", Levels: []blueprint.Access{blueprint.Write}}
}

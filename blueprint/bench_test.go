package blueprint_test

import (
	"fmt"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/blueprint"
)

func full(tb testing.TB) []byte {
	tb.Helper()
	archive, err := txtar.ParseFile("testdata/valid/full.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	return archive.Files[0].Data
}

func BenchmarkParse(b *testing.B) {
	src, cat := full(b), testCatalog()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := blueprint.Parse("platform.yaml", src, cat); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	p := large(20)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkValidateLarge is 1,000 clusters, each with a blueprint, ten teams and
// twenty add-ons of its own.
func BenchmarkValidateLarge(b *testing.B) {
	p := large(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

// large is a platform of n clusters that share nothing.
func large(n int) *blueprint.Platform {
	p := &blueprint.Platform{Name: "large", Accounts: map[string]string{"dev": "111111111111"}, Blueprints: map[string]*blueprint.Blueprint{}}
	for i := range n {
		name := fmt.Sprintf("c%d", i)
		bp := &blueprint.Blueprint{NodeGroups: []blueprint.NodeGroup{{Name: "general"}}}
		for k := range 10 {
			team := fmt.Sprintf("t%d-%d", i, k)
			bp.Teams = append(bp.Teams, team)
			p.Teams = append(p.Teams, blueprint.Team{Name: team, Workloads: []blueprint.Workload{{Name: "w-" + team, Repo: "https://git.example.com/a/" + team}}})
		}
		for k := range 20 {
			bp.AddOns = append(bp.AddOns, &numbered{number: k})
		}
		p.Blueprints[name] = bp
		p.Clusters = append(p.Clusters, blueprint.Cluster{Name: name, Blueprint: name, Account: "dev", Region: "us-east-2"})
	}
	return p
}

// numbered is an add-on that needs the one before it.
type numbered struct {
	argoCD
	number   int
	Replicas int    `yaml:"replicas,omitempty" check:"min=1,max=5" default:"1" doc:"Number of servers."`
	Mode     string `yaml:"mode,omitempty" check:"enum=core|full" default:"full" doc:"Which parts run."`
}

func (a *numbered) Info() blueprint.Info {
	info := blueprint.Info{Name: fmt.Sprintf("a%d", a.number), Namespaces: []string{"x"}}
	if a.number > 0 {
		info.Needs = []string{fmt.Sprintf("a%d", a.number-1)}
	}
	return info
}

// TestManyReferencesStayLinear: a platform of many broken references must not
// search all names for each of them. Its time is only bounded by the test's.
func TestManyReferencesStayLinear(t *testing.T) {
	t.Parallel()
	p := large(1000)
	for i := range p.Clusters {
		p.Clusters[i].Blueprint += "x"
	}
	if _, err := p.Validate(); err == nil {
		t.Error("is accepted")
	}
}

package compile_test

import (
	"fmt"
	"testing"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/compile"
)

// BenchmarkExample is the platform of the talk, from checked blueprint to assembly.
func BenchmarkExample(b *testing.B) {
	v := load(b, example)
	for _, target := range blueprint.Targets() {
		b.Run(string(target), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compiled(b, v, compile.Options{Target: target})
			}
		})
	}
}

// BenchmarkFleet is many clusters of one blueprint with 10 teams and 20 add-ons.
func BenchmarkFleet(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		v := valid(b, fleet(n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compiled(b, v, compile.Options{Target: blueprint.Local})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/cluster")
		})
	}
}

func fleet(clusters int) *blueprint.Platform {
	p := &blueprint.Platform{Name: "fleet", Blueprints: map[string]*blueprint.Blueprint{}}
	bp := &blueprint.Blueprint{NodeGroups: []blueprint.NodeGroup{{Name: "general", Min: 3, Max: 6}}}
	for i := range 20 {
		bp.AddOns = append(bp.AddOns, &fake{name: fmt.Sprintf("addon-%d", i), tenant: "x" + fmt.Sprint(i), parts: []blueprint.Part{part(""), part("controllers")}})
	}
	for i := range 10 {
		name := fmt.Sprintf("team-%d", i)
		bp.Teams = append(bp.Teams, name)
		p.Teams = append(p.Teams, blueprint.Team{Name: name, Namespace: name})
	}
	p.Blueprints["standard"] = bp
	for i := range clusters {
		p.Clusters = append(p.Clusters, blueprint.Cluster{Name: fmt.Sprintf("c%d", i), Blueprint: "standard", Region: []string{"us-east-2", "us-west-2"}[i%2]})
	}
	return p
}

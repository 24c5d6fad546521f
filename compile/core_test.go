package compile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/compile"
)

// A cluster has these add-ons anyway. Listed without settings nothing at all
// changes: a resource that moved to another stack would be deleted first, and
// every pod would lose its network.
func TestListingACoreAddOnMovesNothing(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*blueprint.Blueprint){
		"nodes":   func(*blueprint.Blueprint) {},
		"irsa":    func(b *blueprint.Blueprint) { b.EKS.Identity = "irsa" },
		"calico":  func(b *blueprint.Blueprint) { b.AddOns = catalogued("calico") },
		"fargate": func(b *blueprint.Blueprint) { b.NodeGroups, b.EKS.Identity = nil, "irsa"; fargate(b) },
		"ipv6":    func(b *blueprint.Blueprint) { b.Network.IPv6 = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			without := compiled(t, valid(t, crossed(blue("", set))), compile.Options{Target: blueprint.AWS})
			core := []string{"vpc-cni", "kube-proxy", "coredns"}
			if name != "irsa" && name != "fargate" { // identities without it
				core = append(core, "pod-identity-agent")
			}
			with := compiled(t, valid(t, crossed(blue("", set), blue("", func(b *blueprint.Blueprint) {
				b.AddOns = append(b.AddOns, catalogued(core...)...)
			}))), compile.Options{Target: blueprint.AWS})
			if diff := cmp.Diff(stacksOf(without), stacksOf(with)); diff != "" {
				t.Errorf("-not listed +listed:\n%s", diff)
			}
		})
	}
}

// stacksOf are the templates of an assembly.
func stacksOf(a *assembly.Assembly) map[assembly.UnitID]string {
	out := map[assembly.UnitID]string{}
	for i := range a.Units {
		if data, ok := a.Units[i].Files[assembly.TemplateFile]; ok {
			out[a.Units[i].ID] = string(data)
		}
	}
	return out
}

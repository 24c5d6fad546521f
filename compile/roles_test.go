package compile_test

import (
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/services"
	"slipway.dev/slipway/compile"
)

// With roles for service accounts the account names its role, which is known
// when the team's stack is there; Pod Identity needs neither.
func TestServiceAccountsNameTheirRoles(t *testing.T) {
	t.Parallel()
	for identity, want := range map[string]bool{"irsa": true, "pod-identity": false} {
		v := valid(t, &blueprint.Platform{
			Name: "test", Accounts: map[string]string{"dev": "111111111111"},
			Blueprints: map[string]*blueprint.Blueprint{"b": {Teams: []string{"t"}, NodeGroups: []blueprint.NodeGroup{{Name: "general"}}, EKS: blueprint.EKS{Identity: identity}}},
			Clusters:   []blueprint.Cluster{{Name: "dev", Blueprint: "b", Account: "dev", Region: "us-east-2"}},
			Teams: []blueprint.Team{{
				Name: "t", Services: []blueprint.Service{{Name: "inbox", Type: &services.S3{}}},
				ServiceAccounts: []blueprint.ServiceAccount{{Name: "idle"}, {Name: "reader", Access: map[string]blueprint.Access{"inbox": blueprint.Read}}},
			}},
		})
		a := compiled(t, v, compile.Options{Target: blueprint.AWS})
		team := a.Unit("dev/teams/t")
		const token = "${teams/t/aws.ReaderRoleArn}"
		bound := slices.Contains(team.Bind, assembly.Binding{From: "dev/teams/t/aws", Output: "ReaderRoleArn", Token: token})
		named := strings.Count(string(team.Files["team.yaml"]), `eks.amazonaws.com/role-arn: "`+token+`"`)
		if bound != want || named == 1 != want || slices.Contains(team.After, "dev/teams/t/aws") != want {
			t.Errorf("%s: bound %v, %d accounts named, after %v", identity, bound, named, team.After)
		}
	}
}

// A pod gets its credentials when it is admitted: what ships a team's workloads
// must come after their roles, and after what tells them where services are.
func TestWorkloadsComeAfterRoles(t *testing.T) {
	t.Parallel()
	a := compiled(t, load(t, example), compile.Options{Target: blueprint.AWS, Clusters: []string{"dev"}})
	ships := a.Unit("dev/teams/troi/gitops")
	for _, before := range []assembly.UnitID{"dev/teams/troi", "dev/teams/troi/aws", "dev/teams/troi/services"} {
		if !slices.Contains(ships.After, before) {
			t.Errorf("%s does not wait for %s, only for %v", ships.ID, before, ships.After)
		}
	}
}

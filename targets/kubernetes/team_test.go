package kubernetes

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

func platform(t *testing.T, teams ...blueprint.Team) *blueprint.Platform {
	t.Helper()
	v, err := (&blueprint.Platform{
		Name:       "test",
		Blueprints: map[string]*blueprint.Blueprint{"b": {}},
		Clusters:   []blueprint.Cluster{{Name: "c", Blueprint: "b"}},
		Teams:      teams,
	}).Validate()
	if err != nil {
		t.Fatal(err)
	}
	return v.Platform()
}

func find(t *testing.T, objects []manifest.Object, name string) manifest.Object {
	t.Helper()
	i := slices.IndexFunc(objects, func(o manifest.Object) bool { return o.String() == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return objects[i]
}

func absent(t *testing.T, objects []manifest.Object, name string) {
	t.Helper()
	if slices.ContainsFunc(objects, func(o manifest.Object) bool { return o.String() == name }) {
		t.Errorf("%s must not be there", name)
	}
}

// Nobody asked for anything: the team is closed all the same.
func TestATeamIsClosedByDefault(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "t"})
	objects := Team(p, &p.Teams[0])
	ns := find(t, objects, "Namespace team-t")
	labels := ns["metadata"].(map[string]any)["labels"].(map[string]any)
	if labels["pod-security.kubernetes.io/enforce"] != "restricted" {
		t.Errorf("Pod Security is not enforced: %v", labels)
	}
	deny := find(t, objects, "NetworkPolicy team-t/default-deny")
	if diff := cmp.Diff(map[string]any{"podSelector": map[string]any{}, "policyTypes": []any{"Ingress", "Egress"}}, deny["spec"]); diff != "" {
		t.Error(diff)
	}
	hard := find(t, objects, "ResourceQuota team-t/team")["spec"].(map[string]any)["hard"].(map[string]any)
	if hard["services.nodeports"] != "0" || hard["services.loadbalancers"] != "0" || hard["limits.memory"] != "10Gi" {
		t.Errorf("the quota leaves a door open: %v", hard)
	}
	for name, want := range map[string]string{
		"requests.ephemeral-storage": "100Gi", "limits.ephemeral-storage": "100Gi", "persistentvolumeclaims": "500", "pods": "50", "count/pods": "550",
		"count/deployments.apps": "500", "count/replicasets.apps": "5500", "count/jobs.batch": "500", "count/cronjobs.batch": "500", "count/ingresses.networking.k8s.io": "500",
	} {
		if hard[name] != want {
			t.Errorf("the quota has %s: %v, want %s", name, hard[name], want)
		}
	}
	urgent := find(t, objects, "ResourceQuota team-t/no-critical-pods")["spec"].(map[string]any)
	if diff := cmp.Diff(map[string]any{
		"hard": map[string]any{"pods": "0"},
		"scopeSelector": map[string]any{"matchExpressions": []any{map[string]any{
			"scopeName": "PriorityClass", "operator": "In", "values": []any{"system-cluster-critical", "system-node-critical"},
		}}},
	}, urgent); diff != "" {
		t.Errorf("a pod of the team may push others off the nodes: %s", diff)
	}
	if sa := find(t, objects, "ServiceAccount team-t/default"); sa["automountServiceAccountToken"] != false {
		t.Errorf("pods get tokens: %v", sa)
	}
	for _, name := range []string{"NetworkPolicy team-t/allow-from-teams", "NetworkPolicy team-t/allow-to-teams", "NetworkPolicy team-t/allow-to-addresses", "RoleBinding team-t/developer", "RoleBinding team-t/read-only"} {
		absent(t, objects, name)
	}
}

func TestAnEdgeBetweenTeamsHasTwoEnds(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "a"}, blueprint.Team{Name: "b", Namespace: "elsewhere", Network: blueprint.TeamNetwork{IngressFrom: []string{"a"}}})
	selects := func(o manifest.Object, direction, peer string) any {
		rules := o["spec"].(map[string]any)[direction].([]any)
		return rules[0].(map[string]any)[peer].([]any)[0].(map[string]any)["namespaceSelector"].(map[string]any)["matchExpressions"].([]any)[0].(map[string]any)["values"]
	}
	in := find(t, Team(p, &p.Teams[1]), "NetworkPolicy elsewhere/allow-from-teams")
	if diff := cmp.Diff([]any{"team-a"}, selects(in, "ingress", "from")); diff != "" {
		t.Error(diff)
	}
	out := find(t, Team(p, &p.Teams[0]), "NetworkPolicy team-a/allow-to-teams")
	if diff := cmp.Diff([]any{"elsewhere"}, selects(out, "egress", "to")); diff != "" {
		t.Error(diff)
	}
	absent(t, Team(p, &p.Teams[1]), "NetworkPolicy elsewhere/allow-to-teams")
}

func TestBlock(t *testing.T) {
	t.Parallel()
	for cidr, want := range map[string]fields{
		"0.0.0.0/0":          {"cidr": "0.0.0.0/0", "except": []any{"169.254.169.254/32"}},
		"169.254.0.0/16":     {"cidr": "169.254.0.0/16", "except": []any{"169.254.169.254/32"}},
		"203.0.113.0/24":     {"cidr": "203.0.113.0/24"},
		"169.254.169.254/31": {"cidr": "169.254.169.254/31", "except": []any{"169.254.169.254/32"}},
	} {
		if diff := cmp.Diff(want, block(cidr)); diff != "" {
			t.Errorf("%s: %s", cidr, diff)
		}
	}
}

func TestCPULimit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		quota  blueprint.Quota
		limits blueprint.Limits
		want   string
	}{
		"a share of the quota":           {blueprint.Quota{CPU: "10", Pods: 50}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "200m"},
		"rounded down":                   {blueprint.Quota{CPU: "10", Pods: 30}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "333m"},
		"no less than what is asked":     {blueprint.Quota{CPU: "1", Pods: 50}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "100m"},
		"no more than what is allowed":   {blueprint.Quota{CPU: "100", Pods: 1}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "4"},
		"a quota that is no quantity":    {blueprint.Quota{CPU: "x", Pods: 1}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "4"},
		"a quota without a pod in it":    {blueprint.Quota{CPU: "1"}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "4"},
		"whole processors stay in mille": {blueprint.Quota{CPU: "10", Pods: 5}, blueprint.Limits{DefaultCPU: "100m", MaxCPU: "4"}, "2000m"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := cpuLimit(&blueprint.Team{Quota: tc.quota, Limits: tc.limits}); got != tc.want {
				t.Errorf("cpuLimit() = %s, want %s", got, tc.want)
			}
		})
	}
}

func TestDiskLimit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		quota blueprint.Quota
		want  string
	}{
		"a share of the quota":        {blueprint.Quota{EphemeralStorage: "100Gi", Pods: 50}, "2048Mi"},
		"rounded down":                {blueprint.Quota{EphemeralStorage: "10Gi", Pods: 30}, "341Mi"},
		"never nothing":               {blueprint.Quota{EphemeralStorage: "1Mi", Pods: 30}, "1Mi"},
		"a quota that is no quantity": {blueprint.Quota{EphemeralStorage: "x", Pods: 1}, "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := diskLimit(&blueprint.Team{Quota: tc.quota}); got != tc.want {
				t.Errorf("diskLimit() = %s, want %s", got, tc.want)
			}
		})
	}
}

// Whatever kind a developer may create has a bound; without one a loop fills etcd.
func TestEveryKindIsCounted(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "t"})
	objects := Team(p, &p.Teams[0])
	hard := find(t, objects, "ResourceQuota team-t/team")["spec"].(map[string]any)["hard"].(map[string]any)
	for r := range rights(t, objects, "developer") {
		count := strings.TrimSuffix("count/"+r.resource+"."+r.group, ".")
		custom := slices.Contains([]string{"gateway.networking.k8s.io", "flagger.app", "argoproj.io"}, r.group) // counted only once defined: until then a quota would refuse them
		if r.verb == "create" && !strings.Contains(r.resource, "/") && !custom && hard[count] == nil && hard[r.resource] == nil {
			t.Errorf("nothing bounds the number of %s", r.resource)
		}
	}
}

// right is a verb on a resource.
type right struct{ group, resource, verb string }

func rights(t *testing.T, objects []manifest.Object, role string) map[right]bool {
	t.Helper()
	out := map[right]bool{}
	for _, r := range find(t, objects, "Role team-t/"+role)["rules"].([]any) {
		r := r.(map[string]any)
		for _, g := range r["apiGroups"].([]any) {
			for _, res := range r["resources"].([]any) {
				for _, v := range r["verbs"].([]any) {
					out[right{g.(string), res.(string), v.(string)}] = true
				}
			}
		}
	}
	return out
}

func TestRoles(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "t"})
	objects := Team(p, &p.Teams[0])
	developer, readOnly, deployer := rights(t, objects, "developer"), rights(t, objects, "read-only"), rights(t, objects, manifest.TeamDeployer)

	for _, of := range []map[right]bool{developer, readOnly, deployer} {
		for r := range of {
			if r.group == "*" || r.resource == "*" || r.verb == "*" || slices.Contains([]string{"bind", "escalate", "impersonate"}, r.verb) || r.resource == "serviceaccounts/token" {
				t.Errorf("no role of a team may have %v", r)
			}
			bound := slices.Contains([]string{"networkpolicies", "resourcequotas", "limitranges", "roles", "rolebindings", "serviceaccounts"}, r.resource)
			if bound && !slices.Contains(look, r.verb) {
				t.Errorf("what bounds a team is not its to change: %v", r)
			}
		}
	}
	for r := range deployer {
		if !developer[r] {
			t.Errorf("a pod that runs as the deployer could %v, its developer cannot", r)
		}
	}
	for r := range readOnly {
		if r.resource == "secrets" || !slices.Contains(look, r.verb) {
			t.Errorf("whoever looks could %v", r)
		}
	}
	for _, r := range []right{{"", "pods/exec", "create"}, {"", "pods/log", "get"}, {"apps", "deployments", "patch"}, {"", "secrets", "create"}} {
		if !developer[r] {
			t.Errorf("a developer cannot %v", r)
		}
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "t", ServiceAccounts: []blueprint.ServiceAccount{
		{Name: "backend", Annotations: map[string]string{"a": "b"}}, {Name: "default", Annotations: map[string]string{"c": "d"}},
	}})
	objects := Team(p, &p.Teams[0])
	annotations := func(name string) any {
		return find(t, objects, "ServiceAccount team-t/"+name)["metadata"].(map[string]any)["annotations"]
	}
	if diff := cmp.Diff(map[string]any{"a": "b"}, annotations("backend")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{"c": "d"}, annotations("default")); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{}
	for _, o := range objects {
		if seen[o.String()] {
			t.Errorf("%s is there twice", o)
		}
		seen[o.String()] = true
	}
}

// Whoever comes with one of the team's IAM roles has the team's own Role, by a
// group that nobody else is in.
func TestIAMRolesAreGroups(t *testing.T) {
	t.Parallel()
	p := platform(t, blueprint.Team{Name: "t", Members: blueprint.Members{Groups: []string{"g"}, Roles: []string{"role/a", "role/b"}, ReadOnlyRoles: []string{"role/c"}}})
	objects := Team(p, &p.Teams[0])
	for name, want := range map[string][]string{"developer": {"g", "slipway:t:developer"}, "read-only": {"slipway:t:read-only"}} {
		var got []string
		for _, s := range find(t, objects, "RoleBinding team-t/"+name)["subjects"].([]any) {
			got = append(got, s.(map[string]any)["name"].(string))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}

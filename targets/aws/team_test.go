package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/internal/golden"
)

// bucket stands for the types of the catalogue, which this package cannot see.
type bucket struct{}

func (bucket) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{Name: "bucket", Stateful: true, Levels: blueprint.AccessLevels()}
}
func (bucket) Check(*blueprint.ServiceCheck) {}
func (bucket) Build(b *blueprint.ServiceBuild) {
	arn := b.Data("Bucket", &cfn.S3Bucket{}).Att("Arn")
	b.Add("BucketPolicy", &cfn.S3BucketPolicy{Bucket: cfn.Ref(b.ID("Bucket")), PolicyDocument: cfn.Policy{}})
	b.Output("arn", arn)
	b.Allow(blueprint.Read, []cfn.String{arn}, "s3:ListBucket")
}

// policy is one whose logical id another service can meet.
type policy struct{ bucket }

func (policy) Build(b *blueprint.ServiceBuild) { b.Data("Policy", &cfn.S3Bucket{}) }

func platformOf(t *testing.T, teams ...blueprint.Team) (*blueprint.Platform, *blueprint.Blueprint) {
	t.Helper()
	b := &blueprint.Blueprint{}
	for _, team := range teams {
		b.Teams = append(b.Teams, team.Name)
	}
	v, err := (&blueprint.Platform{
		Name:       "test",
		Blueprints: map[string]*blueprint.Blueprint{"b": b},
		Clusters:   []blueprint.Cluster{{Name: "c", Blueprint: "b"}},
		Teams:      teams,
	}).Validate()
	if err != nil {
		t.Fatal(err)
	}
	return v.Platform(), v.Platform().Blueprints["b"]
}

func teamParts(t *testing.T, team blueprint.Team) []blueprint.Part {
	t.Helper()
	return teamPartsWith(t, "pod-identity", team)
}

func teamPartsWith(t *testing.T, identity string, team blueprint.Team) []blueprint.Part {
	t.Helper()
	p, b := platformOf(t, team)
	b.EKS.Identity = identity
	parts, err := Team(p, b, &p.Teams[0])
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// TestTeam keeps what a team with everything becomes.
func TestTeam(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/team*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		var out golden.Archive
		for _, part := range teamPartsWith(t, strings.TrimSpace(string(in.Files["identity"])), blueprint.Team{
			Name:            "troi",
			Services:        []blueprint.Service{{Name: "inbox", Type: bucket{}}},
			ServiceAccounts: []blueprint.ServiceAccount{{Name: "reader", Access: map[string]blueprint.Access{"inbox": blueprint.Read}}, {Name: "default"}},
			AWS:             blueprint.TeamAWS{Logs: &blueprint.TeamLogs{Retention: 7}, Dashboard: true, XRay: true},
		}) {
			for name, data := range part.Files {
				out.Set(part.Name+"/"+name, data)
			}
			if part.Template == nil {
				continue
			}
			template, err := part.Template.JSON()
			if err != nil {
				t.Fatal(err)
			}
			stack, err := part.Stack.Encode()
			if err != nil {
				t.Fatal(err)
			}
			out.Set(part.Name+"/template.json", template)
			out.Set(part.Name+"/stack.json", stack)
		}
		return out
	})
}

func TestATeamWithNothingForAWSHasNoStack(t *testing.T) {
	t.Parallel()
	parts := teamParts(t, blueprint.Team{Name: "t", Members: blueprint.Members{Groups: []string{"g"}}, ServiceAccounts: []blueprint.ServiceAccount{{Name: "a"}}})
	if len(parts) > 0 {
		t.Errorf("has the parts %+v", parts)
	}
}

// A simple team is a few resources: people pay for what they ask for.
func TestASimpleTeamIsSmall(t *testing.T) {
	t.Parallel()
	team := blueprint.Team{
		Name: "t", Members: blueprint.Members{Roles: []string{"role/a"}, ReadOnlyRoles: []string{"role/b"}},
		Services:        []blueprint.Service{{Name: "inbox", Type: bucket{}}},
		ServiceAccounts: []blueprint.ServiceAccount{{Name: "a", Access: map[string]blueprint.Access{"inbox": blueprint.ReadWrite}}},
	}
	p, b := platformOf(t, team)
	n := 0
	for _, part := range append(AllTeams(p, b), teamParts(t, team)...) {
		if part.Template != nil {
			n += len(part.Template.Resources)
		}
	}
	if n > 7 {
		t.Errorf("has %d resources", n)
	}
}

// Only what would be lost with the stack protects it.
func TestProtected(t *testing.T) {
	t.Parallel()
	for deletion, want := range map[string]bool{"": true, blueprint.RetainService: true, blueprint.DeleteService: false} {
		parts := teamParts(t, blueprint.Team{Name: "t", Services: []blueprint.Service{{Name: "a", Type: bucket{}, Deletion: deletion}}})
		if got := parts[0].Stack.Protected; got != want {
			t.Errorf("deletion %q: protected %v, want %v", deletion, got, want)
		}
	}
}

// EKS refuses a second entry for a role: one that belongs to two teams has one,
// with the groups of both.
func TestARoleOfTwoTeamsEntersOnce(t *testing.T) {
	t.Parallel()
	const support = "arn:aws:iam::111111111111:role/aws-reserved/support"
	p, b := platformOf(t,
		blueprint.Team{Name: "one", Members: blueprint.Members{Roles: []string{"role/one"}, ReadOnlyRoles: []string{support}}},
		blueprint.Team{Name: "two", Members: blueprint.Members{Roles: []string{"role/support"}, ReadOnlyRoles: []string{support}}},
	)
	parts := AllTeams(p, b)
	if len(parts) != 1 {
		t.Fatalf("%d parts", len(parts))
	}
	data, err := parts[0].Template.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(parts[0].Template.Resources); n != 3 {
		t.Errorf("%d entries, want 3:\n%s", n, data)
	}
	entry := parts[0].Template.Resources[entryID(support)].Properties.(*cfn.EKSAccessEntry)
	if diff := cmp.Diff(cfn.L("slipway:one:read-only", "slipway:two:read-only"), entry.KubernetesGroups, cmp.AllowUnexported(cfn.Strings{}, cfn.String{})); diff != "" {
		t.Error(diff)
	}
	if !slices.ContainsFunc(parts[0].Bind, func(b blueprint.PartBinding) bool {
		return b.Unit == assembly.UnitID(clusterPart) && b.Output == "ClusterName"
	}) {
		t.Errorf("is not bound to the cluster: %+v", parts[0].Bind)
	}
}

func TestTeamsOfOtherBlueprintsStayOut(t *testing.T) {
	t.Parallel()
	p, b := platformOf(t, blueprint.Team{Name: "t", Members: blueprint.Members{Roles: []string{"role/a"}}})
	b.Teams = nil
	if parts := AllTeams(p, b); parts != nil {
		t.Errorf("%+v", parts)
	}
}

// Two names that meet in one logical id must be an error, not a template with
// half of each.
func TestIDsThatMeet(t *testing.T) {
	t.Parallel()
	p, b := platformOf(t, blueprint.Team{Name: "t", Services: []blueprint.Service{{Name: "a", Type: bucket{}}, {Name: "a-bucket", Type: policy{}}}})
	_, err := Team(p, b, &p.Teams[0])
	if err == nil || !strings.Contains(err.Error(), "ABucketPolicy") {
		t.Errorf("error is %v", err)
	}
}

// IAM refuses a larger policy only when half of the stack is there.
func TestAPolicyThatNoRoleCanHave(t *testing.T) {
	t.Parallel()
	team := blueprint.Team{Name: "t", ServiceAccounts: []blueprint.ServiceAccount{{Name: "all", Access: map[string]blueprint.Access{}}}}
	for range 150 {
		name := "s" + strings.Repeat("x", 40) + string(rune('a'+len(team.Services)/26)) + string(rune('a'+len(team.Services)%26))
		team.Services = append(team.Services, blueprint.Service{Name: name, Type: bucket{}})
		team.ServiceAccounts[0].Access[name] = blueprint.Read
	}
	p, b := platformOf(t, team)
	_, err := Team(p, b, &p.Teams[0])
	if err == nil || !strings.Contains(err.Error(), "service account all: its policy has") {
		t.Errorf("error is %v", err)
	}
}

// listener is a service inside the network.
type listener struct{ bucket }

func (listener) Build(b *blueprint.ServiceBuild) { b.Listen(5432) }

// repository is a service with a name that people read.
type repository struct{ bucket }

func (repository) Build(b *blueprint.ServiceBuild) { b.Data("Repository", &cfn.ECRRepository{}) }

// What has no place is said before anything is made.
func TestServicesWithoutAPlace(t *testing.T) {
	t.Parallel()
	off := false
	for name, tc := range map[string]struct {
		network  blueprint.Network
		existing string
		want     string
	}{
		"new":                {want: ""},
		"one zone":           {network: blueprint.Network{Zones: 1}, want: "teams[t].services[db]: needs private subnets in 2 zones, and the network has them in 1 (cluster c)"},
		"no private subnets": {network: blueprint.Network{Subnets: blueprint.Subnets{Private: &off}}, want: "teams[t].services[db]: needs private subnets in 2 zones, and the network has them in 0 (cluster c)"},
		"existing":           {network: blueprint.Network{Zones: 1}, existing: "prod", want: ""},
		"existing, capitals": {existing: "Prod", want: "teams[t].services[images]: its name begins with the cluster's, Prod, and names of repositories have no capital letters (cluster c)"},
	} {
		v, err := (&blueprint.Platform{
			Name: "test", Blueprints: map[string]*blueprint.Blueprint{"b": {Teams: []string{"t"}, Network: tc.network}},
			Clusters: []blueprint.Cluster{{Name: "c", Blueprint: "b", Existing: tc.existing}},
			Teams:    []blueprint.Team{{Name: "t", Services: []blueprint.Service{{Name: "db", Type: listener{}}, {Name: "images", Type: repository{}}}}},
		}).Validate()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		c := &checks{subject: v, platform: v.Platform(), paths: map[*blueprint.Cluster]string{&v.Platform().Clusters[0]: "clusters[c]"}}
		c.teams([]*blueprint.Cluster{&v.Platform().Clusters[0]})
		for _, p := range c.problems {
			got = append(got, p.Path+": "+p.Message)
		}
		if strings.Join(got, "\n") != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestLogsThatCloudWatchCannotKeep(t *testing.T) {
	t.Parallel()
	v, err := (&blueprint.Platform{
		Name: "test", Blueprints: map[string]*blueprint.Blueprint{"b": {}}, Clusters: []blueprint.Cluster{{Name: "c", Blueprint: "b"}},
		Teams: []blueprint.Team{{Name: "t", AWS: blueprint.TeamAWS{Logs: &blueprint.TeamLogs{Retention: 31}}}, {Name: "u", AWS: blueprint.TeamAWS{Logs: &blueprint.TeamLogs{}}}},
	}).Validate()
	if err != nil {
		t.Fatal(err)
	}
	c := &checks{subject: v, platform: v.Platform()}
	c.teams(nil)
	const want = "teams[t].aws.logs.retention: CloudWatch keeps no logs for 31 days\n    The next longer time is 60."
	if c.problems.Error() != want {
		t.Errorf("got %v, want %s", c.problems, want)
	}
}

// Pods with IPv6 addresses reach the agent, and AWS, at IPv6 addresses, too.
func TestTheWayOfIPv6(t *testing.T) {
	t.Parallel()
	p, b := platformOf(t, blueprint.Team{Name: "t", ServiceAccounts: []blueprint.ServiceAccount{{Name: "a"}}, AWS: blueprint.TeamAWS{XRay: true}})
	for _, ipv6 := range []bool{false, true} {
		b.Network.IPv6 = ipv6
		parts, err := Team(p, b, &p.Teams[0])
		if err != nil {
			t.Fatal(err)
		}
		files := string(parts[len(parts)-1].Files["services.yaml"])
		for _, cidr := range []string{"fd00:ec2::23/128", "::/0"} {
			if strings.Contains(files, cidr) != ipv6 {
				t.Errorf("IPv6 %t: %s is there: %t", ipv6, cidr, !ipv6)
			}
		}
	}
}

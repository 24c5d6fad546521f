package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/golden"
)

// scene is what a golden file says: an assembly, and plans for it.
type scene struct {
	Platform, Target string
	Teams            []assembly.Team
	Clusters         []assembly.Cluster
	Units            []struct {
		ID, Kind, Where, From string
		Webhook               bool
		Template, Parameters  json.RawMessage
		Bind                  []assembly.Binding
		Changes               []deploy.Change
		Same                  int
		Unseen                []string
	}
}

func (s *scene) plans(t *testing.T) (*assembly.Assembly, []*deploy.Plan) {
	t.Helper()
	a := &assembly.Assembly{Platform: s.Platform, Target: s.Target, Teams: s.Teams, Clusters: s.Clusters}
	for _, in := range s.Units {
		u := assembly.Unit{ID: assembly.UnitID(in.ID), Kind: assembly.Kind(in.Kind), Where: in.Where, Origin: assembly.Origin{Path: in.From}, Bind: in.Bind, Files: map[string][]byte{}}
		if in.Webhook {
			u.Gates = []assembly.Gate{{Kind: assembly.Webhook}}
		}
		if in.Template != nil {
			stack := fmt.Sprintf(`{"name": "s", "parameters": %s}`, in.Parameters)
			u.Files = map[string][]byte{assembly.TemplateFile: in.Template, assembly.StackFile: []byte(stack)}
		}
		a.Units = append(a.Units, u)
	}
	var plans []*deploy.Plan
	for i, in := range s.Units {
		plans = append(plans, &deploy.Plan{Unit: &a.Units[i], Changes: in.Changes, Same: in.Same, Unseen: in.Unseen})
	}
	return a, append(plans, nil)
}

func TestGolden(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		var s scene
		if err := json.Unmarshal(in.Files["plans.json"], &s); err != nil {
			t.Fatal(err)
		}
		a, plans := s.plans(t)
		var out golden.Archive
		for name, data := range forms(t, Make(a, nil, plans)) {
			out.Set(name, data)
		}
		return out
	})
}

// forms are a report in each of its forms.
func forms(t *testing.T, r *Report) map[string][]byte {
	t.Helper()
	var text, markdown bytes.Buffer
	if err := r.Text(&text, false); err != nil {
		t.Fatal(err)
	}
	if err := r.Markdown(&markdown); err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"report.txt": text.Bytes(), "report.md": markdown.Bytes(), "report.json": data}
}

// chance makes plans of up to many units with changes that can be told apart.
func chance(seed uint64, units, longest int) (*assembly.Assembly, []*deploy.Plan) {
	r := rand.New(rand.NewPCG(seed, 0))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	a := &assembly.Assembly{Platform: "shop", Target: "aws", Teams: []assembly.Team{
		{Name: "red", Namespace: "team-red", Clusters: []string{"c0", "c1"}, Workloads: []string{"web", "api"}},
		{Name: "blue", Namespace: "team-blue", Clusters: []string{"c1"}, Workloads: []string{"jobs"}},
	}}
	for i := range units {
		id := fmt.Sprintf("c%d/%s", r.IntN(3), pick("network", "cluster", "nodes", "addons/a/", "gitops", "teams", "teams/red/", "teams/blue/aws", "endpoint"))
		a.Units = append(a.Units, assembly.Unit{ID: assembly.UnitID(fmt.Sprintf("%s-%d", strings.TrimSuffix(id, "/"), i)), Kind: assembly.Kind(pick("cloudformation", "kubernetes", "helm"))})
	}
	var plans []*deploy.Plan
	for i := range a.Units {
		p := &deploy.Plan{Unit: &a.Units[i], Same: r.IntN(5)}
		for range r.IntN(6) {
			c := deploy.Change{
				Verb: deploy.Verb(pick("create", "update", "delete")), What: fmt.Sprintf("%s thing-%d-%d", pick("AWS::EC2::VPC", "Application", "Secret"), i, r.Int64()),
				Loses: r.IntN(9) == 0, Drift: r.IntN(9) == 0, Diff: strings.Repeat("+ a line | of a `diff`\n", r.IntN(longest)),
			}
			if c.Verb == deploy.Update {
				c.Replacement = deploy.Replacement(pick("", "yes", "maybe"))
			}
			p.Changes = append(p.Changes, c)
		}
		plans = append(plans, p)
	}
	return a, plans
}

func TestEveryChangeAppearsOnce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		a, plans := chance(seed, 12, 4)
		r := Make(a, nil, plans)
		want, got := map[string]int{}, map[string]int{}
		total, same := 0, 0
		for _, p := range plans {
			same += p.Same
			for _, c := range p.Changes {
				want[string(p.Unit.ID)+c.What]++
				total++
			}
		}
		made := forms(t, r)
		for _, u := range r.Units {
			for _, c := range u.Changes {
				got[string(u.ID)+c.What]++
				// Markdown of this size is never cut, so that each has one line in it.
				for name, line := range map[string]string{"report.txt": "    " + sign(c) + " " + c.What, "report.md": sign(c) + " " + c.What} {
					if n := strings.Count("\n"+string(made[name]), "\n"+line); n != 1 {
						t.Fatalf("seed %d: %s has %q %d times", seed, name, line, n)
					}
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if s := r.Summary; s.Changes() != total || s.Unchanged != same {
			t.Fatalf("seed %d: the sum is %+v, not %d and %d", seed, s, total, same)
		}
	}
}

func TestDeterminism(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		a, plans := chance(seed, 30, 10)
		before := forms(t, Make(a, nil, plans))
		if diff := cmp.Diff(before, forms(t, Make(a, nil, plans))); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func TestMarkdownFits(t *testing.T) {
	t.Parallel()
	cuts := 0
	for seed := range uint64(60) {
		a, plans := chance(seed, int(seed)*12, 300)
		md := string(forms(t, Make(a, nil, plans))["report.md"])
		if len(md) > MaxMarkdown {
			t.Fatalf("seed %d: %d bytes", seed, len(md))
		}
		if opened, closed := strings.Count(md, "<details>"), strings.Count(md, "</details>"); opened != closed {
			t.Fatalf("seed %d: %d folds are opened and %d closed", seed, opened, closed)
		}
		if strings.Contains(md, "_Cut to fit 65536 characters: ") {
			cuts++
			continue
		}
		for _, p := range plans {
			for _, c := range p.Changes {
				if !strings.Contains(md, c.What) {
					t.Fatalf("seed %d: %s is missing and nothing says so", seed, c.What)
				}
			}
		}
	}
	if cuts < 10 || cuts == 60 {
		t.Errorf("%d of 60 reports were cut", cuts)
	}
}

// What a text means in Markdown must not come from a name.
func TestMarkdownIsQuoted(t *testing.T) {
	t.Parallel()
	a := &assembly.Assembly{Platform: "a|b", Target: "<b>", Units: []assembly.Unit{{ID: "dev/x"}}}
	plan := &deploy.Plan{Unit: &a.Units[0], Changes: []deploy.Change{{Verb: deploy.Delete, What: "Thing `x`|y", Loses: true, Diff: "```\n</details>\n````\n"}}}
	md := string(forms(t, Make(a, nil, []*deploy.Plan{plan}))["report.md"])
	for _, want := range []string{`a\|b on &lt;b&gt;`, "Thing \\`x\\`\\|y is deleted", "\n`````diff\n", "\n`````\n</details>"} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
}

// A network's new range replaces nearly everything: one line says so, and
// causes and data that is lost keep lines of their own.
func TestWhatFollowsIsOneLine(t *testing.T) {
	t.Parallel()
	follow := func(unit assembly.UnitID, level Level) Alarm {
		return Alarm{Level: level, Unit: unit, What: "x", Because: "VpcId (because of Vpc)", How: "is replaced"}
	}
	list := []Alarm{
		follow("dev/aws", Loses), {Level: Replaces, Unit: "dev/network", What: "Vpc", Because: "CidrBlock"},
		follow("dev/network", Replaces), follow("dev/network", Replaces), follow("dev/nodes", Replaces), follow("dev/network", Replaces),
		follow("dev/nodes", MayReplace),
	}
	want := []string{
		"LOSES DATA  dev/aws: x is replaced: VpcId (because of Vpc)",
		"REPLACES    dev/network: Vpc: CidrBlock",
		"REPLACES    4 more, because what they refer to is replaced: dev/network (3), dev/nodes (1)",
		"MAY REPLACE dev/nodes: x: VpcId (because of Vpc)",
	}
	if diff := cmp.Diff(want, alarmLines(list)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What is made new is a line; its contents are there for who asks.
func TestContentsOfWhatIsNew(t *testing.T) {
	t.Parallel()
	r := &Report{Units: []Unit{{ID: "dev/crds", Changes: []deploy.Change{{Verb: deploy.Create, What: "CustomResourceDefinition a", Diff: "+spec: {}\n"}}}}}
	for _, full := range []bool{false, true} {
		var text bytes.Buffer
		if err := r.Text(&text, full); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text.String(), "+ CustomResourceDefinition a\n") || strings.Contains(text.String(), "+spec") != full {
			t.Errorf("full %t:\n%s", full, &text)
		}
	}
}

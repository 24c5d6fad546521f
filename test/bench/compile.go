package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/compile"
	"slipway.dev/slipway/manifest"
)

// compile is the example from its file to an assembly in memory.
func (b *bench) compile(context.Context) error {
	file := filepath.Join(b.example, "platform.yaml")
	var read, whole []time.Duration
	for range 25 {
		began := time.Now()
		p, err := blueprint.Load(file, catalog.All())
		if err != nil {
			return err
		}
		v, err := p.Validate()
		if err != nil {
			return err
		}
		read = append(read, time.Since(began))
		if _, err := compile.Compile(v, compile.Options{Target: blueprint.Local}); err != nil {
			return err
		}
		whole = append(whole, time.Since(began))
	}
	b.table.limit("compile: the example, 3 clusters, in process", median(whole), "reading and checking it alone", median(read), 10*time.Millisecond)
	return nil
}

// fleetSizes show whether time grows faster than the number of clusters.
var fleetSizes = []int{1, 10, 100, 1000}

const fleetFlag = "--fleet-of"

// fleet compiles many clusters, each number in a process of its own so that its memory can be seen.
func (b *bench) fleet(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var before time.Duration // per cluster, at ten
	for _, n := range fleetSizes {
		var took []time.Duration
		var memory []uint64
		for range b.runs {
			var said bytes.Buffer
			cmd := b.command(ctx, self, fleetFlag, strconv.Itoa(n))
			cmd.Stdout = &said
			u, err := measure(cmd)
			if err != nil {
				return err
			}
			d, err := time.ParseDuration(firstLine(said.Bytes()))
			if err != nil {
				return err
			}
			took, memory = append(took, d), append(memory, u.memory)
		}
		each := median(took) / time.Duration(n)
		r := row{what: fmt.Sprintf("compile: %d × 10 teams × 20 add-ons", n), ours: show(median(took)) + ", " + megabytes(median(memory))}
		if n == 10 {
			before = each
		}
		if n > 10 {
			r.than, r.ratio = "a cluster of ten: "+show(before), times(each, before)
		}
		if n == 1000 {
			r.target, r.ok = "≤ 2 s, ≤ 500 MB", judge(median(took) <= 2*time.Second && median(memory) <= 500<<20)
		}
		b.table.add(r)
	}
	return nil
}

// childClusters recognises the command line of a child.
func childClusters(args []string) (int, bool) {
	if len(args) != 2 || args[0] != fleetFlag {
		return 0, false
	}
	n, err := strconv.Atoi(args[1])
	return n, err == nil
}

// fleetChild checks and compiles a platform of n clusters and prints how long that took.
func fleetChild(w io.Writer, n int) error {
	p := largePlatform(n)
	began := time.Now()
	v, err := p.Validate()
	if err != nil {
		return err
	}
	if _, err := compile.Compile(v, compile.Options{Target: blueprint.Local}); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, time.Since(began))
	return err
}

// largePlatform is n clusters of one blueprint: the catalogue's add-ons, and
// made-up ones until there are twenty.
func largePlatform(n int) *blueprint.Platform {
	bp := &blueprint.Blueprint{NodeGroups: []blueprint.NodeGroup{{Name: "general", Min: 3, Max: 6}}, AddOns: blueprint.AddOns(catalog.All().AddOns)}
	for i := len(bp.AddOns); i < 20; i++ {
		bp.AddOns = append(bp.AddOns, &numbered{number: i})
	}
	p := &blueprint.Platform{Name: "fleet", Blueprints: map[string]*blueprint.Blueprint{"standard": bp}}
	for i := range 10 {
		name := fmt.Sprintf("team-%d", i)
		bp.Teams = append(bp.Teams, name)
		p.Teams = append(p.Teams, blueprint.Team{Name: name, Workloads: []blueprint.Workload{
			{Name: "work-" + strconv.Itoa(i), Repo: "https://git.example.com/" + name + "/work", Path: "deploy"},
		}})
	}
	for i := range n {
		p.Clusters = append(p.Clusters, blueprint.Cluster{Name: fmt.Sprintf("c%d", i), Blueprint: "standard", Region: []string{"us-east-2", "us-west-2"}[i%2]})
	}
	return p
}

// numbered is an add-on with two parts and something for every team.
type numbered struct{ number int }

func (a *numbered) Info() blueprint.Info {
	return blueprint.Info{Name: fmt.Sprintf("numbered-%d", a.number), Doc: "Stands for any add-on.", Namespaces: []string{fmt.Sprintf("numbered-%d", a.number)}}
}

func (*numbered) Check(*blueprint.Check) {}

func (a *numbered) Build(b *blueprint.AddOnBuild) error {
	ns := fmt.Sprintf("numbered-%d", a.number)
	if err := b.Objects("", nil, manifest.New("v1", "Namespace", "", ns)); err != nil {
		return err
	}
	return b.Objects("settings", nil, manifest.New("v1", "ConfigMap", ns, "settings"))
}

func (a *numbered) Team(b *blueprint.AddOnBuild, t *blueprint.Team) error {
	return b.Objects(fmt.Sprintf("numbered-%d", a.number), nil, manifest.New("v1", "ConfigMap", t.Namespace, fmt.Sprintf("numbered-%d", a.number)))
}

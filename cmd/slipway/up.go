//go:build !front

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/images"
	"slipway.dev/slipway/local/node"
	"slipway.dev/slipway/local/programs"
)

func upCommand(s streams) *cobra.Command {
	var sel selection
	var out output
	var repos []string
	var timeout time.Duration
	var noContext bool
	c := &cobra.Command{
		Use:   "up [BLUEPRINT]",
		Short: "Run a platform on this machine",
		Long: `Run a platform on this machine: a real Kubernetes control plane, real nodes
where they can be had (as root on Linux with containerd) and simulated ones
elsewhere, the real controllers of its add-ons as processes, isolated teams, and
GitOps from local folders or remote repositories. No Docker and no cloud.

The first time builds the programs that the blueprint needs, which takes
minutes. Running it again changes only what is not as the blueprint says; a run
that was interrupted goes on where it stopped.`,
		Example: `  slipway up examples/enterprise/platform.yaml
  slipway up --cluster east-staging
  slipway up --git https://github.com/acme/apps=../apps`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			ctx, cancel := bounded(c.Context(), timeout)
			defer cancel()
			v, err := load(ctx, args, s.err)
			if err != nil {
				return err
			}
			mappings, err := localRepos(v, args, repos)
			if err != nil {
				return err
			}
			sources, err := localImages(v, args)
			if err != nil {
				return err
			}
			named := sel.clusters
			a, note, err := compileLocal(v, &sel)
			if err != nil {
				return err
			}
			return up(ctx, s, out, a, upView{note: note, mappings: mappings, images: sources, merge: !noContext, named: named, nodes: sel.nodes})
		},
	}
	sel.clusterFlags(c)
	out.flag(c)
	c.Flags().StringArrayVar(&repos, "git", nil, "serve a folder or clone in place of a remote repository, as URL=DIR (repeatable)")
	c.Flags().StringVar(&sel.nodes, "nodes", "", "real, simulated or auto, with a number as in real,3 (default: $SLIPWAY_NODES, else as the last time, else auto: two real ones as root on Linux with containerd)")
	c.Flags().DurationVar(&timeout, "timeout", 30*time.Minute, "give up after this long, builds included")
	c.Flags().BoolVar(&noContext, "no-context", false, "leave your kubeconfig alone")
	return c
}

// compileLocal compiles the selected clusters for this machine, together with
// those that run here already: a platform is brought up as a whole.
func compileLocal(v *blueprint.Valid, sel *selection) (*assembly.Assembly, string, error) {
	p, err := local.Open(v.Platform().Name)
	if err != nil {
		return nil, "", err
	}
	there, err := p.Clusters()
	if err != nil {
		return nil, "", err
	}
	sel.target = string(blueprint.Local)
	note := sel.beside(v, there)
	simulated, err := sel.chooseNodes(p)
	if err != nil {
		return nil, "", err
	}
	if simulated != "" {
		note = strings.TrimPrefix(note+"\nnodes are simulated: "+simulated, "\n")
	}
	a, err := sel.compile(v)
	return a, note, err
}

// chooseNodes decides how many nodes are real: as the flag says, or the
// environment (for scripts), else as the platform was started the last time, else as many as this machine can. The text
// says why there are none.
func (sel *selection) chooseNodes(p *local.Platform) (why string, err error) {
	if sel.nodes == "" {
		sel.nodes = cmp.Or(os.Getenv("SLIPWAY_NODES"), p.Nodes(), "auto")
	}
	sel.realNodes, why, err = node.Choose(sel.nodes)
	return why, err
}

// bounded gives a context a time limit with a cause that says so.
func bounded(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("not done within --timeout %s", limit))
}

// localRepos are the blueprint's local folders and those of --git, which win.
func localRepos(v *blueprint.Valid, args, flags []string) ([]git.Mapping, error) {
	base := folderOf(args)
	byURL := map[string]git.Mapping{}
	for url, dir := range v.Platform().Local.Git {
		m, err := git.Mapping{URL: url, Dir: filepath.Join(base, dir)}.Resolve()
		if err != nil {
			return nil, diag.Problem{Severity: diag.Error, Pos: v.At("local.git"), Path: "local.git[" + url + "]", Message: firstLine(err), Fix: "Create the folder, or correct its path; it is relative to the blueprint's file."}
		}
		byURL[url] = m
	}
	for _, text := range flags {
		m, err := git.ParseMapping(text)
		if err != nil {
			return nil, err
		}
		byURL[m.URL] = m
	}
	var out []git.Mapping
	for _, m := range byURL {
		if err := m.Unproxied(); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b git.Mapping) int { return cmp.Compare(a.URL, b.URL) })
	return out, nil
}

// folderOf is what the paths of a blueprint are relative to.
func folderOf(args []string) string {
	if len(args) == 0 {
		return "."
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		return filepath.Dir(args[0])
	}
	return args[0]
}

// localImages are the images that the blueprint has built of folders, by name.
func localImages(v *blueprint.Valid, args []string) ([]images.Source, error) {
	var out []images.Source
	var errs []error
	all := v.Platform().Local.Images
	for _, name := range slices.Sorted(maps.Keys(all)) {
		image := all[name]
		dir := filepath.Join(folderOf(args), filepath.FromSlash(image.Dir))
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			path := "local.images[" + name + "].dir"
			errs = append(errs, diag.Problem{Severity: diag.Error, Pos: v.At(path), Path: path, Message: dir + " is not a folder", Fix: "Create the folder, or correct its path; it is relative to the blueprint's file."})
			continue
		}
		out = append(out, images.Source{Image: name, Dir: dir, Env: image.Env})
	}
	return out, errors.Join(errs...)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// upView is what 'up' shows beside the units.
type upView struct {
	note     string
	mappings []git.Mapping
	images   []images.Source
	merge    bool     // the contexts into the user's kubeconfig
	nodes    string   // real, simulated or auto, remembered for the next time
	named    []string // clusters of --cluster: the first of them becomes the current context
}

func up(ctx context.Context, s streams, out output, a *assembly.Assembly, view upView) error {
	started := time.Now()
	p, err := openPlatform(a.Platform)
	if err != nil {
		return err
	}
	shown := newProgress(s.err)
	report := shown.Report
	if out.format == "json" {
		report = jsonEvents(s.out)
	}
	for _, note := range append([]string{view.note}, a.Notes...) {
		if note != "" {
			shown.Note("%s", note)
		}
	}
	builds := buildView{progress: shown}
	err = p.Up(ctx, a, local.UpOptions{
		Nodes: view.nodes, Git: view.mappings, Images: view.images, Report: report,
		Programs: builds.report, Built: shown.image,
	})
	shown.Close()
	if err != nil {
		return err
	}
	if err := mergeContexts(p, append(slices.Clone(view.named), clustersOf(a)...), view.merge); err != nil {
		return err
	}
	if out.format == "json" {
		return nil
	}
	fmt.Fprintf(s.err, "\n%s is up after %s\n\n", a.Platform, seconds(time.Since(started)))
	st, err := readStatus(ctx, p)
	if err != nil {
		return err
	}
	st.show(s.out)
	return nil
}

// openPlatform opens the local state of a platform as this build sees it.
func openPlatform(name string) (*local.Platform, error) {
	p, err := local.Open(name)
	if err == nil {
		p.Build = buildID()
	}
	return p, err
}

func mergeContexts(p *local.Platform, clusters []string, merge bool) error {
	if !merge {
		return nil
	}
	for _, cluster := range slices.Backward(clusters) { // the first one ends up current
		data, err := p.Kubeconfig(cluster, local.Administrator, "system:masters")
		if err != nil {
			return err
		}
		if _, err := local.MergeContext(data); err != nil {
			return err
		}
	}
	return nil
}

// clustersOf are the clusters that an assembly has units for, in its order.
func clustersOf(a *assembly.Assembly) []string {
	var out []string
	for _, u := range a.Units {
		if name := clusterOf(u.ID); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// clusterOf is the cluster that a unit belongs to.
func clusterOf(id assembly.UnitID) string {
	name, _, _ := strings.Cut(string(id), "/")
	return name
}

// buildView turns builds of programs into lines of progress.
type buildView struct {
	*progress
	building string
}

func (b *buildView) report(e programs.Event) {
	unit := assembly.UnitID("build/" + e.Program)
	event := deploy.Event{Time: time.Now(), Unit: unit, Elapsed: e.Elapsed}
	switch e.Step {
	case programs.Ready:
		return
	case programs.Built:
		event.Type, event.Message = deploy.UnitDone, "built"
	default:
		if b.building != e.Program {
			b.building = e.Program
			if !b.live {
				b.Note("building %s from its Go modules, once", e.Program)
			}
			b.Report(deploy.Event{Type: deploy.UnitStarted, Unit: unit})
		}
		event.Type, event.What = deploy.UnitWaiting, buildStep(e)
	}
	b.Report(event)
}

func buildStep(e programs.Event) string {
	if e.Total > 0 {
		return fmt.Sprintf("%s: %d of %d", e.Step, e.Done, e.Total)
	}
	return fmt.Sprintf("%s %s", e.Step, e.Detail)
}

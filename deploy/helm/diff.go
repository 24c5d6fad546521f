package helm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/release/common"
	release "helm.sh/helm/v4/pkg/release/v1"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
	objects "slipway.dev/slipway/deploy/kube"
)

// work is what Diff found out and Apply carries out.
type work struct {
	*wanted
	archive []byte
	unseen  error // why there is no archive
	// history are the revisions of the wanted release, moved the last ones of
	// releases that the unit had under another name or in another namespace.
	history, moved []*release.Release
	changes        []deploy.Change
	secrets        secrets
}

// Diff compares the unit to its release. One of the same chart with the same
// values, whose objects are there, is left alone without rendering anything.
func (d *Deployer) Diff(ctx context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	w := &work{}
	var err error
	if w.wanted, err = read(u); err != nil {
		return nil, err
	}
	s := d.session(ctx, w.chart.Namespace)
	if err := d.find(ctx, s, w); err != nil {
		return nil, err
	}
	missing, same, err := d.standing(ctx, w)
	if err != nil {
		return nil, err
	}
	if same > 0 {
		return &deploy.Plan{Unit: u, Same: same, Outputs: deploy.Outputs{}, Private: w}, nil
	}
	p := &deploy.Plan{Unit: u, Outputs: deploy.Outputs{}, Private: w}
	if w.archive, err = d.archive(ctx, w.wanted); errors.Is(err, fetch.ErrDigest) || ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		w.unseen = err
		p.Changes = []deploy.Change{w.unseenChange()}
		return p, nil
	}
	if err := d.compare(ctx, s, w, p, missing); err != nil {
		return nil, w.secrets.scrub(err)
	}
	w.changes = p.Changes
	return p, nil
}

// find reads the releases of the unit and refuses one that somebody else made.
func (d *Deployer) find(ctx context.Context, s *session, w *work) (err error) {
	if w.history, err = s.history(w.chart.Release); err != nil {
		return err
	}
	if n := len(w.history); n > 0 {
		if err := d.refuse(w, w.history[n-1]); err != nil {
			return err
		}
	}
	all, err := d.session(ctx, "").labelled(d.labels(w.unit.ID))
	if err != nil {
		return err
	}
	for _, rel := range newest(all) {
		if rel.Namespace+"/"+rel.Name != w.name() && recordOf(rel).Unit == w.unit.ID {
			w.moved = append(w.moved, rel)
		}
	}
	return nil
}

// newest keeps the last revision of each release.
func newest(all []*release.Release) []*release.Release {
	var last []*release.Release
	for i, rel := range all {
		if i+1 == len(all) || all[i+1].Namespace != rel.Namespace || all[i+1].Name != rel.Name {
			last = append(last, rel)
		}
	}
	return last
}

func (d *Deployer) refuse(w *work, rel *release.Release) error {
	owner, unit := rel.Labels[platformLabel], recordOf(rel).Unit
	switch {
	case owner == "":
		return fmt.Errorf("the release %s is there already and was not made by a platform; it was not changed\n"+
			"    Give the add-on another namespace, or remove it first: helm uninstall %s -n %s", w.name(), rel.Name, rel.Namespace)
	case owner != d.opts.Owner:
		return fmt.Errorf("the release %s belongs to the platform %s, not to %s; it was not changed\n    Destroy %s first", w.name(), owner, d.opts.Owner, owner)
	case unit != w.unit.ID:
		return fmt.Errorf("the release %s belongs to the unit %s; it was not changed\n    Two units cannot have one release: give one of them another namespace", w.name(), unit)
	}
	return nil
}

// standing is the number of objects of a release that is as asked for, 0 when
// something has to be done, with the names of what was removed from under it.
func (d *Deployer) standing(ctx context.Context, w *work) (missing []string, same int, err error) {
	n := len(w.history)
	if n == 0 || len(w.moved) > 0 {
		return nil, 0, nil
	}
	last := w.history[n-1]
	if last.Info.Status != common.StatusDeployed || !w.made(recordOf(last)) {
		return nil, 0, nil
	}
	content := last.Manifest
	if !w.chart.SkipCRDs {
		content += "\n---\n" + definitions(last.Chart)
	}
	m, err := d.objects.Manifest(ctx, []byte(content), w.chart.Namespace, nil, nil)
	if err != nil {
		return nil, 0, err
	}
	if missing, err = m.Missing(ctx); err != nil || len(missing) > 0 {
		return missing, 0, err
	}
	return nil, max(len(m.Names()), 1), nil
}

// archive is the unit's chart: the vendored one, else it is fetched.
func (d *Deployer) archive(ctx context.Context, w *wanted) ([]byte, error) {
	archive, ok := w.unit.Files[assembly.ArchiveFile]
	if !ok {
		return d.fetcher.Chart(ctx, charts.KeyOf(w.chart), w.chart.Digest)
	}
	if found := charts.Digest(archive); w.chart.Digest != "" && found != w.chart.Digest {
		return nil, fmt.Errorf("%s of unit %s: %w: its digest is %s, %s has %s\n    Run slipway vendor and compile again",
			assembly.ArchiveFile, w.unit.ID, fetch.ErrDigest, found, assembly.ChartFile, w.chart.Digest)
	}
	return archive, nil
}

// unseenChange says in words what the diff cannot.
func (w *work) unseenChange() deploy.Change {
	verb := deploy.Create
	if len(w.history) > 0 {
		verb = deploy.Update
	}
	return deploy.Change{Verb: verb, What: fmt.Sprintf("chart %s was not vendored and cannot be fetched: its objects are not shown; run slipway vendor", charts.KeyOf(w.chart))}
}

// compare renders the chart and lists what would change, in the order of a run.
func (d *Deployer) compare(ctx context.Context, s *session, w *work, p *deploy.Plan, missing []string) error {
	c, err := fetch.Load(w.archive, charts.KeyOf(w.chart))
	if err != nil {
		return err
	}
	r, err := s.render(c, w.wanted, 1+w.revision())
	if err != nil {
		return err
	}
	w.secrets.learn(r.manifest)
	for _, rel := range w.moved {
		p.Changes = append(p.Changes, deploy.Change{Verb: deploy.Delete, What: "release " + rel.Namespace + "/" + rel.Name})
	}
	if err := d.compareObjects(ctx, w, r, p); err != nil {
		return err
	}
	for i := range p.Changes {
		p.Changes[i].Drift = slices.Contains(missing, p.Changes[i].What)
	}
	p.Changes = append(p.Changes, hooks(r.hooks, len(w.deployed()) > 0)...)
	gone, err := d.dropped(ctx, w, r.manifest)
	if err != nil {
		return err
	}
	for _, name := range gone {
		p.Changes = append(p.Changes, deploy.Change{Verb: deploy.Delete, What: name})
	}
	if len(p.Changes) == 0 { // other words for the same objects, or a revision that was cut off
		p.Changes = []deploy.Change{{Verb: deploy.Update, What: "release " + w.name()}}
	}
	return nil
}

// compareObjects compares the chart's definitions, then its other objects.
func (d *Deployer) compareObjects(ctx context.Context, w *work, r *rendered, p *deploy.Plan) error {
	var redefined *objects.Manifest
	if !w.chart.SkipCRDs && r.definitions != "" {
		m, err := d.objects.Manifest(ctx, []byte(r.definitions), "", nil, nil)
		if err != nil {
			return fmt.Errorf("the definitions of the chart: %w", err)
		}
		changes, same, err := m.Changes(ctx, nil)
		if err != nil {
			return err
		}
		if len(changes) > 0 {
			redefined = m
		}
		p.Changes, p.Same = append(p.Changes, changes...), p.Same+same
	}
	labels, annotations := marks(w.chart.Namespace, w.chart.Release)
	m, err := d.objects.Manifest(ctx, r.manifest, w.chart.Namespace, labels, annotations)
	if err != nil {
		return err
	}
	changes, same, err := m.Changes(ctx, redefined)
	p.Changes, p.Same = append(p.Changes, changes...), p.Same+same
	return err
}

// dropped are the objects of earlier revisions that the chart no longer has.
func (d *Deployer) dropped(ctx context.Context, w *work, next []byte) ([]string, error) {
	before, err := d.formerly(ctx, w, next)
	if err != nil || before == nil {
		return nil, err
	}
	_, annotations := marks(w.chart.Namespace, w.chart.Release)
	return before.Owned(ctx, annotations)
}

// hooks are the objects that Helm makes on the way, as changes.
func hooks(all []*release.Hook, upgrade bool) []deploy.Change {
	events := []release.HookEvent{release.HookPreInstall, release.HookPostInstall}
	if upgrade {
		events = []release.HookEvent{release.HookPreUpgrade, release.HookPostUpgrade}
	}
	var changes []deploy.Change
	for _, h := range all {
		for _, e := range h.Events {
			if slices.Contains(events, e) {
				changes = append(changes, deploy.Change{Verb: deploy.Create, What: fmt.Sprintf("%s %s (hook %s)", h.Kind, h.Name, strings.ToLower(string(e)))})
			}
		}
	}
	return changes
}

package helm

import (
	"context"
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/kube"
	"helm.sh/helm/v4/pkg/release/common"
	release "helm.sh/helm/v4/pkg/release/v1"

	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
	objects "slipway.dev/slipway/deploy/kube"
)

// revisions are kept of each release, the deployed one included.
const revisions = 3

// Apply installs or upgrades the release and waits until its objects are
// Current. What the chart asks for wins over whoever set the same fields, as it
// does for every other unit; objects are never replaced by force.
func (d *Deployer) Apply(ctx context.Context, p *deploy.Plan, report func(deploy.Event)) (deploy.Outputs, error) {
	w, ok := p.Private.(*work)
	if !ok {
		return nil, fmt.Errorf("the plan is not one of this deployer")
	}
	if w.unseen != nil {
		return nil, w.unseen
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if err := d.release(ctx, w, report); err != nil {
		return nil, w.secrets.scrub(err)
	}
	return deploy.Outputs{}, nil
}

func (d *Deployer) release(ctx context.Context, w *work, report func(deploy.Event)) error {
	for _, rel := range w.moved {
		if err := d.uninstall(ctx, rel, report); err != nil {
			return err
		}
	}
	upgrade, err := d.recover(ctx, w, report)
	if err != nil {
		return err
	}
	c, err := fetch.Load(w.archive, charts.KeyOf(w.chart))
	if err != nil {
		return err
	}
	if err := w.record(charts.Digest(w.archive)).write(c); err != nil {
		return err
	}
	if err := d.define(ctx, w, c, report); err != nil {
		return err
	}
	s := d.session(ctx, w.chart.Namespace) // a new one: it learns the kinds that were just defined
	run := s.install
	if upgrade {
		run = s.upgrade
	}
	rel, err := run(w, c, d.labels(w.unit.ID))
	if err != nil {
		return fmt.Errorf("release %s: %w", w.name(), err)
	}
	for _, change := range w.changes {
		if change.Verb != deploy.Delete && !strings.HasPrefix(change.What, "CustomResourceDefinition ") {
			report(deploy.Event{Type: deploy.UnitChanged, Verb: change.Verb, What: change.What})
		}
	}
	return d.prune(ctx, w, rel, report)
}

// define brings the definitions in the chart's folders crds to its version.
// Helm installs them once and never again.
func (d *Deployer) define(ctx context.Context, w *work, c *chart.Chart, report func(deploy.Event)) error {
	content := definitions(c)
	if w.chart.SkipCRDs || content == "" {
		return nil
	}
	m, err := d.objects.Manifest(ctx, []byte(content), "", nil, nil)
	if err != nil {
		return fmt.Errorf("the definitions of the chart: %w", err)
	}
	return m.Define(ctx, func(change deploy.Change) {
		e := deploy.Event{Type: deploy.UnitChanged, Verb: change.Verb, What: change.What}
		if change.Verb == deploy.Update {
			e.Message = "upgraded to the chart's version, which Helm itself leaves to people"
		}
		report(e)
	})
}

func (s *session) install(w *work, c *chart.Chart, labels map[string]string) (*release.Release, error) {
	values, err := w.settings()
	if err != nil {
		return nil, err
	}
	in := action.NewInstall(s.Configuration)
	in.ReleaseName, in.Namespace, in.CreateNamespace = w.chart.Release, w.chart.Namespace, true
	in.SkipCRDs, in.Labels = true, labels
	in.ServerSideApply = true
	in.WaitStrategy, in.WaitOptions, in.Timeout = kube.StatusWatcherStrategy, s.waiting(), s.patience()
	// The session's requests end with its context; Helm must not go on behind our back.
	made, err := in.RunWithContext(context.WithoutCancel(s.ctx), c, values)
	return s.outcome(made, err)
}

func (s *session) upgrade(w *work, c *chart.Chart, labels map[string]string) (*release.Release, error) {
	values, err := w.settings()
	if err != nil {
		return nil, err
	}
	up := action.NewUpgrade(s.Configuration)
	up.Namespace, up.SkipCRDs, up.Labels = w.chart.Namespace, true, labels
	up.ResetValues, up.MaxHistory = true, revisions
	up.ServerSideApply, up.ForceConflicts = "true", true
	up.WaitStrategy, up.WaitOptions, up.Timeout = kube.StatusWatcherStrategy, s.waiting(), s.patience()
	made, err := up.RunWithContext(context.WithoutCancel(s.ctx), w.chart.Release, c, values)
	return s.outcome(made, err)
}

func (s *session) waiting() []kube.WaitOption { return []kube.WaitOption{kube.WithWaitContext(s.ctx)} }

// outcome prefers the end of the context to what Helm made of it.
func (s *session) outcome(made any, err error) (*release.Release, error) {
	if err == nil {
		return made.(*release.Release), nil
	}
	if ended := s.ctx.Err(); ended != nil {
		return nil, fmt.Errorf("%w: %w", ended, err)
	}
	return nil, err
}

// prune deletes what revisions that failed have left and the chart no longer
// has. Helm knows only what the last deployed revision had.
func (d *Deployer) prune(ctx context.Context, w *work, rel *release.Release, report func(deploy.Event)) error {
	for _, change := range w.changes {
		if change.Verb == deploy.Delete && !strings.HasPrefix(change.What, "release ") {
			report(deploy.Event{Type: deploy.UnitChanged, Verb: deploy.Delete, What: change.What})
		}
	}
	before, err := d.formerly(ctx, w, []byte(rel.Manifest))
	if err != nil || before == nil {
		return err
	}
	_, annotations := marks(w.chart.Namespace, w.chart.Release)
	return before.Delete(ctx, annotations, func(deploy.Event) {})
}

// formerly are the objects of all revisions since the last deployed one, it
// included, that next lacks; nil when there are none. Objects that their chart
// wants kept are left out.
func (d *Deployer) formerly(ctx context.Context, w *work, next []byte) (*objects.Manifest, error) {
	var content strings.Builder
	seen := map[string]bool{}
	for i := len(w.history) - 1; i >= 0; i-- {
		for _, doc := range keepable(w.history[i].Manifest) {
			if !seen[doc] {
				seen[doc] = true
				content.WriteString("\n---\n" + doc)
			}
		}
		if w.history[i].Info.Status == common.StatusDeployed {
			break
		}
	}
	if content.Len() == 0 {
		return nil, nil
	}
	before, err := d.objects.Manifest(ctx, []byte(content.String()), w.chart.Namespace, nil, nil)
	if err != nil {
		return nil, err
	}
	after, err := d.objects.Manifest(ctx, next, w.chart.Namespace, nil, nil)
	if err != nil {
		return nil, err
	}
	return before.Without(after), nil
}

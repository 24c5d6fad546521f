package helm

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/kube"
	release "helm.sh/helm/v4/pkg/release/v1"
	"helm.sh/helm/v4/pkg/storage/driver"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Delete uninstalls every release of the unit and waits until its objects are
// gone. It needs no chart. Definitions in the chart's folders crds stay, with
// all that is stored in their kinds, and so does the namespace.
func (d *Deployer) Delete(ctx context.Context, u *assembly.Unit, report func(deploy.Event)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	all, err := d.session(ctx, "").labelled(d.labels(u.ID))
	if err != nil {
		return err
	}
	for _, rel := range newest(all) {
		if recordOf(rel).Unit != u.ID {
			continue
		}
		if err := d.uninstall(ctx, rel, report); err != nil {
			return err
		}
	}
	return nil
}

func (d *Deployer) uninstall(ctx context.Context, rel *release.Release, report func(deploy.Event)) error {
	var hidden secrets
	hidden.learn([]byte(rel.Manifest))
	s := d.session(ctx, rel.Namespace)
	done, err := s.uninstaller().Run(rel.Name)
	name := rel.Namespace + "/" + rel.Name
	if err != nil && !errors.Is(err, driver.ErrReleaseNotFound) {
		if ended := ctx.Err(); ended != nil {
			err = fmt.Errorf("%w: %w", ended, err)
		}
		return hidden.scrub(fmt.Errorf("uninstalling the release %s: %w", name, err))
	}
	report(deploy.Event{Type: deploy.UnitChanged, Verb: deploy.Delete, What: "release " + name})
	if done != nil && done.Info != "" {
		report(deploy.Event{Type: deploy.Note, Message: strings.Join(strings.Fields(done.Info), " ")})
	}
	if kept := definitionNames(rel); len(kept) > 0 && !recordOf(rel).Chart.SkipCRDs {
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf("kept, with what is stored in them: the definitions %s", strings.Join(kept, ", "))})
	}
	return nil
}

func (s *session) uninstaller() *action.Uninstall {
	un := action.NewUninstall(s.Configuration)
	un.IgnoreNotFound = true
	un.WaitStrategy, un.WaitOptions, un.Timeout = kube.StatusWatcherStrategy, s.waiting(), s.patience()
	return un
}

func definitionNames(rel *release.Release) []string {
	var names []string
	for _, crd := range rel.Chart.CRDObjects() {
		names = append(names, strings.TrimPrefix(crd.Name, "crds/"))
	}
	slices.Sort(names)
	return names
}

// Orphans are the units of this platform whose releases this cluster still
// holds and the assembly no longer has.
func (d *Deployer) Orphans(ctx context.Context, a *assembly.Assembly) ([]assembly.Unit, error) {
	all, err := d.session(ctx, "").labelled(map[string]string{platformLabel: d.opts.Owner})
	if err != nil {
		return nil, err
	}
	wanted := make(map[assembly.UnitID]bool, len(a.Units))
	for _, u := range a.Units {
		wanted[u.ID] = true
	}
	var orphans []assembly.Unit
	for _, rel := range newest(all) {
		r := recordOf(rel)
		if r.Unit == "" || wanted[r.Unit] || d.opts.Where != "" && r.Where != d.opts.Where {
			continue
		}
		wanted[r.Unit] = true // once
		orphans = append(orphans, assembly.Unit{ID: r.Unit, Kind: assembly.Helm, Where: r.Where, After: r.After, Origin: assembly.Origin{Path: r.Origin}})
	}
	return orphans, nil
}

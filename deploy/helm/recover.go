package helm

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/kube"
	"helm.sh/helm/v4/pkg/release/common"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/deploy"
)

// deployed are the revisions that once stood.
func (w *work) deployed() []*release.Release {
	var all []*release.Release
	for _, rel := range w.history {
		if s := rel.Info.Status; s == common.StatusDeployed || s == common.StatusSuperseded {
			all = append(all, rel)
		}
	}
	return all
}

// revision is the number of the last one, 0 when nothing stands that an
// installation would not remove first.
func (w *work) revision() int {
	if len(w.deployed()) == 0 {
		return 0
	}
	return w.history[len(w.history)-1].Version
}

// recover brings a release that an earlier run left unfinished to where Helm
// takes it: one that never stood goes, an upgrade that was cut off counts as
// failed. It reports whether there is something to upgrade.
func (d *Deployer) recover(ctx context.Context, w *work, report func(deploy.Event)) (upgrade bool, err error) {
	n := len(w.history)
	if n == 0 {
		return false, nil
	}
	last := w.history[n-1]
	status := last.Info.Status
	switch {
	case len(w.deployed()) == 0 || status == common.StatusUninstalling || status == common.StatusUninstalled:
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf("the release %s was left %s by an earlier run: what is there of it is removed, then it is installed", w.name(), status)})
		if err := d.removeUnfinished(ctx, last); err != nil {
			return false, err
		}
		w.history = nil
		return false, nil
	case status.IsPending():
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf("the release %s was left %s by a run that was cut off: revision %d counts as failed, and the release is upgraded", w.name(), status, last.Version)})
		last.SetStatus(common.StatusFailed, "cut off; counted as failed by slipway")
		if err := d.session(ctx, last.Namespace).Releases.Update(last); err != nil {
			return false, fmt.Errorf("recovering the release %s: %w", w.name(), err)
		}
	}
	return true, nil
}

// removeUnfinished uninstalls a release without its hooks, which may need what
// was never made.
func (d *Deployer) removeUnfinished(ctx context.Context, rel *release.Release) error {
	un := d.session(ctx, rel.Namespace).uninstaller()
	un.DisableHooks = true
	if _, err := un.Run(rel.Name); err != nil {
		return fmt.Errorf("removing the unfinished release %s/%s: %w", rel.Namespace, rel.Name, err)
	}
	return nil
}

// keepable are the documents of a manifest whose objects may be deleted when
// the chart drops them.
func keepable(manifest string) []string {
	docs := releaseutil.SplitManifests(manifest)
	var out []string
	for _, doc := range docs {
		var o struct {
			Metadata struct {
				Annotations map[string]string `json:"annotations"`
			} `json:"metadata"`
		}
		if yaml.Unmarshal([]byte(doc), &o) == nil && !strings.EqualFold(o.Metadata.Annotations[kube.ResourcePolicyAnno], kube.KeepPolicy) {
			out = append(out, doc)
		}
	}
	slices.Sort(out)
	return out
}

package helm

import (
	"context"
	"fmt"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/engine"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
	objects "slipway.dev/slipway/deploy/kube"
)

// Contents is the plan of a unit whose cluster is not there yet: everything in
// its vendored chart, rendered as for a cluster of the newest version that
// Helm knows. It makes no request; a chart that was not vendored is one change
// that says so.
func Contents(u *assembly.Unit) (*deploy.Plan, error) {
	w, err := read(u)
	if err != nil {
		return nil, err
	}
	archive, ok := u.Files[assembly.ArchiveFile]
	if !ok {
		what := fmt.Sprintf("chart %s was not vendored: its objects are not shown; run slipway vendor", charts.KeyOf(w.chart))
		return &deploy.Plan{Unit: u, Changes: []deploy.Change{{Verb: deploy.Create, What: what}}}, nil
	}
	c, err := fetch.Load(archive, charts.KeyOf(w.chart))
	if err != nil {
		return nil, err
	}
	r, err := render(context.Background(), c, w, 1, common.DefaultCapabilities.Copy(), engine.Engine{})
	if err != nil {
		return nil, err
	}
	content := string(r.manifest)
	if !w.chart.SkipCRDs {
		content = r.definitions + "\n---\n" + content
	}
	changes, err := objects.Listed([]byte(content))
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", charts.KeyOf(w.chart), err)
	}
	return &deploy.Plan{Unit: u, Changes: append(changes, hooks(r.hooks, false)...)}, nil
}

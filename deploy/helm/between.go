package helm

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/engine"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/deploy/helm/fetch"
	objects "slipway.dev/slipway/deploy/kube"
)

// Compare compares two versions of a release without a cluster: the charts and
// their values, and what they render where both charts were vendored, as for a
// cluster of the newest version that Helm knows.
func Compare(p deploy.Pair) (*deploy.Plan, map[string]deploy.Replacement, error) {
	old, err := readSome(p.Old)
	if err != nil {
		return nil, nil, err
	}
	next, err := readSome(p.New)
	if err != nil {
		return nil, nil, err
	}
	plan := &deploy.Plan{Unit: p.Unit()}
	c, differs, err := compareReleases(old, next, p)
	if err != nil {
		return nil, nil, err
	}
	if !differs {
		plan.Same = 1
		return plan, nil, nil
	}
	plan.Changes = []deploy.Change{c}
	return plan, nil, compareRendered(old, next, plan)
}

func readSome(u *assembly.Unit) (*wanted, error) {
	if u == nil {
		return nil, nil
	}
	return read(u)
}

// compareReleases is the change of the release itself: its chart and its values.
func compareReleases(old, next *wanted, p deploy.Pair) (deploy.Change, bool, error) {
	before, err := described(old)
	if err != nil {
		return deploy.Change{}, false, err
	}
	after, err := described(next)
	if err != nil {
		return deploy.Change{}, false, err
	}
	c := deploy.Change{Verb: deploy.Update}
	switch {
	case old == nil:
		c.Verb, c.What = deploy.Create, "release "+next.name()
	case next == nil:
		c.Verb, c.What = deploy.Delete, "release "+old.name()
	default:
		c.What = "release " + next.name()
		if old.name() != next.name() {
			c.Replacement, c.Because = deploy.Replaces, "it was "+old.name()
		}
		why, _ := p.Moved(string(next.values))
		if why == "" && old.chart == next.chart && bytes.Equal(old.values, next.values) && bytes.Equal(p.Old.Files[assembly.ArchiveFile], p.New.Files[assembly.ArchiveFile]) {
			return c, false, nil
		}
		if why != "" {
			c.Because = why
			after = append(after, "# another value comes from "+why+"\n")
		}
	}
	c.Diff, err = difflib.GetUnifiedDiffString(difflib.UnifiedDiff{A: before, B: after, FromFile: "before/" + c.What, ToFile: "after/" + c.What, Context: 2})
	if c.Diff == "" {
		c.Diff = "a value that is not shown differs\n"
	}
	return c, true, err
}

// described are the lines of a chart and its values, those that look like
// secrets masked.
func described(w *wanted) ([]string, error) {
	if w == nil {
		return nil, nil
	}
	values, err := w.settings()
	if err != nil {
		return nil, err
	}
	text, err := yaml.Marshal(map[string]any{"chart": charts.KeyOf(w.chart).String(), "digest": w.chart.Digest, "values": concealed(values)})
	if err != nil {
		return nil, fmt.Errorf("writing the values of %s: %w", w.unit.ID, err)
	}
	return difflib.SplitLines(strings.TrimSuffix(string(text), "\n")), nil
}

// private are names of values that nobody should read in a diff.
var private = regexp.MustCompile(`(?i)(passw(or)?d|secret|token|credential|private_?key|api_?key|access_?key)`)

// concealed hides texts under such names. References to secrets, by their
// names, are shown: they are no secrets.
func concealed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = concealed(item)
			if text, ok := item.(string); ok && text != "" && private.MatchString(key) && !strings.HasSuffix(strings.ToLower(key), "name") {
				out[key] = "***"
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = concealed(v[i])
		}
		return out
	}
	return v
}

// compareRendered adds the objects to the plan, or says why it cannot.
func compareRendered(old, next *wanted, plan *deploy.Plan) error {
	before, err := offline(old)
	if err != nil {
		return err
	}
	after, err := offline(next)
	if err != nil {
		return err
	}
	if before == nil || after == nil {
		plan.Unseen = append(plan.Unseen, fmt.Sprintf("the objects of %s: its chart was not vendored; run slipway vendor and compile again", plan.Changes[0].What))
		return nil
	}
	namespace := namespaceOf(old, next)
	random, err := changing(next, after, namespace)
	if err != nil {
		return err
	}
	kept, err := staying(before, namespace)
	if err != nil {
		return err
	}
	changes, same, err := objects.CompareManifests(before.all(), after.all(), namespace)
	if err != nil {
		return err
	}
	plan.Same = same
	for _, c := range changes {
		if c.Verb == deploy.Update && random[c.What] {
			plan.Unseen = append(plan.Unseen, c.What+": its chart makes it anew, with other values, each time")
			continue
		}
		if c.Verb == deploy.Delete && kept[c.What] {
			c.Keeps, c.Loses = true, false
		}
		plan.Changes = append(plan.Changes, c)
	}
	return nil
}

// changing are the names of the objects that a second rendering has differently.
func changing(w *wanted, once *rendered, namespace string) (map[string]bool, error) {
	twice, err := offline(w)
	if err != nil {
		return nil, err
	}
	changes, _, err := objects.CompareManifests(once.all(), twice.all(), namespace)
	return whats(changes), err
}

// staying are the names of the objects that stay when their release goes:
// definitions, with what is stored in them, and what the chart wants kept.
func staying(r *rendered, namespace string) (map[string]bool, error) {
	goes := strings.Join(keepable(string(r.manifest)), "\n---\n")
	changes, _, err := objects.CompareManifests(r.all(), []byte(goes), namespace)
	return whats(changes), err
}

func whats(changes []deploy.Change) map[string]bool {
	out := map[string]bool{}
	for _, c := range changes {
		out[c.What] = true
	}
	return out
}

func namespaceOf(old, next *wanted) string {
	if next != nil {
		return next.chart.Namespace
	}
	return old.chart.Namespace
}

// offline is what a vendored chart renders, nil where it was not vendored.
// Without a unit it is nothing.
func offline(w *wanted) (*rendered, error) {
	if w == nil {
		return &rendered{}, nil
	}
	archive, ok := w.unit.Files[assembly.ArchiveFile]
	if !ok {
		return nil, nil
	}
	c, err := fetch.Load(archive, charts.KeyOf(w.chart))
	if err != nil {
		return nil, err
	}
	r, err := render(context.Background(), c, w, 2, common.DefaultCapabilities.Copy(), engine.Engine{})
	if err != nil {
		return nil, err
	}
	if w.chart.SkipCRDs {
		r.definitions = ""
	}
	return r, nil
}

// all is the definitions and the other objects.
func (r *rendered) all() []byte {
	return append([]byte(r.definitions+"\n---\n"), r.manifest...)
}

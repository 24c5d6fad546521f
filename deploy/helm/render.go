package helm

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	release "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"sigs.k8s.io/yaml"
)

// rendered is what a chart becomes with a unit's values.
type rendered struct {
	manifest    []byte
	hooks       []*release.Hook
	definitions string // of the folders crds
}

// render does what an installation would before it writes. Helm's own dry run
// cannot: it wants the kinds that the chart itself defines to be served.
func (s *session) render(c *chart.Chart, w *wanted, revision int) (*rendered, error) {
	caps, err := s.capabilities()
	if err != nil {
		return nil, err
	}
	return render(s.ctx, c, w, revision, caps, engine.New(s.getter.config))
}

func render(ctx context.Context, c *chart.Chart, w *wanted, revision int, caps *common.Capabilities, with engine.Engine) (*rendered, error) {
	values, err := w.settings()
	if err != nil {
		return nil, err
	}
	if err := chartutil.ProcessDependencies(c, values); err != nil {
		return nil, fmt.Errorf("the chart's dependencies: %w", err)
	}
	caps.APIVersions = append(caps.APIVersions, served(c)...)
	options := common.ReleaseOptions{Name: w.chart.Release, Namespace: w.chart.Namespace, Revision: revision, IsInstall: revision == 1, IsUpgrade: revision > 1}
	all, err := util.ToRenderValues(c, values, options, caps)
	if err != nil {
		return nil, fmt.Errorf("the values do not fit the chart: %w", err)
	}
	files, err := with.RenderWithContext(ctx, c, all)
	if err != nil {
		return nil, fmt.Errorf("rendering the chart: %w", err)
	}
	for name := range files {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, fmt.Errorf("rendering the chart: %w", err)
	}
	var out bytes.Buffer
	for _, m := range manifests {
		fmt.Fprintf(&out, "---\n%s\n", m.Content)
	}
	return &rendered{manifest: out.Bytes(), hooks: hooks, definitions: definitions(c)}, nil
}

// capabilities is what charts may ask of the cluster.
func (s *session) capabilities() (*common.Capabilities, error) {
	client, err := s.getter.ToDiscoveryClient()
	if err != nil {
		return nil, fmt.Errorf("reaching the cluster: %w", err)
	}
	version, err := client.ServerVersion()
	if err != nil {
		return nil, fmt.Errorf("asking for the cluster's version: %w", err)
	}
	kinds, err := action.GetVersionSet(client)
	if err != nil {
		return nil, fmt.Errorf("asking for the cluster's kinds: %w", err)
	}
	return &common.Capabilities{
		APIVersions: kinds, HelmVersion: common.DefaultCapabilities.HelmVersion,
		KubeVersion: common.KubeVersion{Version: version.GitVersion, Major: version.Major, Minor: version.Minor},
	}, nil
}

// definitions is what is in the folders crds of a chart and its dependencies.
func definitions(c *chart.Chart) string {
	var all []string
	for _, crd := range c.CRDObjects() {
		all = append(all, string(crd.File.Data))
	}
	return strings.Join(all, "\n---\n")
}

// served are the kinds that the chart's definitions will add to the cluster.
func served(c *chart.Chart) []string {
	var kinds []string
	for _, doc := range releaseutil.SplitManifests(definitions(c)) {
		var crd struct {
			Spec struct {
				Group    string                  `json:"group"`
				Names    struct{ Kind string }   `json:"names"`
				Versions []struct{ Name string } `json:"versions"`
			} `json:"spec"`
		}
		if yaml.Unmarshal([]byte(doc), &crd) != nil {
			continue // the server will say what is wrong with it
		}
		for _, v := range crd.Spec.Versions {
			kinds = append(kinds, crd.Spec.Group+"/"+v.Name, crd.Spec.Group+"/"+v.Name+"/"+crd.Spec.Names.Kind)
		}
	}
	return kinds
}

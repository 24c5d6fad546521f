package helm

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	release "helm.sh/helm/v4/pkg/release/v1"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	objects "slipway.dev/slipway/deploy/kube"
)

// What tells a release of ours: labels to find it by, and what was asked for in
// an annotation of the stored chart, where nothing limits its length.
const (
	platformLabel    = objects.PlatformAnnotation
	unitLabel        = "slipway.dev/unit-hash"
	recordAnnotation = "slipway.dev/record"
)

// record is what a release was made of. A unit with the same record is deployed.
type record struct {
	Unit   assembly.UnitID   `json:"unit"`
	Where  string            `json:"where"`
	After  []assembly.UnitID `json:"after,omitempty"`
	Origin string            `json:"origin,omitempty"`
	Chart  assembly.Chart    `json:"chart"`  // with the digest of the archive that was used
	Values string            `json:"values"` // digest of values.yaml
}

// wanted is a unit that was read.
type wanted struct {
	unit   *assembly.Unit
	chart  assembly.Chart
	values []byte
}

func read(u *assembly.Unit) (*wanted, error) {
	c, err := u.Chart()
	if err != nil {
		return nil, err
	}
	if c.Release == "" || c.Namespace == "" {
		return nil, fmt.Errorf("%s of unit %s names no release or no namespace", assembly.ChartFile, u.ID)
	}
	return &wanted{unit: u, chart: c, values: u.Files[assembly.ValuesFile]}, nil
}

// name of the release, as people find it: "kube-system/karpenter".
func (w *wanted) name() string { return w.chart.Namespace + "/" + w.chart.Release }

// settings are the values as Helm takes them, new ones each time: it changes them.
func (w *wanted) settings() (map[string]any, error) {
	values := map[string]any{}
	if err := yaml.Unmarshal(w.values, &values); err != nil {
		return nil, fmt.Errorf("%s of unit %s: %w", assembly.ValuesFile, w.unit.ID, err)
	}
	return values, nil
}

func (w *wanted) record(digest string) record {
	r := record{Unit: w.unit.ID, Where: w.unit.Where, After: w.unit.After, Origin: w.unit.Origin.Path, Chart: w.chart, Values: charts.Digest(w.values)}
	r.Chart.Digest = digest
	return r
}

// made reports whether a record is of the unit as it is now. A unit without a
// digest is satisfied with the same version.
func (w *wanted) made(r record) bool {
	digest := cmp.Or(w.chart.Digest, r.Chart.Digest)
	now := w.record(digest)
	return r.Unit == now.Unit && r.Where == now.Where && r.Chart == now.Chart && r.Values == now.Values
}

// write puts the record into the chart that Helm will store.
func (r record) write(c *chart.Chart) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("recording %s: %w", r.Unit, err)
	}
	if c.Metadata.Annotations == nil {
		c.Metadata.Annotations = map[string]string{}
	}
	c.Metadata.Annotations[recordAnnotation] = string(text)
	return nil
}

// recordOf reads the record of a release; an empty one where there is none.
func recordOf(rel *release.Release) record {
	var r record
	if rel.Chart != nil && rel.Chart.Metadata != nil {
		_ = json.Unmarshal([]byte(rel.Chart.Metadata.Annotations[recordAnnotation]), &r) // what cannot be read is not ours
	}
	return r
}

func (d *Deployer) labels(u assembly.UnitID) map[string]string {
	sum := sha256.Sum256([]byte(u)) // an ID has slashes and may be longer than a label
	return map[string]string{platformLabel: d.opts.Owner, unitLabel: hex.EncodeToString(sum[:8])}
}

// marks are what Helm leaves on every object of a release.
func marks(namespace, name string) (labels, annotations map[string]string) {
	return map[string]string{objects.ManagedByLabel: "Helm"},
		map[string]string{"meta.helm.sh/release-name": name, "meta.helm.sh/release-namespace": namespace}
}

func sortReleases(all []*release.Release) {
	slices.SortFunc(all, func(a, b *release.Release) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version))
	})
}

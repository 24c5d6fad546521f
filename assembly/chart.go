package assembly

import "fmt"

// The files of a unit of Helm: which chart, its values, and the chart itself
// where it was vendored.
const (
	ChartFile   = "chart.yaml"
	ValuesFile  = "values.yaml"
	ArchiveFile = "chart.tgz"
)

// Chart names a Helm chart and the release it becomes. It stands in a unit's
// chart.yaml. A chart without a digest was never fetched by slipway vendor.
type Chart struct {
	Repo      string `yaml:"repo"`             // "https://kubernetes-sigs.github.io/metrics-server", "oci://public.ecr.aws/karpenter"
	Name      string `yaml:"name"`             // "metrics-server"
	Version   string `yaml:"version"`          // exact
	Digest    string `yaml:"digest,omitempty"` // "sha256:…" of the archive
	Release   string `yaml:"release"`
	Namespace string `yaml:"namespace"` // made when it is missing
	// SkipCRDs leaves out the chart's crds folder.
	SkipCRDs bool `yaml:"skipCRDs,omitempty"`
}

// Encode is the content of chart.yaml.
func (c Chart) Encode() ([]byte, error) {
	data, err := encode(c)
	if err != nil {
		return nil, fmt.Errorf("writing the chart %s: %w", c.Name, err)
	}
	return data, nil
}

// Chart reads the unit's chart.yaml.
func (u *Unit) Chart() (Chart, error) {
	var c Chart
	data, ok := u.Files[ChartFile]
	if !ok {
		return c, fmt.Errorf("unit %s has no %s", u.ID, ChartFile)
	}
	if err := decode(data, &c); err != nil {
		return c, fmt.Errorf("%s of unit %s: %w", ChartFile, u.ID, err)
	}
	return c, nil
}

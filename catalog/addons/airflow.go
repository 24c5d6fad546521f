package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Airflow runs workflows that are written in Python.
type Airflow struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Airflow) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "airflow",
		Doc:        "Workflows as code: Apache Airflow.",
		Upstream:   "https://github.com/apache/airflow",
		Charts:     []assembly.Chart{{Repo: "https://airflow.apache.org", Name: "airflow", Version: "1.22.0", Release: "airflow", Namespace: "airflow"}},
		Namespaces: []string{"airflow"},
		Fidelity:   chartFidelity("pods on simulated nodes do nothing that it could act on"),
	}
}

// Check warns where its volumes would not come to be.
func (a *Airflow) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	warnVolumes(c)
}

// Build is upstream's chart.
func (a *Airflow) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}

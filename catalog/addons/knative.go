package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// Knative runs services that scale to zero.
type Knative struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Knative) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "knative",
		Doc:        "Services that scale with their requests, down to zero: Knative Serving, by its operator.",
		Upstream:   "https://github.com/knative/operator",
		Charts:     []assembly.Chart{{Repo: "https://knative.github.io/operator", Name: "knative-operator", Version: "v1.23.0", Release: "knative-operator", Namespace: "knative-operator"}},
		Needs:      []string{"istio"}, // its routes are Istio's
		Namespaces: []string{"knative-operator", "knative-serving"},
		Fidelity:   chartFidelity("no pods run here that could be scaled by requests"),
	}
}

// Build is the operator's chart, then what the operator is to install.
func (a *Knative) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	if b.Target == blueprint.Local {
		return nil
	}
	return b.Objects("serving", gates(ready()),
		manifest.New("v1", "Namespace", "", "knative-serving"),
		manifest.New("operator.knative.dev/v1beta1", "KnativeServing", "knative-serving", "knative-serving").
			With("spec", fields{"ingress": fields{"istio": fields{"enabled": true}}}))
}

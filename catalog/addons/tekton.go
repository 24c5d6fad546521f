package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// Tekton runs pipelines as pods.
type Tekton struct {
	Chart   `yaml:",inline"`
	Profile string `yaml:"profile,omitempty" check:"enum=lite|basic|all" default:"basic" doc:"What is installed. lite: pipelines. basic: triggers and chains, too. all: the dashboard, too."`
}

// Info describes the add-on.
func (*Tekton) Info() blueprint.Info {
	return blueprint.Info{
		Name: "tekton",
		// The manifests in the Go module name images by import path (ko://…), which
		// only upstream's release turns into images; the operator's chart has them.
		Doc:        "Pipelines as Kubernetes objects: Tekton, by its operator, which is the only one that upstream ships with pinned images.",
		Upstream:   "https://github.com/tektoncd/operator",
		Charts:     []assembly.Chart{{Repo: "oci://ghcr.io/tektoncd/operator/charts", Name: "tekton-operator", Version: "0.81.1", Release: "tekton-operator", Namespace: "tekton-operator"}},
		Namespaces: []string{"tekton-operator", "tekton-pipelines"},
		Fidelity:   chartFidelity("no pods run here that could be a pipeline's steps"),
	}
}

// Build is the operator's chart with its definitions, then what the operator is
// to install.
func (a *Tekton) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], fields{"installCRDs": true})
	if b.Target == blueprint.Local {
		return nil
	}
	return b.Objects("config", gates(ready()), manifest.New("operator.tekton.dev/v1alpha1", "TektonConfig", "", "config").With("spec", fields{
		"profile":         a.Profile,
		"targetNamespace": "tekton-pipelines",
		"pruner":          fields{"resources": list("pipelinerun", "taskrun"), "keep": 100, "schedule": "0 8 * * *"},
	}))
}

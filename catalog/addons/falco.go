package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Falco watches what programs ask of the kernel.
type Falco struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Falco) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "falco",
		Doc:        "Runtime security: Falco reports what containers should not do.",
		Upstream:   "https://github.com/falcosecurity/falco",
		Charts:     []assembly.Chart{{Repo: "https://falcosecurity.github.io/charts", Name: "falco", Version: "9.1.0", Release: "falco", Namespace: "falco"}},
		Namespaces: []string{"falco"},
		Fidelity:   chartFidelity("no containers run here that could be watched"),
	}
}

// Build is upstream's chart, with the probe that needs no kernel headers.
func (a *Falco) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], fields{"driver": fields{"kind": "modern_ebpf"}, "tty": true})
	return nil
}

package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// JupyterHub gives each user a notebook server.
type JupyterHub struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*JupyterHub) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "jupyterhub",
		Doc:        "Notebook servers for many users: JupyterHub.",
		Upstream:   "https://github.com/jupyterhub/zero-to-jupyterhub-k8s",
		Charts:     []assembly.Chart{{Repo: "https://hub.jupyter.org/helm-chart/", Name: "jupyterhub", Version: "4.4.0", Release: "jupyterhub", Namespace: "jupyterhub"}},
		Namespaces: []string{"jupyterhub"},
		Fidelity:   chartFidelity("pods on simulated nodes do nothing that it could act on"),
	}
}

// Check warns where its volumes would not come to be.
func (a *JupyterHub) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	warnVolumes(c)
}

// Build is upstream's chart.
func (a *JupyterHub) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}

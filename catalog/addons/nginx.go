package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// Nginx is F5's ingress controller.
type Nginx struct {
	Chart `yaml:",inline"`
}

// Info describes the add-on.
func (*Nginx) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "nginx",
		Doc:        "F5's own ingress controller; not ingress-nginx, which was the community's.",
		Upstream:   "https://github.com/nginx/kubernetes-ingress",
		Charts:     []assembly.Chart{{Repo: "https://helm.nginx.com/stable", Name: "nginx-ingress", Version: "2.6.1", Release: "nginx", Namespace: "nginx-ingress"}},
		Namespaces: []string{"nginx-ingress"},
		Fidelity:   chartFidelity("nothing sends packets here that could be routed"),
	}
}

// Build is upstream's chart.
func (a *Nginx) Build(b *blueprint.AddOnBuild) error {
	a.install(b, a.Info().Charts[0], nil)
	return nil
}

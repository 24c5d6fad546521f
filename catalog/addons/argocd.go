package addons

import (
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// ArgoCD ships workloads from Git, a project for each team.
type ArgoCD struct {
	Bootstrap      Bootstrap `yaml:"bootstrap,omitempty" doc:"The platform's own repository of Applications (app of apps), brought by an Application named apps. With it, the Applications come from there and a team's workloads say what it may ship from; without it, each workload becomes an Application."`
	DefaultProject string    `yaml:"defaultProject,omitempty" check:"enum=closed|open" default:"closed" doc:"What Applications of the project default may do. closed: nothing, every Application belongs to a team or the platform. open: anything, as upstream ships it and as many public repositories expect; such Applications are outside of every team's isolation."`
}

// Bootstrap is where the platform's Applications are.
type Bootstrap struct {
	Repo     string `yaml:"repo,omitempty" check:"repo" doc:"URL of the Git repository."`
	Path     string `yaml:"path,omitempty" check:"relpath" default:"." doc:"Folder in the repository."`
	Revision string `yaml:"revision,omitempty" default:"HEAD" doc:"Branch, tag or commit."`
}

const argocdNamespace = "argocd"

// Info describes the add-on.
func (*ArgoCD) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "argocd",
		Doc:        "GitOps: keeps what runs as Git says, each team confined to its namespace and repositories.",
		Upstream:   "https://github.com/argoproj/argo-cd",
		Version:    version.ArgoCD,
		Namespaces: []string{argocdNamespace},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Real, Note: "upstream's controllers run as processes; its API server, user interface, login and notifications are left out"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's installation"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's installation"},
		},
	}
}

// Check reports settings and team names that Argo CD cannot take.
func (a *ArgoCD) Check(c *blueprint.Check) {
	if a.Bootstrap.Repo == "" && (a.Bootstrap.Path != "" && a.Bootstrap.Path != "." || a.Bootstrap.Revision != "" && a.Bootstrap.Revision != "HEAD") {
		c.Problem("bootstrap.repo", "is missing, a path or revision alone names nothing", "Add the URL of the repository, or remove bootstrap.")
	}
	if a.DefaultProject == "open" {
		c.Warn("defaultProject", "is open: an Application of the project default may change anything in the cluster", "")
	}
	a.checkNames(c)
	for _, team := range c.Blueprint.Teams {
		if team == defaultProject || team == platformProject {
			c.Problem("", "a team named "+team+" would share its project in Argo CD with the platform", "Give the team another name.")
		}
	}
}

// checkNames finds the workload whose Application the bootstrap's own would replace.
func (a *ArgoCD) checkNames(c *blueprint.Check) {
	if a.Bootstrap.Repo == "" {
		return
	}
	for _, t := range teams(c.Platform, c.Blueprint) {
		for _, w := range t.Workloads {
			if w.Name == bootstrapApplication {
				c.Problem("bootstrap", "its own Application is named "+w.Name+", like the workload "+w.Name+" of the team "+t.Name+": one would replace the other",
					"Give the workload, and its Application in the repository, another name.")
			}
		}
	}
}

// Build makes what Argo CD needs, its projects, the program, and last, when
// every team is there, what it is to ship.
func (a *ArgoCD) Build(b *blueprint.AddOnBuild) error {
	base, err := add(upstream.ArgoCDBase(), "namespace.yaml", systemNamespace(argocdNamespace))
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{Files: base, Gates: gates(established())})
	if err := b.Objects("projects", nil, a.projects()...); err != nil {
		return err
	}
	if b.Target == blueprint.Local {
		b.Run("controllers", argocdProcesses()...)
	} else {
		b.Add(blueprint.Part{Name: "controllers", Files: upstream.ArgoCDWorkloads(), Gates: gates(ready()), Timeout: 5 * time.Minute})
	}
	return a.ship(b)
}

package addons

import (
	"regexp"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
	"slipway.dev/slipway/manifest"
)

// FluxCD ships from Git by Flux' source and kustomize controllers, locked down
// for tenants.
type FluxCD struct{}

const fluxNamespace = "flux-system"

// Info describes the add-on.
func (*FluxCD) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "fluxcd",
		Doc:        "GitOps by Flux: its source and kustomize controllers, each team confined to its namespace. Ships the teams' workloads where argocd is not there to: kustomizations and plain manifests, from a branch (HEAD is read as main) or a commit.",
		Upstream:   "https://github.com/fluxcd/flux2",
		Version:    version.Flux,
		Namespaces: []string{fluxNamespace},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Real, Note: "upstream's source and kustomize controllers run as processes; helm, notification and image controllers are left out"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's source and kustomize controllers; helm, notification and image controllers are left out"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's source and kustomize controllers; helm, notification and image controllers are left out"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*FluxCD) Check(*blueprint.Check) {}

// Build makes what the controllers need, then the controllers.
func (*FluxCD) Build(b *blueprint.AddOnBuild) error {
	base, err := add(upstream.FluxBase(), "namespace.yaml", systemNamespace(fluxNamespace))
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{Files: base, Gates: gates(established())})
	if b.Target == blueprint.Local {
		b.Run("controllers", fluxSource(), fluxKustomize())
	} else {
		b.Add(blueprint.Part{Name: "controllers", Files: upstream.FluxWorkloads(), Gates: gates(ready()), Timeout: 5 * time.Minute})
	}
	return nil
}

// Team ships the team's workloads, unless Argo CD does: two programs that keep
// the same objects would undo each other's work.
func (*FluxCD) Team(b *blueprint.AddOnBuild, t *blueprint.Team) error {
	if has(b.Blueprint, "argocd") || len(t.Workloads) == 0 {
		return nil
	}
	var objects []manifest.Object
	for _, w := range t.Workloads {
		objects = append(objects, fluxRepository(t, w), fluxKustomization(t, w))
	}
	data, err := manifest.Encode(objects...)
	if err != nil {
		return err
	}
	within := shipWithin(b.Target)
	b.Add(blueprint.Part{
		Name: "gitops", Files: map[string][]byte{"objects.yaml": data}, Timeout: within,
		Gates: gates(assembly.Gate{Kind: assembly.Ready, Within: within}),
	})
	return nil
}

var commit = regexp.MustCompile(`^[0-9a-f]{40}$`)

func fluxRepository(t *blueprint.Team, w blueprint.Workload) manifest.Object {
	ref := fields{"branch": w.Revision}
	switch {
	case w.Revision == "" || w.Revision == "HEAD":
		// Flux does not follow a repository's HEAD (tried with v1.9.3: the commit
		// resolves to zeros), so it has to be a name.
		ref = fields{"branch": "main"}
	case commit.MatchString(w.Revision):
		ref = fields{"commit": w.Revision}
	}
	return manifest.New("source.toolkit.fluxcd.io/v1", "GitRepository", t.Namespace, w.Name).
		Label(manifest.TeamLabel, t.Name).
		With("spec", fields{"interval": "1m", "url": w.Repo, "ref": ref})
}

func fluxKustomization(t *blueprint.Team, w blueprint.Workload) manifest.Object {
	return manifest.New("kustomize.toolkit.fluxcd.io/v1", "Kustomization", t.Namespace, w.Name).
		Label(manifest.TeamLabel, t.Name).
		With("spec", fields{
			"interval":           "1m",
			"retryInterval":      "10s",
			"timeout":            "3m",
			"path":               w.Path,
			"prune":              true,
			"wait":               true,
			"serviceAccountName": manifest.TeamDeployer,
			"targetNamespace":    t.Namespace,
			"sourceRef":          fields{"kind": "GitRepository", "name": w.Name},
		})
}

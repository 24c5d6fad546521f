package addons

import (
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// shipWithin is how long the first delivery may take: clone, render, apply, and
// every workload healthy. Where pods are real it has images to pull, nodes and
// load balancers to come, and as much to take down when it goes.
func shipWithin(target blueprint.Target) time.Duration {
	if target == blueprint.Local {
		return 3 * time.Minute
	}
	return 15 * time.Minute
}

// ship is the Applications: one that brings all others where there is a
// bootstrap repository, else one a workload. They come after the teams, so that
// the namespaces, quotas and projects they need are there.
func (a *ArgoCD) ship(b *blueprint.AddOnBuild) error {
	var apps []manifest.Object
	if r := a.Bootstrap; r.Repo != "" {
		apps = append(apps, application(bootstrapApplication, platformProject, argocdNamespace, r.Repo, r.Path, r.Revision))
	} else {
		for _, t := range teams(b.Platform, b.Blueprint) {
			for _, w := range t.Workloads {
				apps = append(apps, application(w.Name, t.Name, t.Namespace, w.Repo, w.Path, w.Revision))
			}
		}
	}
	if len(apps) == 0 {
		return nil
	}
	if has(b.Blueprint, (*ArgoRollouts)(nil).Info().Name) {
		for _, app := range apps {
			shareWithRollouts(app)
		}
	}
	data, err := manifest.Encode(apps...)
	if err != nil {
		return err
	}
	part := blueprint.Part{Name: "gitops", Files: map[string][]byte{"applications.yaml": data}, AfterTeams: true, Timeout: shipWithin(b.Target)}
	for _, app := range apps {
		part.Gates = append(part.Gates, delivered(b, app)...)
	}
	if a.Bootstrap.Repo != "" {
		part.Gates = append(part.Gates, brought(b)...)
	}
	b.Add(part)
	return nil
}

// brought are the Applications that the bootstrap repository has to bring: one
// for every workload of a team. The bootstrap itself cannot be asked: for a
// moment after it made them it counts them as healthy.
func brought(b *blueprint.AddOnBuild) []assembly.Gate {
	var gates []assembly.Gate
	for _, t := range teams(b.Platform, b.Blueprint) {
		for _, w := range t.Workloads {
			gates = append(gates, delivered(b, manifest.New(argoAPI, "Application", argocdNamespace, w.Name))...)
		}
	}
	return gates
}

func delivered(b *blueprint.AddOnBuild, app manifest.Object) []assembly.Gate {
	within := shipWithin(b.Target)
	return []assembly.Gate{
		{Kind: assembly.Field, Object: ref(app), Path: "status.sync.status", Value: "Synced", Within: within},
		{Kind: assembly.Field, Object: ref(app), Path: "status.health.status", Value: "Healthy", Within: within},
	}
}

// application keeps a folder of a repository and a namespace the same. Its
// finalizer makes a deletion take the workload along.
func application(name, project, namespace, repo, path, revision string) manifest.Object {
	o := manifest.New(argoAPI, "Application", argocdNamespace, name)
	o["metadata"].(fields)["finalizers"] = list("resources-finalizer.argocd.argoproj.io")
	return o.With("spec", fields{
		"project":     project,
		"source":      fields{"repoURL": repo, "path": path, "targetRevision": revision},
		"destination": fields{"server": thisCluster, "namespace": namespace},
		"syncPolicy": fields{
			"automated": fields{"prune": true, "selfHeal": true},
			// A first try can meet a webhook or a quota that is not ready yet.
			// refresh: what is tried again is the newest commit, not the one that failed.
			"retry": fields{"limit": 5, "refresh": true, "backoff": fields{"duration": "2s", "factor": 2, "maxDuration": "1m"}},
		},
	})
}

// shareWithRollouts leaves to Argo Rollouts what it writes into objects of Git
// while a new version is on trial: healing would end the trial at once.
func shareWithRollouts(app manifest.Object) {
	spec := app["spec"].(fields)
	spec["ignoreDifferences"] = list(
		fields{"group": "traefik.io", "kind": "TraefikService", "jqPathExpressions": list(".spec.weighted.services[].weight")},
		fields{"group": "", "kind": "Service", "jqPathExpressions": list(`.spec.selector["rollouts-pod-template-hash"]`)},
	)
	// A sync leaves them, too, not only the comparison.
	spec["syncPolicy"].(fields)["syncOptions"] = list("RespectIgnoreDifferences=true")
}

func ref(o manifest.Object) assembly.ObjectRef {
	return assembly.ObjectRef{APIVersion: o.APIVersion(), Kind: o.Kind(), Namespace: o.Namespace(), Name: o.Name()}
}

package rollout

import (
	"context"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// delivery is an Argo CD Application: which commits it brought, and when.
type delivery struct {
	name, namespace string
	repo            string
	heals           bool // takes back what Git does not say
	revision        string
	synced          bool // is at revision
	commits         []arrival
	object          *unstructured.Unstructured
}

// arrival is one sync; its objects are written from then on.
type arrival struct {
	at  time.Time
	sha string
}

// deliveries are the Applications by what they manage.
type deliveries struct {
	by map[string]*delivery
}

// application is that of a rollout; nil without one.
func (r *rollout) application() *delivery {
	kind := map[Engine]string{Flagger: "Canary", ArgoRollouts: "Rollout", None: "Deployment"}[r.engine.name()]
	if d := r.apps.by[kind+" "+r.object.GetNamespace()+"/"+r.workload()]; d != nil {
		return d
	}
	return r.apps.by["Deployment "+r.object.GetNamespace()+"/"+r.target()]
}

func (c *Cluster) deliveries(ctx context.Context) (*deliveries, error) {
	out := &deliveries{by: map[string]*delivery{}}
	items, err := c.list(ctx, applications, "", metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	for i := range items {
		app, err := as[argoApplication](&items[i])
		if err != nil {
			return nil, err
		}
		d := app.delivery(&items[i])
		for _, res := range app.Status.Resources {
			out.by[res.Kind+" "+res.Namespace+"/"+res.Name] = d
		}
	}
	return out, nil
}

// argoApplication are the fields of an Application that matter here.
type argoApplication struct {
	Spec struct {
		Source struct {
			RepoURL string `json:"repoURL"`
		} `json:"source"`
		SyncPolicy struct {
			Automated *struct {
				SelfHeal bool  `json:"selfHeal"`
				Enabled  *bool `json:"enabled"`
			} `json:"automated"`
		} `json:"syncPolicy"`
	} `json:"spec"`
	Status struct {
		Sync struct {
			Status    string   `json:"status"`
			Revision  string   `json:"revision"`
			Revisions []string `json:"revisions"`
		} `json:"sync"`
		Resources []struct {
			Kind      string `json:"kind"`
			Namespace string `json:"namespace"`
			Name      string `json:"name"`
		} `json:"resources"`
		History []struct {
			Revision        string       `json:"revision"`
			Revisions       []string     `json:"revisions"`
			DeployStartedAt *metav1.Time `json:"deployStartedAt"`
			DeployedAt      metav1.Time  `json:"deployedAt"`
		} `json:"history"`
		OperationState *struct {
			StartedAt  metav1.Time `json:"startedAt"`
			SyncResult struct {
				Revision  string   `json:"revision"`
				Revisions []string `json:"revisions"`
			} `json:"syncResult"`
		} `json:"operationState"`
	} `json:"status"`
}

func (a *argoApplication) delivery(u *unstructured.Unstructured) *delivery {
	d := &delivery{
		name: u.GetName(), namespace: u.GetNamespace(), repo: a.Spec.Source.RepoURL, object: u,
		revision: first(a.Status.Sync.Revision, a.Status.Sync.Revisions), synced: a.Status.Sync.Status == "Synced",
	}
	if auto := a.Spec.SyncPolicy.Automated; auto != nil {
		d.heals = auto.SelfHeal && (auto.Enabled == nil || *auto.Enabled)
	}
	for _, h := range a.Status.History {
		at := h.DeployedAt.Time
		if h.DeployStartedAt != nil {
			at = h.DeployStartedAt.Time
		}
		d.commits = append(d.commits, arrival{at, first(h.Revision, h.Revisions)})
	}
	if op := a.Status.OperationState; op != nil { // history is written when a sync ends
		if sha := first(op.SyncResult.Revision, op.SyncResult.Revisions); sha != "" {
			d.commits = append(d.commits, arrival{op.StartedAt.Time, sha})
		}
	}
	slices.SortStableFunc(d.commits, func(a, b arrival) int { return a.at.Compare(b.at) })
	return d
}

// first is the revision of an Application's first source.
func first(one string, several []string) string {
	if len(several) > 0 {
		return several[0]
	}
	return one
}

// commitAt is the commit that what was made at a time comes from: that of the
// last sync that had begun. "" when nobody knows, because the sync is forgotten.
func (d *delivery) commitAt(made time.Time) string {
	if d == nil {
		return ""
	}
	sha := ""
	for _, c := range d.commits {
		if !c.at.After(made) {
			sha = c.sha
		}
	}
	return sha
}

// brought reports whether a commit, which may be abbreviated, is what the
// cluster is at, or was before what it is at now.
func (d *delivery) brought(commit string) bool {
	if !d.synced {
		return false
	}
	return strings.HasPrefix(d.revision, commit) ||
		slices.ContainsFunc(d.commits, func(s arrival) bool { return strings.HasPrefix(s.sha, commit) })
}

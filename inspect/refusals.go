package inspect

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var replicaSets = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"}

// addWorkloadProblems finds pods that admission refused: the Deployment is
// accepted, its ReplicaSet cannot create the pods, and Argo CD only sees
// 'Progressing'. The ReplicaSet's condition has the reason.
func (c *Cluster) addWorkloadProblems(ctx context.Context, apps []Application) error {
	if len(apps) == 0 {
		return nil
	}
	sets, err := c.list(ctx, replicaSets, "")
	if err != nil {
		return err
	}
	for i := range sets {
		message := replicaFailure(&sets[i])
		if message == "" {
			continue
		}
		owner := ownerName(&sets[i])
		for j := range apps {
			if manages(apps[j], "Deployment", sets[i].GetNamespace(), owner) {
				apps[j].Refused = append(apps[j].Refused, Refusal{
					Object: "Deployment " + sets[i].GetNamespace() + "/" + owner, Message: oneLine(message),
				})
			}
		}
	}
	return nil
}

func replicaFailure(set *unstructured.Unstructured) string {
	list, _, _ := unstructured.NestedSlice(set.Object, "status", "conditions")
	for _, item := range list {
		m, _ := item.(map[string]any)
		if text(m, "type") == "ReplicaFailure" && text(m, "status") == "True" {
			return text(m, "message")
		}
	}
	return ""
}

func ownerName(u *unstructured.Unstructured) string {
	for _, o := range u.GetOwnerReferences() {
		if o.Controller != nil && *o.Controller {
			return o.Name
		}
	}
	return ""
}

func manages(a Application, kind, namespace, name string) bool {
	for _, r := range a.Resources {
		if r.Kind == kind && r.Namespace == namespace && r.Name == name {
			return true
		}
	}
	return false
}

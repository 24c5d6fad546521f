package kube

import (
	"context"
	"fmt"
	"net/url"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// rootCA is in every namespace; the cluster makes it.
const rootCA = "kube-root-ca.crt"

// vacate deletes the namespace of the inventories when it is the deployer's own
// and nothing is left in it, of no platform and of nobody else. It does not wait.
func (d *Deployer) vacate(ctx context.Context) error {
	empty, err := d.vacant(ctx)
	if err != nil || !empty {
		return err
	}
	namespace := target{
		id:  id{kind: "Namespace", name: SystemNamespace},
		res: resource{kindOf: kindOf{version: "v1", kind: "Namespace"}, plural: "namespaces"},
	}
	meta := map[string]any{}
	err = d.client.get(ctx, namespace.res.path("", namespace.name), acceptMetadata, nil, &meta)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return problem(namespace.id, err)
	}
	labels, _ := within(meta, "metadata", "labels").(map[string]any)
	if labels[ManagedByLabel] != managedBy {
		return nil
	}
	namespace.uid = metaString(meta, "uid")
	return d.remove(ctx, namespace, "Background")
}

// vacant looks for inventories first: as long as there are any, one request tells.
func (d *Deployer) vacant(ctx context.Context) (bool, error) {
	for _, plural := range []string{"configmaps", "secrets", "pods"} {
		var list struct {
			Items []map[string]any `json:"items"`
		}
		path := "/api/v1/namespaces/" + SystemNamespace + "/" + plural
		err := d.client.get(ctx, path, acceptList, url.Values{"limit": {"2"}}, &list)
		if apierrors.IsForbidden(err) {
			return false, nil // who may not look must not delete
		}
		if err != nil {
			return false, fmt.Errorf("looking at what is left in the namespace %s: %w", SystemNamespace, err)
		}
		for _, item := range list.Items {
			if plural != "configmaps" || metaString(item, "name") != rootCA {
				return false, nil
			}
		}
	}
	return true, nil
}

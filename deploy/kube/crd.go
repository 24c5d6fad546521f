package kube

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// pollEvery is how often a condition is looked at that no watch is worth.
const pollEvery = 100 * time.Millisecond

// definitions are the kinds that the unit's own CustomResourceDefinitions serve.
func definitions(objects []*object) map[kindOf]resource {
	defined := map[kindOf]resource{}
	for _, o := range objects {
		if o.kind == kindCRD && o.group == groupCRD {
			for _, r := range definition(o.content) {
				defined[r.kindOf] = r
			}
		}
	}
	return defined
}

// definition is what one CustomResourceDefinition serves, a resource a version.
func definition(content map[string]any) []resource {
	spec, _ := content["spec"].(map[string]any)
	names, _ := spec["names"].(map[string]any)
	group, _ := spec["group"].(string)
	kind, _ := names["kind"].(string)
	plural, _ := names["plural"].(string)
	versions, _ := spec["versions"].([]any)
	var all []resource
	for _, v := range versions {
		version, _ := v.(map[string]any)
		name, _ := version["name"].(string)
		if version["served"] == true {
			all = append(all, resource{kindOf{group, name, kind}, plural, spec["scope"] == "Namespaced"})
		}
	}
	return all
}

// established waits until the API server serves a definition, which it does as
// soon as the definition is Established. Discovery is small; the definition
// itself is looked at only when it takes long.
func (d *Deployer) established(ctx context.Context, o target, kinds []resource) error {
	began, looked := time.Now(), time.Now()
	for {
		missing, err := d.missing(ctx, kinds)
		if err == nil && missing == "" {
			return nil
		}
		last := fmt.Errorf("%s is not served yet", missing)
		if err != nil {
			last = err
		}
		if time.Since(looked) > 2*time.Second {
			looked = time.Now()
			if reason, err := d.rejected(ctx, o); err == nil && reason != "" {
				return fmt.Errorf("%s: %s", o.id, reason)
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w after %s", o.id, last, time.Since(began).Round(time.Second))
		case <-time.After(pollEvery / 2):
		}
	}
}

// missing is the first kind that is not served, "" when all are.
func (d *Deployer) missing(ctx context.Context, kinds []resource) (string, error) {
	for _, k := range kinds {
		_, ok, err := d.mapper.find(ctx, k.kindOf)
		if err != nil {
			return "", err
		}
		if !ok {
			d.mapper.forget(k.kindOf)
			return k.kind + " of " + k.apiVersion(), nil
		}
	}
	return "", nil
}

// rejected is why the server will never serve a definition, "" when it may.
func (d *Deployer) rejected(ctx context.Context, o target) (string, error) {
	crd := map[string]any{}
	if err := d.client.get(ctx, o.res.path("", o.name), acceptAll, nil, &crd); err != nil {
		return "", err
	}
	status, _ := crd["status"].(map[string]any)
	conditions, _ := status["conditions"].([]any)
	for _, c := range conditions {
		condition, _ := c.(map[string]any)
		if condition["type"] == "NamesAccepted" && condition["status"] == "False" {
			message, _ := condition["message"].(string)
			return "its names are taken: " + strings.TrimSpace(message), nil
		}
	}
	return "", nil
}

package upstream_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
)

// What is installed and what runs locally must be the same version.
func TestVersionsAreThoseOfTheDistribution(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../distro/programs.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("this is no checkout: there is no distribution beside it")
	}
	if err != nil {
		t.Fatal(err)
	}
	var distro struct {
		Programs []struct{ Module, Version string }
	}
	if err := json.Unmarshal(data, &distro); err != nil {
		t.Fatal(err)
	}
	built := map[string]string{}
	for _, p := range distro.Programs {
		built[p.Module] = p.Version
	}
	for module, want := range map[string]string{
		"k8s.io/kubernetes":                          version.Kubernetes,
		"github.com/argoproj/argo-cd/v3":             version.ArgoCD,
		"github.com/fluxcd/source-controller":        version.FluxSource,
		"github.com/fluxcd/kustomize-controller":     version.FluxKustomize,
		"github.com/open-policy-agent/gatekeeper/v3": version.Gatekeeper,
	} {
		if built[module] != want {
			t.Errorf("%s: manifests of %s, programs of %q", module, want, built[module])
		}
	}
}

type object struct {
	APIVersion, Kind string
	Metadata         struct{ Name, Namespace string }
	Data, StringData map[string]string
}

func all(t *testing.T) map[string][]object {
	t.Helper()
	out := map[string][]object{}
	for bundle, files := range map[string][]upstream.Files{
		"argocd":         {upstream.ArgoCDBase(), upstream.ArgoCDWorkloads()},
		"fluxcd":         {upstream.FluxBase(), upstream.FluxWorkloads()},
		"gatekeeper":     {upstream.GatekeeperBase(), upstream.GatekeeperWorkloads(), upstream.GatekeeperWebhooks()},
		"local":          {upstream.GatekeeperLocalWebhooks()},
		"gateway-api":    {upstream.GatewayAPIBase()},
		"metrics-server": {upstream.MetricsServerAll()},
	} {
		for _, set := range files {
			for name, data := range set {
				var list struct {
					Kind  string
					Items []object
				}
				if err := json.Unmarshal(data, &list); err != nil || list.Kind != "List" || len(list.Items) == 0 {
					t.Fatalf("%s/%s is no list of objects: %v", bundle, name, err)
				}
				out[bundle] = append(out[bundle], list.Items...)
			}
		}
	}
	return out
}

func TestManifests(t *testing.T) {
	t.Parallel()
	clusterScoped := []string{
		"CustomResourceDefinition", "Namespace", "ClusterRole", "ClusterRoleBinding", "APIService",
		"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
	}
	for bundle, objects := range all(t) {
		seen := map[string]bool{}
		for _, o := range objects {
			id := strings.Join([]string{o.Kind, o.Metadata.Namespace, o.Metadata.Name}, " ")
			if seen[id] {
				t.Errorf("%s: %s is there twice", bundle, id)
			}
			seen[id] = true
			if (o.Metadata.Namespace == "") != slices.Contains(clusterScoped, o.Kind) {
				t.Errorf("%s: %s: an object has a namespace unless its kind has none", bundle, id)
			}
			if o.Kind == "Secret" && len(o.Data)+len(o.StringData) > 0 {
				t.Errorf("%s: %s has values", bundle, id)
			}
		}
	}
}

func TestArgoCDImpersonates(t *testing.T) {
	t.Parallel()
	for _, o := range all(t)["argocd"] {
		if o.Kind == "ConfigMap" && o.Metadata.Name == "argocd-cm" {
			if o.Data["application.sync.impersonation.enabled"] != "true" || o.Data["resource.customizations.health.argoproj.io_Application"] == "" {
				t.Errorf("argocd-cm lacks impersonation or the health of Applications: %v", o.Data)
			}
			return
		}
	}
	t.Error("there is no argocd-cm")
}

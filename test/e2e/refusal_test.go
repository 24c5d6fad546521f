package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// refused is an object and some of the words that it was refused with.
type refused struct{ app, object, words string }

// What a team writes to its repository is bounded like what it asks of the API
// server, and status says what was refused and why.
func TestRefusals(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	folder := "enterprise/repos/burnham/deploy/"
	written := []string{filepath.Join(h.dir, folder, "more.yaml"), filepath.Join(h.dir, "enterprise/repos/platform-apps/apps/sneaky.yaml")}
	revert := func() {
		for _, file := range written {
			if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
				t.Error(err)
			}
		}
	}
	t.Cleanup(revert)

	// Argo CD applies what it can: a Deployment is only refused when the API
	// server sees it, or when its pods are made, so what is beside it is synced.
	h.save(t, folder+"more.yaml", evilDeployment+"---\n"+hostDeployment+"---\n"+configMap("harmless", "a", "b"))
	h.refuses(t, []refused{
		{"inventory-service", "Deployment team-burnham/evil", "privileged"},
		{"inventory-service", "Deployment team-burnham/host", "violates PodSecurity"},
	}, "inventory-service")
	if !admin.has(t, "configmaps", "team-burnham", "harmless") {
		t.Error("what is beside the refused Deployment was not synced")
	}

	// Objects outside of the project are found before anything is applied: then
	// Argo CD applies nothing of the commit, the harmless change included.
	h.save(t, folder+"more.yaml", strings.Join([]string{
		configMap("harmless", "a", "changed"),
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: intruder, namespace: team-riker}\n",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: everything}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n",
		"apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: mine}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}\n" +
			"subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: burnham-developers}]\n",
		"apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team}\nspec: {hard: {pods: '5000'}}\n",
	}, "---\n"))
	// An Application of the bootstrap repository stays within its project too.
	h.save(t, "enterprise/repos/platform-apps/apps/sneaky.yaml",
		strings.NewReplacer("NAMESPACE", "team-riker", "NAME", "sneaky", "PROJECT", "troi", "REPO", "troi/backend", "PATH", "deploy").Replace(anApplication))
	h.refuses(t, []refused{
		{"inventory-service", "ConfigMap team-riker/intruder", "namespace team-riker is not permitted in project 'burnham'"},
		{"inventory-service", "ClusterRole", "ClusterRole is not permitted in project burnham"},
		{"inventory-service", "RoleBinding team-burnham/mine", "RoleBinding is not permitted in project burnham"},
		{"inventory-service", "ResourceQuota team-burnham/team", "ResourceQuota is not permitted in project burnham"},
		{"sneaky", "", "'team-riker' do not match any of the allowed destinations in project 'troi'"},
	}, "inventory-service", "sneaky")
	for _, o := range []struct{ resource, namespace, name string }{
		{"configmaps", "team-riker", "intruder"}, {rbac + "/v1/clusterroles", "", "everything"}, {rbac + "/v1/rolebindings", "team-burnham", "mine"},
	} {
		if admin.has(t, o.resource, o.namespace, o.name) {
			t.Errorf("%s %s/%s was made", o.resource, o.namespace, o.name)
		}
	}
	if pods, _, _ := unstructured.NestedString(admin.get(t, "resourcequotas", "team-burnham", "team").Object, "spec", "hard", "pods"); pods != "30" {
		t.Errorf("the quota has become %s pods", pods)
	}
	if a, _, _ := unstructured.NestedString(admin.get(t, "configmaps", "team-burnham", "harmless").Object, "data", "a"); a != "b" {
		t.Errorf("Argo CD applied a part of a commit that it refused: %q", a)
	}

	revert()
	h.well(t, 2*soon)
	eventually(t, soon, "what was reverted is pruned", func() (bool, string) {
		return !admin.has(t, "configmaps", "team-burnham", "harmless") && !admin.has(t, "apps/v1/deployments", "team-burnham", "evil"), "it is there"
	})
}

const evilDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: evil}
spec:
  selector: {matchLabels: {app: evil}}
  template:
    metadata: {labels: {app: evil}}
    spec: {containers: [{name: evil, image: example.com/evil, securityContext: {privileged: true}}]}
`

const hostDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: host}
spec:
  selector: {matchLabels: {app: host}}
  template:
    metadata: {labels: {app: host}}
    spec: {hostNetwork: true, containers: [{name: host, image: example.com/host}]}
`

// refuses waits until status shows each refusal; all Applications but the named
// ones have to be Synced and Healthy meanwhile. The one that brings the others
// is as healthy as they are.
func (h *home) refuses(t *testing.T, want []refused, but ...string) {
	t.Helper()
	eventually(t, soon, "status shows what was refused", func() (bool, string) {
		st, r := h.status(t)
		if r.code != 1 {
			return false, r.String()
		}
		for _, w := range want {
			if !w.in(st.Clusters[0].Applications) {
				return false, "missing: " + w.object + "\n" + r.String()
			}
		}
		for _, a := range st.Clusters[0].Applications {
			if !slices.Contains(append(but, "apps"), a.Name) && !a.ready() {
				return false, a.Name + " is " + a.Sync + " and " + a.Health
			}
		}
		return true, ""
	})
	r := h.run(t, "status")
	for _, w := range want {
		if !strings.Contains(strings.Join(strings.Fields(r.out), " "), strings.TrimSpace("✗ "+w.app+" "+w.object)) || !strings.Contains(r.out, w.words) {
			t.Errorf("status does not say that %s %s was refused:\n%s", w.app, w.object, r)
		}
	}
}

func (w refused) in(apps []application) bool {
	for _, a := range apps {
		for _, r := range a.Refused {
			if a.Name == w.app && strings.HasPrefix(r.Object, w.object) && strings.Contains(r.Message, w.words) {
				return true
			}
		}
	}
	return false
}

// A policy that somebody adds is enforced by the real Gatekeeper.
func TestGatekeeperDenies(t *testing.T) {
	h := sharedPlatform(t)
	admin := h.admin(t, enterprise)
	admin.create(t, "templates.gatekeeper.sh/v1/constrainttemplates", "", `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: k8sneedsowner}
spec:
  crd: {spec: {names: {kind: K8sNeedsOwner}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package k8sneedsowner
        violation[{"msg": msg}] {
          not input.review.object.metadata.labels.owner
          msg := "nobody owns it"
        }`)
	constraint := `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sNeedsOwner
metadata: {name: configmaps}
spec: {match: {kinds: [{apiGroups: [""], kinds: [ConfigMap]}], namespaces: [team-riker]}}`
	eventually(t, soon, "Gatekeeper serves the constraint's kind", func() (bool, string) {
		err := admin.try(t, "constraints.gatekeeper.sh/v1beta1/k8sneedsowner", "", constraint)
		return err == nil, errorText(err)
	})
	eventually(t, soon, "an object that nobody owns is denied", func() (bool, string) {
		err := admin.try(t, "configmaps", "team-riker", "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: lost-}")
		return apierrors.IsForbidden(err) && strings.Contains(err.Error(), "[configmaps] nobody owns it"), errorText(err)
	})
	admin.create(t, "configmaps", "team-riker", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: owned, labels: {owner: riker}}")
	admin.create(t, "configmaps", "team-troi", configMap("elsewhere", "a", "b"))
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

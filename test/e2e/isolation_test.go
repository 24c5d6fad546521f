package e2e

import (
	"slices"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// probe asks whether somebody may do something.
type probe struct {
	verbs     string // several, separated by commas
	resource  string // with a subresource after a slash
	group     string
	namespace string
	allowed   bool
}

// own, other, nowhere and so on keep the table readable.
const (
	own, other, argo, system, everywhere = "team-troi", "team-riker", "argocd", "kube-system", ""

	rbac, apps, networking, argoproj = "rbac.authorization.k8s.io", "apps", "networking.k8s.io", "argoproj.io"
)

// troiMay is what the developers of a team can do, and what they cannot.
var troiMay = []probe{
	// its own work
	{"get,list,watch,create,update,patch,delete", "pods", "", own, true},
	{"get,list,create,update,delete", "configmaps", "", own, true},
	{"get,list,create,update,delete", "secrets", "", own, true},
	{"get,list,create,update,delete", "services", "", own, true},
	{"get,list,create,update,delete", "deployments", apps, own, true},
	{"create,delete", "statefulsets", apps, own, true},
	{"create,delete", "cronjobs", "batch", own, true},
	{"create,delete", "ingresses", networking, own, true},
	{"create", "httproutes", "gateway.networking.k8s.io", own, true},
	{"create", "horizontalpodautoscalers", "autoscaling", own, true},
	{"get", "pods/log", "", own, true},
	{"create", "pods/exec", "", own, true},
	{"create", "pods/portforward", "", own, true},
	// what bounds it may be seen
	{"get,list", "resourcequotas", "", own, true},
	{"get,list", "networkpolicies", networking, own, true},
	{"get,list", "rolebindings", rbac, own, true},
	{"get,list", "events", "", own, true},
	// and not be changed
	{"create,update,patch,delete", "resourcequotas", "", own, false},
	{"create,update,patch,delete", "limitranges", "", own, false},
	{"create,update,patch,delete", "networkpolicies", networking, own, false},
	{"create,update,patch,delete,bind,escalate", "roles", rbac, own, false},
	{"create,update,patch,delete", "rolebindings", rbac, own, false},
	{"create,update,patch,delete,impersonate", "serviceaccounts", "", own, false},
	{"create", "serviceaccounts/token", "", own, false},
	{"update,patch,delete", "namespaces", "", own, false},
	// nothing of another team
	{"get,list,watch,create,update,patch,delete", "pods", "", other, false},
	{"get,list,watch,create,delete", "configmaps", "", other, false},
	{"get,list,watch,create,delete", "secrets", "", other, false},
	{"get,list,create,delete", "services", "", other, false},
	{"get,list,create,delete", "deployments", apps, other, false},
	{"get,list", "events", "", other, false},
	{"get,list", "resourcequotas", "", other, false},
	{"get", "pods/log", "", other, false},
	{"get,create", "pods/exec", "", other, false},
	{"get,create", "pods/portforward", "", other, false},
	{"get,create", "pods/attach", "", other, false},
	{"update", "pods/ephemeralcontainers", "", other, false},
	// nothing of the platform
	{"get,list,create,update,patch,delete", "applications", argoproj, argo, false},
	{"get,list,create,update,patch,delete", "appprojects", argoproj, argo, false},
	{"create,delete", "applicationsets", argoproj, argo, false},
	{"get,list", "secrets", "", argo, false},
	{"get,list,update", "configmaps", "", argo, false},
	{"get,list", "secrets", "", system, false},
	{"get,list", "pods", "", system, false},
	{"create", "pods/exec", "", system, false},
	{"get,list,create", "gitrepositories", "source.toolkit.fluxcd.io", "flux-system", false},
	// nothing of the cluster
	{"create,delete,update", "namespaces", "", everywhere, false},
	{"list", "pods", "", everywhere, false},
	{"list", "secrets", "", everywhere, false},
	{"create,update,delete,bind,escalate", "clusterroles", rbac, everywhere, false},
	{"create,update,delete", "clusterrolebindings", rbac, everywhere, false},
	{"create,update,delete", "customresourcedefinitions", "apiextensions.k8s.io", everywhere, false},
	{"create,delete", "persistentvolumes", "", everywhere, false},
	{"create,delete", "storageclasses", "storage.k8s.io", everywhere, false},
	{"update,patch,delete", "nodes", "", everywhere, false},
	{"create,update,delete", "validatingwebhookconfigurations", "admissionregistration.k8s.io", everywhere, false},
	{"create,delete", "constrainttemplates", "templates.gatekeeper.sh", everywhere, false},
	{"create,delete", "priorityclasses", "scheduling.k8s.io", everywhere, false},
	{"create", "certificatesigningrequests", "certificates.k8s.io", everywhere, false},
	{"impersonate", "users", "", everywhere, false},
	{"impersonate", "groups", "", everywhere, false},
}

// supportMay is what those can do who only look.
var supportMay = []probe{
	{"get,list,watch", "pods", "", own, true},
	{"get,list,watch", "deployments", apps, own, true},
	{"get,list", "configmaps", "", own, true},
	{"get,list", "events", "", own, true},
	{"get", "pods/log", "", own, true},
	{"get,list,watch", "secrets", "", own, false},
	{"create,update,patch,delete", "pods", "", own, false},
	{"create,update,patch,delete", "deployments", apps, own, false},
	{"create,update,patch,delete", "configmaps", "", own, false},
	{"patch,update", "deployments/scale", apps, own, false},
	{"get,create", "pods/exec", "", own, false},
	{"get,create", "pods/portforward", "", own, false},
	{"create", "pods/eviction", "", own, false},
	{"update", "pods/ephemeralcontainers", "", own, false},
	{"create", "rolebindings", rbac, own, false},
	{"create", "serviceaccounts/token", "", own, false},
	{"get,list", "pods", "", other, false},
	{"get,list", "applications", argoproj, argo, false},
}

// Who somebody is comes from a certificate, as with a real cluster: nothing is impersonated.
func TestTenantIsolation(t *testing.T) {
	h := sharedPlatform(t)
	for _, who := range []struct {
		user, group string
		may         []probe
	}{
		{"deanna", "troi-developers", troiMay},
		{"geordi", "support", supportMay},
		{"nobody", "unknown", denied(slices.Concat(troiMay, supportMay))},
	} {
		t.Run(who.group, func(t *testing.T) {
			c := connect(t, h.kubeconfigFor(t, "enterprise", "dev", who.user, who.group))
			asked := 0
			for _, p := range who.may {
				for verb := range strings.SplitSeq(p.verbs, ",") {
					asked++
					if got := c.may(t, verb, p); got != p.allowed {
						t.Errorf("%s %s.%s in %q: allowed is %v, want %v", verb, p.resource, p.group, p.namespace, got, p.allowed)
					}
				}
			}
			t.Logf("%d questions", asked)
		})
	}
}

func denied(probes []probe) []probe {
	for i := range probes {
		probes[i].allowed = false
	}
	return probes
}

// may asks the API server itself.
func (c *cluster) may(t *testing.T, verb string, p probe) bool {
	t.Helper()
	resource, sub, _ := strings.Cut(p.resource, "/")
	review := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
		"spec": map[string]any{"resourceAttributes": map[string]any{
			"verb": verb, "group": p.group, "resource": resource, "subresource": sub, "namespace": p.namespace,
		}},
	}}
	got, err := c.Resource(kind("authorization.k8s.io/v1/selfsubjectaccessreviews")).Create(t.Context(), review, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	allowed, _, _ := unstructured.NestedBool(got.Object, "status", "allowed")
	return allowed
}

// An answer about rights is not yet a refusal: what matters most is tried.
func TestTenantIsRefused(t *testing.T) {
	h := sharedPlatform(t)
	troi := connect(t, h.kubeconfigFor(t, "enterprise", "dev", "deanna", "troi-developers"))
	admin := h.admin(t, enterprise)
	forbidden := func(what string, err error) {
		t.Helper()
		if !apierrors.IsForbidden(err) {
			t.Errorf("%s: got %v, want it forbidden", what, err)
		}
	}
	for _, resource := range []string{"pods", "secrets", "configmaps", "services", "apps/v1/deployments", "serviceaccounts"} {
		_, err := troi.Resource(kind(resource)).Namespace(other).List(t.Context(), metav1.ListOptions{})
		forbidden("listing "+resource+" of another team", err)
		_, err = troi.Resource(kind(resource)).List(t.Context(), metav1.ListOptions{})
		forbidden("listing "+resource+" of everyone", err)
	}
	_, err := troi.Resource(kind("apps/v1/deployments")).Namespace(other).Get(t.Context(), "authorization", metav1.GetOptions{})
	forbidden("reading another team's Deployment", err)
	forbidden("writing into another team's namespace", troi.try(t, "configmaps", other, configMap("intruder", "a", "b")))
	forbidden("making a namespace", troi.try(t, "namespaces", "", "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-mine}"))
	forbidden("making a ClusterRole", troi.try(t, rbac+"/v1/clusterroles", "", `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]`))
	forbidden("binding itself", troi.try(t, rbac+"/v1/rolebindings", own, `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mine}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: troi-developers}]`))
	forbidden("making an Application", troi.try(t, "argoproj.io/v1alpha1/applications", argo,
		strings.NewReplacer("NAMESPACE", other, "NAME", "mine", "PROJECT", "riker", "REPO", "troi/backend", "PATH", "deploy").Replace(anApplication)))
	widen := []byte(`{"spec":{"hard":{"pods":"5000"}}}`)
	_, err = troi.Resource(kind("resourcequotas")).Namespace(own).Patch(t.Context(), "team", types.MergePatchType, widen, metav1.PatchOptions{})
	forbidden("widening the quota", err)
	open := []byte(`{"spec":{"destinations":[{"namespace":"*","server":"*"}]}}`)
	_, err = troi.Resource(kind("argoproj.io/v1alpha1/appprojects")).Namespace(argo).Patch(t.Context(), "troi", types.MergePatchType, open, metav1.PatchOptions{})
	forbidden("opening its project", err)
	forbidden("removing a network policy", troi.Resource(kind(networking+"/v1/networkpolicies")).Namespace(own).Delete(t.Context(), "default-deny", metav1.DeleteOptions{}))

	// Rights alone would let these through; admission does not.
	forbidden("a pod on the host's network", troi.try(t, "pods", own, `
apiVersion: v1
kind: Pod
metadata: {name: evil}
spec: {hostNetwork: true, containers: [{name: evil, image: example.com/evil}]}`))
	err = troi.try(t, "pods", own, `
apiVersion: v1
kind: Pod
metadata: {name: evil}
spec: {containers: [{name: evil, image: example.com/evil, securityContext: {privileged: true}}]}`)
	if err == nil || !strings.Contains(err.Error(), "privileged") { // by validation or by admission, as the API server is set up
		t.Errorf("a privileged pod: got %v", err)
	}
	forbidden("more pods than the quota", troi.try(t, "pods", own, confined("huge", `resources: {requests: {memory: 100Gi}, limits: {memory: 100Gi}},`)))
	forbidden("a load balancer", troi.try(t, "services", own, `
apiVersion: v1
kind: Service
metadata: {name: door}
spec: {type: LoadBalancer, ports: [{port: 80}]}`))
	forbidden("somebody's addresses", troi.try(t, "services", own, `
apiVersion: v1
kind: Service
metadata: {name: thief}
spec: {externalIPs: [203.0.113.7], ports: [{port: 443}]}`))
	forbidden("a token of a service account", troi.try(t, "secrets", own, `
apiVersion: v1
kind: Secret
metadata: {name: token, annotations: {kubernetes.io/service-account.name: gitops}}
type: kubernetes.io/service-account-token`))
	forbidden("a pod that pushes others away", troi.try(t, "pods", own,
		strings.Replace(confined("urgent", ""), "spec:", "spec:\n  priorityClassName: system-node-critical", 1)))

	// Its own work goes through, and is scheduled.
	troi.create(t, "configmaps", own, configMap("mine", "a", "b"))
	troi.create(t, "pods", own, confined("mine", ""))
	eventually(t, soon, "the team's pod runs", func() (bool, string) {
		phase, _, _ := unstructured.NestedString(troi.get(t, "pods", own, "mine").Object, "status", "phase")
		return phase == "Running", phase
	})

	// Who only looks sees no secret.
	support := connect(t, h.kubeconfigFor(t, "enterprise", "dev", "geordi", "support"))
	admin.create(t, "secrets", own, "apiVersion: v1\nkind: Secret\nmetadata: {name: treasure}\nstringData: {key: gold}")
	if _, err := support.Resource(kind("pods")).Namespace(own).List(t.Context(), metav1.ListOptions{}); err != nil {
		t.Errorf("support cannot list pods: %v", err)
	}
	_, err = support.Resource(kind("secrets")).Namespace(own).Get(t.Context(), "treasure", metav1.GetOptions{})
	forbidden("support reading a secret", err)
	forbidden("support writing", support.try(t, "configmaps", own, configMap("theirs", "a", "b")))
}

// confined is a pod as the restricted profile wants it.
func confined(name, more string) string {
	return `
apiVersion: v1
kind: Pod
metadata: {name: ` + name + `}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
    - {name: main, image: example.com/main, ` + more + ` securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}`
}

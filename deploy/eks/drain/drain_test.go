package drain

import (
	"context"
	"crypto/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/testcluster"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// world is a namespace of the test's own in a cluster without controllers: what
// they would do, the test does. A plan sees the whole cluster, so the tests of
// this package are not parallel.
type world struct {
	*testing.T
	client dynamic.Interface
	ns     string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	client, err := dynamic.NewForConfig(cluster.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, client: client, ns: "drain-" + strings.ToLower(rand.Text()[:8])}
	w.create(`{apiVersion: v1, kind: Namespace, metadata: {name: $NS}}`)
	return w
}

// create makes an object and returns it.
func (w *world) create(text string) *unstructured.Unstructured {
	w.Helper()
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(strings.ReplaceAll(text, "$NS", w.ns)), &u.Object); err != nil {
		w.Fatal(err)
	}
	out, err := w.of(u.GetKind()).Create(w.Context(), u, metav1.CreateOptions{})
	if err != nil {
		w.Fatal(err)
	}
	return out
}

func (w *world) of(kind string) dynamic.ResourceInterface {
	switch kind {
	case "Namespace":
		gvr := pods
		gvr.Resource = "namespaces"
		return w.client.Resource(gvr)
	case "PersistentVolume":
		return w.client.Resource(volumes)
	case "PersistentVolumeClaim":
		return w.client.Resource(claims).Namespace(w.ns)
	case "Pod":
		return w.client.Resource(pods).Namespace(w.ns)
	case "Ingress":
		return w.client.Resource(kinds[1].resource).Namespace(w.ns)
	}
	return w.client.Resource(kinds[0].resource).Namespace(w.ns)
}

// volume makes a claim that is bound to a volume with a reclaim policy.
func (w *world) volume(name, policy string) {
	w.Helper()
	claim := w.create(`{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: ` + name + `, namespace: $NS}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}`)
	w.create(`{apiVersion: v1, kind: PersistentVolume, metadata: {name: $NS-` + name + `}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, persistentVolumeReclaimPolicy: ` + policy + `,
		csi: {driver: ebs.csi.aws.com, volumeHandle: vol-1}, claimRef: {name: ` + name + `, namespace: $NS, uid: ` + string(claim.GetUID()) + `}}}`)
	w.Cleanup(func() {
		_ = w.of("PersistentVolume").Delete(context.Background(), w.ns+"-"+name, metav1.DeleteOptions{})
		w.finish("PersistentVolume", w.ns+"-"+name)
	})
}

// finish takes the finalizers away, as the controllers do when they are done.
func (w *world) finish(kind, name string) {
	_, _ = w.of(kind).Patch(context.Background(), name, types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
}

func (w *world) plan() *Plan {
	w.Helper()
	p, err := New(w.Context(), w.client)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w *world) names(list []Object) []string {
	out := []string{}
	for _, o := range list {
		out = append(out, strings.ReplaceAll(o.String(), w.ns, "NS"))
	}
	slices.Sort(out)
	return out
}

// fill makes two load balancers, a volume that goes and one that stays, and
// what holds nothing in AWS.
func (w *world) fill() {
	w.create(`{apiVersion: v1, kind: Service, metadata: {name: web, namespace: $NS, finalizers: [service.k8s.aws/resources]}, spec: {type: LoadBalancer, ports: [{port: 80}]}}`)
	w.create(`{apiVersion: v1, kind: Service, metadata: {name: inside, namespace: $NS}, spec: {ports: [{port: 80}]}}`)
	w.create(`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: www, namespace: $NS, finalizers: [ingress.k8s.aws/resources]}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}`)
	w.create(`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: nobodys, namespace: $NS}, spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}}`)
	w.volume("data", "Delete")
	w.volume("archive", "Retain")
	w.create(`{apiVersion: v1, kind: Pod, metadata: {name: user, namespace: $NS}, spec: {containers: [{name: c, image: i}], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}`)
	w.create(`{apiVersion: v1, kind: Pod, metadata: {name: other, namespace: $NS}, spec: {containers: [{name: c, image: i}]}}`)
}

func TestPlanSaysWhatGoesAndWhatStays(t *testing.T) {
	w := newWorld(t)
	w.fill()
	p := w.plan()
	if diff := cmp.Diff([]string{"Ingress NS/www", "PersistentVolumeClaim NS/data", "Service NS/web"}, w.names(p.Objects)); diff != "" {
		t.Errorf("goes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"PersistentVolumeClaim NS/data"}, w.names(p.Data())); diff != "" {
		t.Errorf("takes data along (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"PersistentVolume NS-archive"}, w.names(p.Kept)); diff != "" {
		t.Errorf("stays (-want +got):\n%s", diff)
	}

	// What nobody takes down is named when the time is over.
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	err := p.Run(ctx, func(deploy.Event) {})
	for _, want := range []string{"Service " + w.ns + "/web (a load balancer) waits for service.k8s.aws/resources", "PersistentVolumeClaim " + w.ns + "/data", "controller"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("does not say %q:\n%v", want, err)
		}
	}

	// Run again, the controllers at work beside it.
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, o := range [][2]string{{"Service", "web"}, {"Ingress", "www"}, {"PersistentVolumeClaim", "data"}} {
			w.finish(o[0], o[1])
		}
		_ = w.of("PersistentVolume").Delete(context.Background(), w.ns+"-data", metav1.DeleteOptions{})
		w.finish("PersistentVolume", w.ns+"-data")
	}()
	ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var gone []string
	if err := w.plan().Run(ctx, func(e deploy.Event) { gone = append(gone, string(e.Verb)+" "+e.What) }); err != nil {
		t.Fatal(err)
	}
	<-done
	if len(gone) == 0 {
		t.Error("nothing was reported")
	}
	if p := w.plan(); !p.Empty() {
		t.Errorf("left: %v", w.names(p.Objects))
	}
	for kind, names := range map[string][2]string{"Pod": {"user", "other"}, "Service": {"web", "inside"}, "Ingress": {"www", "nobodys"}, "PersistentVolumeClaim": {"data", "archive"}} {
		if _, err := w.of(kind).Get(t.Context(), names[0], metav1.GetOptions{}); err == nil && kind != "Pod" {
			t.Errorf("%s %s is still there", kind, names[0])
		}
		if _, err := w.of(kind).Get(t.Context(), names[1], metav1.GetOptions{}); err != nil {
			t.Errorf("%s %s is gone: %v", kind, names[1], err)
		}
	}
	if pod, err := w.of("Pod").Get(t.Context(), "user", metav1.GetOptions{}); err == nil && pod.GetDeletionTimestamp() == nil {
		t.Error("the pod that holds the volume was left alone")
	}
}

// A thing that was made again under the same name is not the plan's.
func TestPlanIsAboutTheObjectsItSaw(t *testing.T) {
	w := newWorld(t)
	text := `{apiVersion: v1, kind: Service, metadata: {name: again, namespace: $NS}, spec: {type: LoadBalancer, ports: [{port: 80}]}}`
	w.create(text)
	p := w.plan()
	if err := w.of("Service").Delete(t.Context(), "again", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	w.create(text)
	if err := p.Run(t.Context(), func(deploy.Event) {}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.of("Service").Get(t.Context(), "again", metav1.GetOptions{}); err != nil {
		t.Errorf("the new one was deleted: %v", err)
	}
	if err := w.of("Service").Delete(t.Context(), "again", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
}

// What Karpenter has launched must be gone before Karpenter is; what EKS Auto
// Mode looks after is nobody's to delete.
func TestWhoseInstances(t *testing.T) {
	for text, want := range map[string]bool{
		`{kind: NodePool, metadata: {name: general}}`:                                                                    true,
		`{kind: NodePool, metadata: {name: system, labels: {app.kubernetes.io/managed-by: eks}}}`:                        false,
		`{kind: NodeClaim, metadata: {name: general-1}, spec: {nodeClassRef: {group: karpenter.k8s.aws}}}`:               true,
		`{kind: NodeClaim, metadata: {name: system-1}, spec: {nodeClassRef: {group: eks.amazonaws.com, name: default}}}`: false,
	} {
		u := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(kinds, func(k kind) bool { return k.resource.Resource == strings.ToLower(u.GetKind())+"s" })
		if i < 0 || kinds[i].holds(u) != want || !kinds[i].last {
			t.Errorf("%s: want %v", text, want)
		}
	}
}

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"
)

// cluster is a client of one cluster as somebody.
type cluster struct {
	config *rest.Config
	dynamic.Interface
}

func connect(t *testing.T, kubeconfig []byte) *cluster {
	t.Helper()
	cfg, err := clientcmd.RESTConfigFromKubeConfig(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	cfg.QPS, cfg.Timeout, cfg.UserAgent = -1, time.Minute, "e2e"
	cfg.WarningHandler = rest.NoWarnings{} // every kind is listed, those of old times too
	client, err := dynamic.NewForConfig(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &cluster{cfg, client}
}

// admin connects with the kubeconfig that 'up' left for kubectl.
func (h *home) admin(t *testing.T, name string) *cluster {
	t.Helper()
	all, err := clientcmd.LoadFromFile(h.kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	all.CurrentContext = name
	data, err := clientcmd.Write(*all)
	if err != nil {
		t.Fatal(err)
	}
	return connect(t, data)
}

// kind is short for a resource: "configmaps", "apps/v1/deployments".
func kind(name string) schema.GroupVersionResource {
	parts := strings.Split(name, "/")
	switch len(parts) {
	case 1:
		return schema.GroupVersionResource{Version: "v1", Resource: name}
	case 3:
		return schema.GroupVersionResource{Group: parts[0], Version: parts[1], Resource: parts[2]}
	default:
		panic("no resource: " + name)
	}
}

func (c *cluster) get(t *testing.T, resource, namespace, name string) *unstructured.Unstructured {
	t.Helper()
	u, err := c.Resource(kind(resource)).Namespace(namespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatalf("reading %s %s/%s: %v", resource, namespace, name, err)
	}
	return u
}

// find is an object, or nil where it does not exist; any other error ends the test.
func (c *cluster) find(t *testing.T, resource, namespace, name string) *unstructured.Unstructured {
	t.Helper()
	u, err := c.Resource(kind(resource)).Namespace(namespace).Get(t.Context(), name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		t.Fatalf("reading %s %s/%s: %v", resource, namespace, name, err)
	}
	return u
}

// has reports whether an object exists.
func (c *cluster) has(t *testing.T, resource, namespace, name string) bool {
	t.Helper()
	return c.find(t, resource, namespace, name) != nil
}

// try creates an object, given as YAML, and removes it after the test.
func (c *cluster) try(t *testing.T, resource, namespace, text string) error {
	t.Helper()
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
		t.Fatal(err)
	}
	made, err := c.Resource(kind(resource)).Namespace(namespace).Create(t.Context(), u, metav1.CreateOptions{})
	if err == nil {
		t.Cleanup(func() {
			err := c.Resource(kind(resource)).Namespace(namespace).Delete(context.Background(), made.GetName(), metav1.DeleteOptions{})
			if err != nil && !apierrors.IsNotFound(err) {
				t.Errorf("removing %s %s: %v", resource, made.GetName(), err)
			}
		})
	}
	return err
}

func (c *cluster) create(t *testing.T, resource, namespace, text string) {
	t.Helper()
	if err := c.try(t, resource, namespace, text); err != nil {
		t.Fatalf("creating %s: %v", resource, err)
	}
}

// applied are the versions of every object that slipway applied, by name.
// Left out are kinds whose status others write all the time.
func (c *cluster) applied(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for gvr := range c.listable(t) {
		if gvr.Resource == "nodes" || gvr.Resource == "applications" || gvr.Resource == "events" {
			continue
		}
		list, err := c.Resource(gvr).List(t.Context(), metav1.ListOptions{})
		if apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err) {
			continue
		}
		if err != nil {
			t.Fatalf("listing %s: %v", gvr, err)
		}
		for _, u := range list.Items {
			if u.GetAnnotations()["slipway.dev/unit"] != "" {
				found[gvr.Resource+" "+u.GetNamespace()+"/"+u.GetName()] = u.GetResourceVersion()
			}
		}
	}
	return found
}

func (c *cluster) listable(t *testing.T) map[schema.GroupVersionResource]struct{} {
	t.Helper()
	client, err := discovery.NewDiscoveryClientForConfig(c.config)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := client.ServerPreferredResources()
	if err != nil {
		t.Fatal(err)
	}
	all, err := discovery.GroupVersionResources(discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list"}}, lists))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// uids tells namespaces apart from others of the same name.
func (c *cluster) uids(t *testing.T) map[string]string {
	t.Helper()
	list, err := c.Resource(kind("namespaces")).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, u := range list.Items {
		if u.GetDeletionTimestamp() == nil { // one that another test is still deleting is gone already
			out[u.GetName()] = string(u.GetUID())
		}
	}
	return out
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// audit reads what slipway itself wrote to a cluster since a place in its log.
type audit struct {
	file string
	from int
}

func (h *home) audit(t *testing.T, platform, cluster string) *audit {
	t.Helper()
	a := &audit{file: filepath.Join(h.state(), platform, "clusters", cluster, "data", "kube-apiserver", "audit.log")}
	a.from = len(a.read(t))
	return a
}

func (a *audit) read(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(a.file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// writes are the requests of the user slipway that were meant to change something.
func (a *audit) writes(t *testing.T) []string {
	t.Helper()
	var out []string
	for line := range bytes.SplitSeq(a.read(t)[a.from:], []byte("\n")) {
		var e struct {
			Verb, RequestURI string
			User             struct{ Username string }
		}
		if json.Unmarshal(line, &e) != nil || e.User.Username != "slipway" || strings.Contains(e.RequestURI, "dryRun=All") {
			continue
		}
		out = append(out, e.Verb+" "+e.RequestURI)
	}
	return out
}

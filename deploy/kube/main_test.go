package kube

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/testcluster"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// world is one deployer on the shared cluster, in a namespace of the test's own.
type world struct {
	*testing.T
	*Deployer
	ns string
}

func newWorld(t *testing.T, opts Options) *world {
	t.Helper()
	if opts.Owner == "" {
		opts.Owner = "test"
	}
	d, err := New(cluster.Start(t), opts)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, Deployer: d, ns: strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()) + "-" + rand.Text()[:5])}
	w.raw(http.MethodPost, "/api/v1/namespaces", `{"metadata":{"name":"`+w.ns+`"}}`)
	w.keepSystemNamespace()
	return w
}

// keeper is an inventory of another platform. As long as it is there no test
// takes the namespace of inventories away from the others.
const keeper = "keeper"

func (w *world) keepSystemNamespace() {
	w.Helper()
	err := w.systemNamespace(w.Context())
	if err == nil {
		_, err = w.try(http.MethodPost, inventoryPath(""), `{"metadata":{"name":"`+keeper+`","labels":{"`+inventoryLabel+`":"true","`+platformLabel+`":"`+keeper+`"}}}`)
	}
	if err != nil && !apierrors.IsAlreadyExists(err) {
		w.Fatal(err)
	}
}

// unit has one file; $NS in it stands for the test's namespace.
func (w *world) unit(yaml string) *assembly.Unit {
	return w.unitOf("unit", yaml)
}

func (w *world) unitOf(name, yaml string) *assembly.Unit {
	return &assembly.Unit{
		ID: assembly.UnitID("dev/" + w.ns + "/" + name), Kind: assembly.Kubernetes, Where: "cluster:dev",
		Origin: assembly.Origin{Path: "blueprints[standard]", At: "platform.yaml:3:4"},
		Files:  map[string][]byte{"objects.yaml": []byte(strings.ReplaceAll(yaml, "$NS", w.ns))},
	}
}

// raw is somebody else at work: a plain request with another field manager.
func (w *world) raw(method, path, body string) map[string]any {
	w.Helper()
	out, err := w.try(method, path, body)
	if err != nil {
		w.Fatalf("%s %s: %v", method, path, err)
	}
	return out
}

func (w *world) try(method, path, body string) (map[string]any, error) {
	content := map[string]string{http.MethodPatch: "application/merge-patch+json"}[method]
	if content == "" {
		content = acceptAll
	}
	path, query, _ := strings.Cut(strings.ReplaceAll(path, "$NS", w.ns), "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	if values.Get("fieldManager") == "" {
		values.Set("fieldManager", "somebody")
	}
	if values.Get("force") != "" {
		content = applyPatch
	}
	answer, _, err := w.client.do(w.Context(), call{
		method: method, path: path, query: values, accept: acceptAll, content: content, body: []byte(strings.ReplaceAll(body, "$NS", w.ns)),
	})
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, json.Unmarshal(answer, &out)
}

func (w *world) exists(path string) bool {
	w.Helper()
	out, err := w.try(http.MethodGet, path, "")
	if err != nil && !apierrors.IsNotFound(err) {
		w.Fatal(err)
	}
	return err == nil && metaString(out, "deletionTimestamp") == ""
}

func (w *world) diff(u *assembly.Unit) *deploy.Plan {
	w.Helper()
	p, err := w.Diff(w.within(time.Minute), u)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// run compares and applies, as the engine does, and returns the changes.
func (w *world) run(u *assembly.Unit) []deploy.Change {
	w.Helper()
	p := w.diff(u)
	if p.Empty() {
		return nil
	}
	if _, err := w.Apply(w.within(time.Minute), p, func(deploy.Event) {}); err != nil {
		w.Fatal(err)
	}
	return p.Changes
}

func (w *world) within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(w.Context(), d)
	w.Cleanup(cancel)
	return ctx
}

func briefly(changes []deploy.Change) []string {
	var out []string
	for _, c := range changes {
		s := string(c.Verb) + " " + c.What
		if c.Drift {
			s += " (drift)"
		}
		out = append(out, s)
	}
	return out
}

// counter is a transport that counts requests and can lose them, or answers.
type counter struct {
	next      http.RoundTripper
	mu        sync.Mutex
	writes    []string
	count     int
	dry       int
	cut, lose func(n int) bool // whether request n, from 1, is not sent, or its answer not received
}

var errCut = errors.New("cut off by the test")

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.count++
	n := c.count
	switch {
	case r.URL.Query().Get("dryRun") != "":
		c.dry++
	case r.Method != http.MethodGet:
		c.writes = append(c.writes, r.Method+" "+r.URL.Path)
	}
	c.mu.Unlock()
	if c.cut != nil && c.cut(n) {
		c.lose(n)
		return nil, errCut
	}
	resp, err := c.next.RoundTrip(r)
	if err == nil && c.lose != nil && c.lose(n) {
		resp.Body.Close()
		return nil, errCut
	}
	return resp, err
}

// count puts a counter under the deployer's requests.
func (w *world) count() *counter {
	c := &counter{next: w.client.web.Transport}
	web := *w.client.web
	web.Transport = c
	w.client.web = &web
	return c
}

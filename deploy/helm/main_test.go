package helm

import (
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	release "helm.sh/helm/v4/pkg/release/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/testcluster"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// world is one deployer on the shared cluster, with a namespace of the test's own.
type world struct {
	*testing.T
	*Deployer
	ns      string
	objects dynamic.Interface
	events  []deploy.Event
	counter *counter
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, counter: &counter{}, ns: strings.ToLower(t.Name()) + "-" + strings.ToLower(rand.Text()[:5])}
	cfg := cluster.Start(t)
	cfg.QPS = -1
	var err error
	if w.objects, err = dynamic.NewForConfig(cfg); err != nil {
		t.Fatal(err)
	}
	w.Deployer = w.as(cfg, "test")
	return w
}

func (w *world) as(cfg *rest.Config, owner string) *Deployer {
	w.Helper()
	cfg = rest.CopyConfig(cfg)
	cfg.QPS = -1
	cfg.Wrap(w.counter.under)
	d, err := New(cfg, Options{Owner: owner, Where: "cluster:dev", Texts: true})
	if err != nil {
		w.Fatal(err)
	}
	return d
}

// counter lists writes and can refuse them.
type counter struct {
	mu     sync.Mutex
	writes []string
	refuse func(r *http.Request) error
}

func (c *counter) under(next http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		c.mu.Lock()
		refuse := c.refuse
		if r.Method != http.MethodGet && r.URL.Query().Get("dryRun") == "" {
			c.writes = append(c.writes, r.Method+" "+r.URL.Path)
		}
		c.mu.Unlock()
		if refuse != nil {
			if err := refuse(r); err != nil {
				return nil, err
			}
		}
		return next.RoundTrip(r)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// files is a chart as its templates, by name; "crds/…" and "values.schema.json" as they are.
type files map[string]string

func (w *world) archive(version string, content files) []byte {
	w.Helper()
	c := &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: "app", Version: version}}
	for name, text := range content {
		f := &common.File{Name: "templates/" + name, Data: []byte(text)}
		if strings.HasPrefix(name, "crds/") {
			f.Name = name
			c.Files = append(c.Files, f)
			continue
		}
		c.Templates = append(c.Templates, f)
	}
	file, err := chartutil.Save(c, w.TempDir())
	if err != nil {
		w.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		w.Fatal(err)
	}
	return data
}

// unit vendors a chart with values.
func (w *world) unit(version, values string, content files) *assembly.Unit {
	w.Helper()
	archive := w.archive(version, content)
	c := assembly.Chart{Repo: "https://charts.example.com", Name: "app", Version: version, Digest: charts.Digest(archive), Release: "app", Namespace: w.ns}
	return w.unitOf(c, values, archive)
}

func (w *world) unitOf(c assembly.Chart, values string, archive []byte) *assembly.Unit {
	w.Helper()
	data, err := c.Encode()
	if err != nil {
		w.Fatal(err)
	}
	u := &assembly.Unit{
		ID: assembly.UnitID("dev/addons/" + w.ns), Kind: assembly.Helm, Where: "cluster:dev", Origin: assembly.Origin{Path: "blueprints[standard]"},
		Files: map[string][]byte{assembly.ChartFile: data, assembly.ValuesFile: []byte(values)},
	}
	if archive != nil {
		u.Files[assembly.ArchiveFile] = archive
	}
	return u
}

func (w *world) within(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(w.Context(), d)
	w.Cleanup(cancel)
	return ctx
}

func (w *world) plan(u *assembly.Unit) *deploy.Plan {
	w.Helper()
	p, err := w.Diff(w.within(time.Minute), u)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

// run compares and applies, as the engine does, and returns the changes in short.
func (w *world) run(u *assembly.Unit) []string {
	w.Helper()
	p := w.plan(u)
	if p.Empty() {
		return nil
	}
	if err := w.try(p, time.Minute); err != nil {
		w.Fatal(err)
	}
	return briefly(p.Changes)
}

func (w *world) try(p *deploy.Plan, within time.Duration) error {
	w.events = nil
	_, err := w.Apply(w.within(within), p, func(e deploy.Event) { w.events = append(w.events, e) })
	return err
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

// expect compares; $NS stands for the test's namespace.
func (w *world) expect(what string, got []string, want ...string) {
	w.Helper()
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "$NS", w.ns)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.Errorf("%s: -want +got:\n%s", what, diff)
	}
}

func (w *world) notes() string {
	var all []string
	for _, e := range w.events {
		if e.Type == deploy.Note {
			all = append(all, e.Message)
		}
	}
	return strings.Join(all, "\n")
}

func resource(kind string) schema.GroupVersionResource {
	return map[string]schema.GroupVersionResource{
		"ConfigMap":  {Version: "v1", Resource: "configmaps"},
		"Secret":     {Version: "v1", Resource: "secrets"},
		"Deployment": {Group: "apps", Version: "v1", Resource: "deployments"},
		"CRD":        {Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"},
	}[kind]
}

// get is an object of the test's namespace, nil when it is not there.
func (w *world) get(kind, name string) map[string]any {
	w.Helper()
	r := w.objects.Resource(resource(kind))
	var o *unstructured.Unstructured
	var err error
	if kind == "CRD" {
		o, err = r.Get(w.Context(), name, metav1.GetOptions{})
	} else {
		o, err = r.Namespace(w.ns).Get(w.Context(), name, metav1.GetOptions{})
	}
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		w.Fatal(err)
	}
	return o.Object
}

func (w *world) data(name string) string {
	w.Helper()
	v, _, _ := unstructured.NestedString(w.get("ConfigMap", name), "data", "v")
	return v
}

// last is the newest revision of the test's release.
func (w *world) last() *release.Release {
	w.Helper()
	rel, err := w.session(w.within(time.Minute), w.ns).last("app")
	if err != nil {
		w.Fatal(err)
	}
	return rel
}

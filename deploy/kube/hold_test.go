package kube

import (
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
)

func (w *world) hold(d time.Duration, g assembly.Gate) error {
	return w.Hold(w.within(d), w.unit(mixed), g)
}

func TestHoldReady(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.run(w.unit(mixed))
	err := w.hold(time.Second, assembly.Gate{Kind: assembly.Ready})
	if err == nil || !strings.Contains(err.Error(), "Deployment "+w.ns+"/web: ") {
		t.Errorf("no controller, and yet: %v", err)
	}
	held := make(chan error, 1)
	go func() { held <- w.hold(time.Minute, assembly.Gate{Kind: assembly.Ready}) }()
	w.raw(http.MethodPatch, "/apis/apps/v1/namespaces/$NS/deployments/web/status",
		`{"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,"conditions":[{"type":"Available","status":"True"},{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable"}]}}`)
	w.raw(http.MethodPatch, "/api/v1/namespaces/$NS/resourcequotas/quota/status", `{"status":{"hard":{"pods":"50"}}}`)
	if err := <-held; err != nil {
		t.Error(err)
	}
	one := assembly.ObjectRef{APIVersion: "apps/v1", Kind: "Deployment", Namespace: w.ns, Name: "web"}
	if err := w.hold(time.Minute, assembly.Gate{Kind: assembly.Ready, Object: one}); err != nil {
		t.Error(err)
	}
	one.Name = "none"
	if err := w.hold(time.Second, assembly.Gate{Kind: assembly.Ready, Object: one}); err == nil || !strings.Contains(err.Error(), "Deployment "+w.ns+"/none is not there") {
		t.Errorf("got %v", err)
	}
}

func TestHoldField(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.run(w.unit(mixed))
	g := assembly.Gate{Kind: assembly.Field, Object: assembly.ObjectRef{APIVersion: "v1", Kind: "Service", Namespace: w.ns, Name: "web"}}
	for path, value := range map[string]string{"spec.ports[0].port": "80", "spec.ports[port=80].targetPort": "8080", "metadata.annotations['slipway.dev/origin']": "blueprints[standard]"} {
		g.Path, g.Value = path, value
		if err := w.hold(time.Minute, g); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	g.Path, g.Value = "spec.ports[0].port", "81"
	if err := w.hold(time.Second, g); err == nil || !strings.Contains(err.Error(), `spec.ports[0].port is "80"`) {
		t.Errorf("got %v", err)
	}
}

func TestHoldWebhookAndHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	asked := make(chan string, 100)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked <- r.Method
		if r.URL.Path == "/starting" {
			rw.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // strangers are part of the test
	server.StartTLS()
	defer server.Close()
	ca := base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	hook := func(path, client string) string {
		return `{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"` + path + `-$NS"},"webhooks":[{"name":"a.example.com","admissionReviewVersions":["v1"],"sideEffects":"None","rules":[{"apiGroups":["none.example.com"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["nothing"]}],"clientConfig":` + client + `}]}`
	}
	tests := map[string]struct{ client, want string }{
		"ok":       {`{"url":"` + server.URL + `/ok","caBundle":"` + ca + `"}`, ""},
		"starting": {`{"url":"` + server.URL + `/starting","caBundle":"` + ca + `"}`, "503 Service Unavailable"},
		"stranger": {`{"url":"` + server.URL + `/ok"}`, "certificate"},
		"service":  {`{"service":{"namespace":"$NS","name":"none"},"caBundle":"` + ca + `"}`, "has no ready endpoint"},
	}
	for name, tt := range tests {
		w.raw(http.MethodPost, "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", hook(name, tt.client))
		ref := assembly.ObjectRef{APIVersion: "admissionregistration.k8s.io/v1", Kind: "ValidatingWebhookConfiguration", Name: name + "-" + w.ns}
		err := w.hold(2*time.Second, assembly.Gate{Kind: assembly.Webhook, Object: ref})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
	select {
	case method := <-asked:
		if method != http.MethodPost {
			t.Errorf("the webhook was asked with %s", method)
		}
	default:
		t.Error("no webhook was asked")
	}
	plain := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/up" {
			rw.WriteHeader(http.StatusNotFound)
		}
	}))
	defer plain.Close()
	if err := w.hold(time.Minute, assembly.Gate{Kind: assembly.HTTP, URL: plain.URL + "/up"}); err != nil {
		t.Error(err)
	}
	if err := w.hold(time.Second, assembly.Gate{Kind: assembly.HTTP, URL: plain.URL + "/down"}); err == nil || !strings.Contains(err.Error(), "404 Not Found") {
		t.Errorf("got %v", err)
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	cfg := cluster.Start(t)
	cfg.Host = "https://127.0.0.1:1"
	d, err := New(cfg, Options{Owner: "test", Patience: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, Deployer: d, ns: "nowhere"}
	_, err = d.Diff(w.within(time.Minute), w.unit(mixed))
	if err == nil || !strings.Contains(err.Error(), "the API server at 127.0.0.1:1 does not answer") {
		t.Errorf("got %v", err)
	}
}

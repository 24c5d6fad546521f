package kubernetes

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/internal/testcluster"
	"slipway.dev/slipway/manifest"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// server is a real API server with a team on it.
type server struct {
	client *http.Client
	host   string
}

func newServer(t *testing.T, objects []manifest.Object) *server {
	t.Helper()
	config := cluster.Start(t)
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{client, config.Host}
	for _, o := range objects {
		s.apply(t, o, "")
		if o.Kind() == "ResourceQuota" { // no controller counts here, and what nobody counted is refused
			hard := o["spec"].(map[string]any)["hard"].(map[string]any)
			used := map[string]any{}
			for name := range hard {
				used[name] = "0"
			}
			counted := manifest.New("v1", "ResourceQuota", o.Namespace(), o.Name()).With("status", map[string]any{"hard": hard, "used": used})
			s.apply(t, counted, "/status")
		}
	}
	return s
}

func (s *server) apply(t *testing.T, o manifest.Object, sub string) {
	t.Helper()
	if err := s.send(t, http.MethodPatch, path(o)+"/"+o.Name()+sub+"?fieldManager=test&force=true", "application/apply-patch+yaml", o); err != nil {
		t.Fatalf("applying %s: %v", o, err)
	}
}

// create only tries: nothing is kept.
func (s *server) create(t *testing.T, o manifest.Object) error {
	t.Helper()
	return s.send(t, http.MethodPost, path(o)+"?dryRun=All", "application/json", o)
}

func (s *server) send(t *testing.T, method, path, content string, o manifest.Object) error {
	t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, s.host+path, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", content)
	return s.do(t, request)
}

func (s *server) do(t *testing.T, request *http.Request) error {
	t.Helper()
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var status struct{ Reason, Message string }
	if response.StatusCode < 300 {
		return nil
	}
	if err := json.Unmarshal(answer, &status); err != nil {
		return fmt.Errorf("%s: %s", response.Status, answer) // a kind that is not served yet
	}
	return fmt.Errorf("%s: %s", status.Reason, status.Message)
}

// path is where objects of a kind are.
func path(o manifest.Object) string {
	out := "/apis/" + o.APIVersion()
	if o.APIVersion() == "v1" {
		out = "/api/v1"
	}
	if o.Namespace() != "" {
		out += "/namespaces/" + o.Namespace()
	}
	plural := strings.ToLower(o.Kind()) + "s"
	return out + "/" + strings.Replace(plural, "policys", "policies", 1)
}

// pod is one that the restricted profile admits.
func pod(spec fields) manifest.Object {
	container := fields{
		"name": "main", "image": "example.com/main",
		"securityContext": fields{"allowPrivilegeEscalation": false, "capabilities": fields{"drop": names("ALL")}},
	}
	whole := fields{
		"containers":      []any{container},
		"securityContext": fields{"runAsNonRoot": true, "seccompProfile": fields{"type": "RuntimeDefault"}},
	}
	maps.Copy(whole, spec)
	return manifest.New("v1", "Pod", "team-t", "x").With("spec", whole)
}

// What the objects say is only worth what an API server makes of it.
func TestTheServerRefuses(t *testing.T) {
	p := platform(t, blueprint.Team{Name: "t"})
	s := newServer(t, append(Team(p, &p.Teams[0]), AllTeams(p)...))
	stolen := service("team-t", fields{"externalIPs": names("203.0.113.7")})
	s.eventually(t, "the policies are in force", func() error { return refusal(s.create(t, stolen), "externalIPs") })
	for name, tc := range map[string]struct {
		object manifest.Object
		want   string // in the refusal; "" where it must be admitted
	}{
		"a pod":                        {pod(nil), ""},
		"a pod critical for the nodes": {pod(fields{"priorityClassName": "system-node-critical"}), "exceeded quota: no-critical-pods"},
		"a pod critical for others":    {pod(fields{"priorityClassName": "system-cluster-critical"}), "exceeded quota: no-critical-pods"},
		"a service":                    {service("team-t", fields{}), ""},
		"others' addresses":            {stolen, "may not name externalIPs"},
		"others' addresses elsewhere":  {service("default", fields{"externalIPs": names("203.0.113.7")}), ""},
		"a load balancer":              {service("team-t", fields{"type": "LoadBalancer"}), "must be of type ClusterIP"},
		"a node port":                  {service("team-t", fields{"type": "NodePort"}), "must be of type ClusterIP"},
		"an external name":             {service("team-t", fields{"type": "ExternalName", "externalName": "example.com"}), "must be of type ClusterIP"},
		"a secret":                     {secret("team-t", "Opaque"), ""},
		"an account's token":           {secret("team-t", "kubernetes.io/service-account-token"), "may not make tokens"},
		"an account's token elsewhere": {secret("default", "kubernetes.io/service-account-token"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if err := refusal(s.create(t, tc.object), tc.want); err != nil {
				t.Error(err)
			}
		})
	}
}

// refusal holds an answer to what the refusal has to say, "" for none.
func refusal(err error, want string) error {
	switch {
	case want == "" && err != nil:
		return fmt.Errorf("is refused: %w", err)
	case want != "" && (err == nil || !strings.HasPrefix(err.Error(), "Forbidden: ") || !strings.Contains(err.Error(), want)):
		return fmt.Errorf("got %v, want it forbidden with %q", err, want)
	}
	return nil
}

// eventually polls: the API server reads its policies in the background.
func (s *server) eventually(t *testing.T, what string, holds func() error) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		err := holds()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("a minute passed before %s: %v", what, err)
		}
	}
}

func service(namespace string, more fields) manifest.Object {
	spec := fields{"ports": []any{fields{"port": 80}}}
	maps.Copy(spec, more)
	return manifest.New("v1", "Service", namespace, "x").With("spec", spec)
}

func secret(namespace, kind string) manifest.Object {
	return manifest.New("v1", "Secret", namespace, "x").Annotate("kubernetes.io/service-account.name", "default").With("type", kind)
}

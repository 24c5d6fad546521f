package awsdouble

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/transport"
)

// Person is who Kubernetes takes a caller for.
type Person struct {
	User   string
	Groups []string
}

// Endpoint is the API server's address of an EKS cluster.
type Endpoint struct {
	URL string
	CA  []byte // PEM
}

// EKSEndpoint stands in for the endpoint of an EKS cluster before a real API
// server, which admin leads to: it has STS tell who signed a token, has entries,
// the cluster's access entries, tell who that is, and passes the request on in
// that person's name. entries gets the ARN of a user or a role.
func (s *Server) EKSEndpoint(t testing.TB, cluster string, admin *rest.Config, entries func(arn string) (Person, bool)) Endpoint {
	t.Helper()
	target, _, err := rest.DefaultServerUrlFor(admin)
	if err != nil {
		t.Fatal(err)
	}
	admin = rest.CopyConfig(admin)
	admin.NextProtos = []string{"http/1.1"} // HTTP/2 has no upgrades
	next, err := rest.TransportFor(admin)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Transport: next, FlushInterval: -1, // watches must not wait for a full buffer
		Rewrite:      func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) }, // a client that died is no news
	}
	web := httptest.NewUnstartedServer(&gate{server: s, cluster: cluster, entries: entries, next: proxy})
	web.EnableHTTP2 = true
	web.StartTLS()
	t.Cleanup(func() { web.CloseClientConnections(); web.Close() })
	return Endpoint{URL: web.URL, CA: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})}
}

// gate lets those in whose token says who they are.
type gate struct {
	server  *Server
	cluster string
	entries func(arn string) (Person, bool)
	next    http.Handler
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	arn, err := g.caller(r)
	if err != nil {
		unauthorized(w, err.Error())
		return
	}
	who, ok := g.entries(RoleOf(arn))
	if !ok {
		unauthorized(w, "no access entry for "+arn)
		return
	}
	out := r.Clone(r.Context())
	for name := range out.Header {
		if strings.HasPrefix(name, "Impersonate-") {
			out.Header.Del(name)
		}
	}
	out.Header.Del("Authorization")
	out.Header.Set(transport.ImpersonateUserHeader, who.User)
	for _, group := range append([]string{"system:authenticated"}, who.Groups...) {
		out.Header.Add(transport.ImpersonateGroupHeader, group)
	}
	g.next.ServeHTTP(w, out)
}

// parameters are those that a token's URL may have (aws-iam-authenticator,
// pkg/token: it refuses any other).
var parameters = []string{
	"Action", "Version", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token",
	"X-Amz-Signature", "X-Amz-SignedHeaders", "x-amz-user-agent",
}

// caller has STS tell who signed the bearer token.
func (g *gate) caller(r *http.Request) (string, error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer k8s-aws-v1.")
	if !ok {
		return "", errors.New("no token of an EKS cluster")
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return "", err
	}
	question, err := url.Parse(string(raw))
	if err != nil {
		return "", err
	}
	if err := g.check(question); err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, question.String(), nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("X-K8s-Aws-Id", g.cluster)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("STS says %s", resp.Status)
	}
	var who callerIdentity
	if err := xml.NewDecoder(resp.Body).Decode(&who); err != nil {
		return "", err
	}
	return who.ARN, nil
}

// check refuses a question that is not the one that tells who asks.
func (g *gate) check(question *url.URL) error {
	q := question.Query()
	switch {
	case question.Scheme+"://"+question.Host != g.server.URL:
		return fmt.Errorf("%s is not STS", question.Host)
	case question.Path != "/" || q.Get("Action") != "GetCallerIdentity":
		return errors.New("not GetCallerIdentity")
	case !slices.Contains(strings.Split(q.Get("X-Amz-SignedHeaders"), ";"), "x-k8s-aws-id"):
		return errors.New("the cluster's name is not signed")
	}
	for name := range q {
		if !slices.Contains(parameters, name) {
			return fmt.Errorf("parameter %s in a token", name)
		}
	}
	return nil
}

func unauthorized(w http.ResponseWriter, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Unauthorized", "code": http.StatusUnauthorized, "message": message,
	})
}

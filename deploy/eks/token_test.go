package eks

import (
	"bytes"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/internal/awsdouble"
)

func TestClientReachesTheCluster(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	maps := w.client(w.as("slipway-deploy")).CoreV1().ConfigMaps("default")
	watch, err := maps.Watch(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer watch.Stop()
	want := "token-" + strings.ToLower(rand.Text()[:8])
	if _, err := maps.Create(t.Context(), &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: want}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	timeout := time.After(30 * time.Second)
	for {
		select {
		case e := <-watch.ResultChan():
			if m, ok := e.Object.(*corev1.ConfigMap); ok && m.Name == want {
				return
			}
		case <-timeout:
			t.Fatal("the watch did not show what was created")
		}
	}
}

// The endpoint acts in the name of the caller, not in its own.
func TestAccessEntriesRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.client(w.as("reader")).CoreV1().Secrets("default").List(t.Context(), metav1.ListOptions{})
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), `User "reader"`) {
		t.Errorf("the reader got %v", err)
	}
	_, err = w.client(w.as("stranger")).CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{})
	if !apierrors.IsUnauthorized(err) {
		t.Errorf("the stranger got %v", err)
	}
}

func TestTokenOfAnotherClusterIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.get(w.token(NewTokens(w.as("slipway-deploy"), name))); got != http.StatusOK {
		t.Errorf("a good token got %d", got)
	}
	if got := w.get(w.token(NewTokens(w.as("slipway-deploy"), "enterprise-prod"))); got != http.StatusUnauthorized {
		t.Errorf("another cluster's token got %d", got)
	}
	if got := w.get("k8s-aws-v1.nonsense"); got != http.StatusUnauthorized {
		t.Errorf("nonsense got %d", got)
	}
}

func TestExpiredTokenIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.token(NewTokens(w.as("slipway-deploy"), name))
	w.aws.Clock(func() time.Time { return time.Now().Add(14*time.Minute + 50*time.Second) })
	if got := w.get(token); got != http.StatusOK {
		t.Errorf("a token of 14:50 minutes got %d", got)
	}
	w.aws.Clock(func() time.Time { return time.Now().Add(15*time.Minute + time.Second) })
	if got := w.get(token); got != http.StatusUnauthorized {
		t.Errorf("a token of 15:01 minutes got %d", got)
	}
}

func (w *world) token(t *Tokens) string {
	w.Helper()
	token, err := t.Token(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return token.Value
}

// get asks the endpoint for something with a token and returns the status.
func (w *world) get(token string) int {
	w.Helper()
	client, err := rest.HTTPClientFor(&rest.Config{BearerToken: token, TLSClientConfig: rest.TLSClientConfig{CAData: w.endpoint.CA}})
	if err != nil {
		w.Fatal(err)
	}
	resp, err := client.Get(w.endpoint.URL + "/api/v1/namespaces")
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

func TestTokensAreKeptAndRenewed(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	key := s.User("arn:aws:iam::" + account + ":user/ann")
	tokens := NewTokens(s.Config(key, region), name)
	now := time.Now()
	tokens.now = func() time.Time { return now }
	at := func(after time.Duration) time.Time {
		t.Helper()
		now = now.Add(after)
		token, err := tokens.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return token.Expires
	}
	first := at(0)
	if first.Sub(now) != 14*time.Minute {
		t.Errorf("the token lives %s", first.Sub(now))
	}
	if again := at(12 * time.Minute); !again.Equal(first) {
		t.Error("a token that is good was thrown away")
	}
	if again := at(61 * time.Second); again.Equal(first) {
		t.Error("a token about to expire was handed out")
	}
	// A token is worth nothing when the credentials behind it are gone.
	key.Expires = now.Add(5 * time.Minute)
	tokens = NewTokens(s.Config(key, region), name)
	tokens.now = func() time.Time { return now }
	if short := at(0); !short.Equal(key.Expires) {
		t.Errorf("the token outlives its credentials: %s", short.Sub(now))
	}
}

// refuser says 401 a few times and notes what it was sent.
type refuser struct {
	times  int
	tokens []string
	bodies []string
}

func (r *refuser) RoundTrip(req *http.Request) (*http.Response, error) {
	r.tokens = append(r.tokens, req.Header.Get("Authorization"))
	body := new(bytes.Buffer)
	if req.Body != nil {
		if _, err := body.ReadFrom(req.Body); err != nil {
			return nil, err
		}
	}
	r.bodies = append(r.bodies, body.String())
	status := http.StatusOK
	if len(r.tokens) <= r.times {
		status = http.StatusUnauthorized
	}
	return &http.Response{StatusCode: status, Body: http.NoBody}, nil
}

func TestRefusedRequestIsSentOnceMore(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	for times, want := range []int{http.StatusOK, http.StatusOK, http.StatusUnauthorized} {
		next := &refuser{times: times}
		tokens := NewTokens(s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region), name)
		tick := time.Now()
		tokens.now = func() time.Time { tick = tick.Add(time.Second); return tick }
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://eks.example.com/", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&transport{next: next, tokens: tokens, cluster: &Cluster{}}).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != want || len(next.tokens) != min(times+1, 2) {
			t.Errorf("%d refusals: %d after %d requests", times, resp.StatusCode, len(next.tokens))
		}
		for _, b := range next.bodies {
			if b != "body" {
				t.Errorf("%d refusals: sent the body %q", times, b)
			}
		}
		if req.Header.Get("Authorization") != "" {
			t.Error("the caller's request was changed")
		}
	}
}

func TestTokenNeedsCredentials(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	cfg := s.Config(awsdouble.Key{}, region)
	cfg.Credentials = aws.AnonymousCredentials{}
	if _, err := NewTokens(cfg, name).Token(t.Context()); err == nil || !strings.Contains(err.Error(), "cluster "+name) {
		t.Errorf("got %v", err)
	}
}

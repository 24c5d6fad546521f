package awsdouble

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is one AWS with all of its accounts and regions. Its methods may be
// called while it serves.
type Server struct {
	// URL is what AWS_ENDPOINT_URL is set to.
	URL string

	mu             sync.Mutex
	now            func() time.Time
	keys           map[string]Key
	roles          map[string]Role
	clusters       []placed[Cluster]
	protection     map[string]bool // of clusters that lookup tells, by place and name
	lookup         func(account, region string) []Cluster
	resources      []placed[Resource]
	page           int
	off            []string
	faults         []func(Call) *Fault
	calls          []Call
	cloudFormation http.Handler
}

// placed is a thing in one region of one account.
type placed[T any] struct {
	account, region string
	thing           T
}

// New starts a server that the test ends.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{now: time.Now, keys: map[string]Key{}, roles: map[string]Role{}, protection: map[string]bool{}, page: 100}
	web := httptest.NewServer(s)
	t.Cleanup(func() { web.CloseClientConnections(); web.Close() })
	s.URL = web.URL
	return s
}

// Clock sets the server's clock, by which signatures and sessions expire.
func (s *Server) Clock(now func() time.Time) { s.with(func() { s.now = now }) }

// CloudFormation has a handler answer the calls to CloudFormation. CallOf tells
// it who calls, in which account and region; form values are parsed already.
func (s *Server) CloudFormation(h http.Handler) { s.with(func() { s.cloudFormation = h }) }

// Calls are the calls so far, also those that were refused after their
// signature was found good, in the order of their arrival.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Count is how many calls of an action there were: "AssumeRole".
func (s *Server) Count(action string) int {
	n := 0
	for _, c := range s.Calls() {
		if c.Action == action {
			n++
		}
	}
	return n
}

func (s *Server) with(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// ServeHTTP takes a request of any service.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	call, refused := s.authenticate(r, body)
	if refused == nil {
		refused = s.admit(call)
	}
	if refused != nil {
		refused.write(w, call.Service)
		return
	}
	s.route(w, r, call, body)
}

// admit notes the call and lets the faults have their way.
func (s *Server) admit(call Call) *Fault {
	s.mu.Lock()
	s.calls = append(s.calls, call)
	faults, off := slices.Clone(s.faults), slices.Contains(s.off, call.Account+"/"+call.Region)
	s.mu.Unlock()
	if off {
		return unknownToken(call.Service)
	}
	for _, fault := range faults {
		if f := fault(call); f != nil {
			return f
		}
	}
	return nil
}

func (s *Server) route(w http.ResponseWriter, r *http.Request, call Call, body []byte) {
	switch call.Service {
	case "sts":
		s.sts(w, call, query(r, body))
	case "eks":
		s.eks(w, r, call)
	case "tagging":
		s.tagging(w, call, body)
	case "cloudformation":
		s.mu.Lock()
		h := s.cloudFormation
		s.mu.Unlock()
		if h == nil {
			failure(http.StatusNotImplemented, "NotImplemented", "this test has no CloudFormation").write(w, call.Service)
			return
		}
		h.ServeHTTP(w, r.WithContext(withCall(r.Context(), call)))
	default:
		failure(http.StatusNotImplemented, "NotImplemented", "there is no service "+call.Service).write(w, call.Service)
	}
}

// query are the parameters of a call of the query protocol.
func query(r *http.Request, body []byte) url.Values {
	if r.Method == http.MethodGet {
		return r.URL.Query()
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return values
}

// action is what a request asks for, as the API's reference names it.
func action(r *http.Request, body []byte) string {
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		_, name, _ := strings.Cut(target, ".")
		return name
	}
	if name := query(r, body).Get("Action"); name != "" {
		return name
	}
	return restAction(r)
}

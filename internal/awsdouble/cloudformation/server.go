package cloudformation

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Place is where stacks live.
type Place struct{ Account, Region string }

// Options adjust a Server. The zero value is useful.
type Options struct {
	// Account is the account behind an access key, where the double is not
	// behind an awsdouble.Server, which knows. nil: always 111111111111.
	Account func(accessKey string) string
	// Validate refuses templates, by types and properties say. nil: all are fine.
	Validate func(template map[string]any) error
	// Replaces says whether changing a property, by its dotted path without
	// list indexes, replaces a resource: "", "yes" or "maybe". nil: never.
	Replaces func(resourceType, path string) string
	// Attribute gives Fn::GetAtt of a resource where ok, instead of a made-up text.
	Attribute func(r Resource, attribute string) (value any, ok bool)
	// Refuse says why an operation on a resource, CREATE, UPDATE, DELETE or
	// ROLLBACK, fails; "" when it does not. It must not call the double.
	Refuse func(r Resource, on string) (reason string)
	// Page bounds what DescribeStacks and DescribeStackEvents answer at once. 0 means 100.
	Page int
}

// Server is the double. It is safe for concurrent use.
type Server struct {
	opts Options

	mu       sync.Mutex
	stacks   map[Place][]*stack          // in the order of their creation, deleted ones too
	kept     map[thing]map[string]string // named resources that a stack has left behind, with their tags
	failures []*Failure
	before   func(Request) Fault
	requests int
	serial   int // numbers everything that gets an id; also the clock
}

var _ http.Handler = (*Server)(nil)

// New is a double without stacks.
func New(opts Options) *Server {
	return &Server{opts: opts, stacks: map[Place][]*stack{}, kept: map[thing]map[string]string{}}
}

// thing is a resource as the whole region knows it.
type thing struct {
	place      Place
	kind, name string
}

func (r *resource) thing() thing { return thing{r.Place, r.Type, r.PhysicalID} }

// Intercept has f decide on the fate of each request from now on. It is called
// one request at a time; nil lets all through.
func (s *Server) Intercept(f func(Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = f
}

// Requests is how many requests have come so far.
func (s *Server) Requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// ServeHTTP answers one request of the Query protocol.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, http.StatusBadRequest, "MalformedQueryString", err.Error())
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	place, err := s.place(r)
	if err != nil {
		fail(w, http.StatusForbidden, "IncompleteSignature", err.Error())
		return
	}
	req := Request{N: s.requests, Action: r.Form.Get("Action"), Stack: r.Form.Get("StackName"), Place: place}
	fault := None
	if s.before != nil {
		fault = s.before(req)
	}
	if fault.answer(w, req) {
		return
	}
	result, err := s.act(place, req.Action, form(r.Form))
	if fault == LoseAnswer {
		panic(http.ErrAbortHandler)
	}
	answer(w, req.Action, result, err)
}

// act carries out one action.
func (s *Server) act(p Place, action string, f form) (any, error) {
	h, ok := map[string]func(Place, form) (any, error){
		"CreateStack": s.createStack, "DeleteStack": s.deleteStack, "DescribeStacks": s.describeStacks,
		"DescribeStackEvents": s.describeEvents, "ListStackResources": s.listResources, "GetTemplate": s.getTemplate,
		"CreateChangeSet": s.createChangeSet, "DescribeChangeSet": s.describeChangeSet, "ListChangeSets": s.listChangeSets,
		"ExecuteChangeSet": s.executeChangeSet, "DeleteChangeSet": s.deleteChangeSet,
		"ContinueUpdateRollback": s.continueRollback, "UpdateTerminationProtection": s.protect,
		"DetectStackDrift": s.detectDrift, "DescribeStackDriftDetectionStatus": s.driftStatus, "DescribeStackResourceDrifts": s.resourceDrifts,
	}[action]
	if !ok {
		return nil, apiError{"InvalidAction", fmt.Sprintf("Could not find operation %s for version 2010-05-15", action)}
	}
	return h(p, f)
}

// now is a time of its own, a second later each time it is asked.
func (s *Server) now() time.Time {
	s.serial++
	return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s.serial) * time.Second)
}

// id is a new UUID.
func (s *Server) id() string {
	s.serial++
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", s.serial, s.serial)
}

// form is the body of a request: "Tags.member.1.Key" and so on.
type form url.Values

func (f form) get(key string) string { return url.Values(f).Get(key) }
func (f form) has(key string) bool   { return url.Values(f).Has(key) }
func (f form) is(key string) bool    { return f.get(key) == "true" }

// list are the values of a list of texts.
func (f form) list(key string) []string {
	var out []string
	for i := 1; f.has(fmt.Sprintf("%s.member.%d", key, i)); i++ {
		out = append(out, f.get(fmt.Sprintf("%s.member.%d", key, i)))
	}
	return out
}

// pairs are a list of structures with a key and a value, as a map.
func (f form) pairs(list, key, value string) map[string]string {
	out := map[string]string{}
	for i := 1; f.has(fmt.Sprintf("%s.member.%d.%s", list, i, key)); i++ {
		out[f.get(fmt.Sprintf("%s.member.%d.%s", list, i, key))] = f.get(fmt.Sprintf("%s.member.%d.%s", list, i, value))
	}
	return out
}

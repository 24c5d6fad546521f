package cloudformation

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"slipway.dev/slipway/internal/awsdouble"
)

// Request is one call of the API.
type Request struct {
	N      int // from 1
	Action string
	Stack  string // the name or id it is about, "" for none
	Place  Place
}

// Fault is what becomes of a request.
type Fault int

// The faults.
const (
	None       Fault = iota
	Throttle         // refused: too many requests
	Cut              // the connection ends before the request has an effect
	LoseAnswer       // the request has its effect, the answer never comes
	Expire           // refused: the session token has expired
	Deny             // refused: the caller may not do this
	Break            // the service has an internal failure
)

// answer deals with faults that keep the request from having an effect.
func (f Fault) answer(w http.ResponseWriter, r Request) bool {
	switch f {
	case Throttle:
		fail(w, http.StatusBadRequest, "Throttling", "Rate exceeded")
	case Cut:
		panic(http.ErrAbortHandler)
	case Expire:
		fail(w, http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired")
	case Deny:
		fail(w, http.StatusForbidden, "AccessDenied", fmt.Sprintf("User: arn:aws:sts::%s:assumed-role/deployer/me is not authorized to perform: cloudformation:%s on resource: %s", r.Place.Account, r.Action, r.Stack))
	case Break:
		fail(w, http.StatusInternalServerError, "InternalFailure", "The request processing has failed because of an unknown error.")
	default:
		return false
	}
	return true
}

// Failure makes a resource fail. Operations are counted from the time the
// failure is added.
type Failure struct {
	Stack, Resource string
	// On is what is being done to it: CREATE, UPDATE, DELETE or, for putting it
	// back after a failed update, ROLLBACK.
	On     string
	Skip   int    // how many go well first
	Times  int    // how many then fail; 0 means 1
	Reason string // as the service says it
	seen   int
}

// Fail adds a failure.
func (s *Server) Fail(f Failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.failures = append(s.failures, &f)
}

// doomed is why an operation on a resource fails, "" when it does not.
func (s *Server) doomed(stack, resource, on string) string {
	for _, f := range s.failures {
		if f.Stack != stack || f.Resource != resource || f.On != on {
			continue
		}
		f.seen++
		if f.seen > f.Skip && f.seen <= f.Skip+f.Times {
			return f.Reason
		}
	}
	return ""
}

var credential = regexp.MustCompile(`Credential=([^/]+)/\d{8}/([a-z0-9-]+)/cloudformation/aws4_request`)

// place is what awsdouble.Server says, or else the scope of the signature.
func (s *Server) place(r *http.Request) (Place, error) {
	if call := awsdouble.CallOf(r.Context()); call.Account != "" {
		return Place{Account: call.Account, Region: call.Region}, nil
	}
	m := credential.FindStringSubmatch(r.Header.Get("Authorization"))
	if m == nil {
		return Place{}, errors.New("the request is not signed for cloudformation")
	}
	account := "111111111111"
	if s.opts.Account != nil {
		account = s.opts.Account(m[1])
	}
	return Place{Account: account, Region: m[2]}, nil
}

package cloudformation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

const stackType = "AWS::CloudFormation::Stack"

// stack is one stack, also when it is deleted.
type stack struct {
	place            Place
	name, id         string
	status, reason   string
	created, updated time.Time
	want                                 // what it is made from
	previous         *want               // what a failed update goes back to
	old              map[string]resource // the resources before an update
	caps             []string
	protected        bool
	resources        map[string]*resource
	outputs          map[string]string
	events           []event // oldest first
	sets             []*changeSet
	lastSet          string
	op               *operation
	tokens           map[string]string // request token → action
	drift            string            // id of the last detection
	drifted          time.Time
	retainExcept     bool // RetainExceptOnCreate of the operation under way
	imports          bool // ImportExistingResources of the change set under way
}

// want is a template with its arguments.
type want struct {
	body   string
	t      *template
	params map[string]string
	tags   map[string]string
}

// Resource is one thing of a stack.
type Resource struct {
	Place                              Place
	Stack, LogicalID, Type, PhysicalID string
	Status, Reason                     string
	Properties                         map[string]any
}

type resource struct {
	Resource
	keep, keepReplaced string            // DeletionPolicy and UpdateReplacePolicy
	needs              []string          // resources it was made after
	tags               map[string]string // the stack's tags it has
	actual             map[string]any    // what somebody has made of the properties; nil: nobody has
	gone               bool              // deleted by somebody
	revert             bool              // the update under way undoes what somebody has made of it
	changed            time.Time
}

type event struct {
	id, logical, physical, kind, status, reason, token string
	at                                                 time.Time
}

// find is the stack of a name or id; a name finds no deleted one.
func (s *Server) find(p Place, name string) *stack {
	all := s.stacks[p]
	for i := len(all) - 1; i >= 0; i-- {
		if st := all[i]; st.id == name || st.name == name && st.status != "DELETE_COMPLETE" {
			return st
		}
	}
	return nil
}

func (s *Server) must(p Place, name string) (*stack, error) {
	if st := s.find(p, name); st != nil {
		return st, nil
	}
	return nil, invalid("Stack with id %s does not exist", name)
}

func (s *Server) newStack(p Place, name string) *stack {
	st := &stack{
		place: p, name: name, created: s.now(), resources: map[string]*resource{}, tokens: map[string]string{},
		id: fmt.Sprintf("arn:aws:cloudformation:%s:%s:stack/%s/%s", p.Region, p.Account, name, s.id()),
	}
	s.stacks[p] = append(s.stacks[p], st)
	return st
}

// turn gives the stack a status and writes it down.
func (s *Server) turn(st *stack, status, reason string) {
	st.status, st.reason = status, reason
	s.note(st, event{logical: st.name, physical: st.id, kind: stackType, status: status, reason: reason})
}

// tell gives a resource a status and writes it down.
func (s *Server) tell(st *stack, r *resource, status, reason string) {
	r.Status, r.Reason, r.changed = status, reason, s.now()
	s.note(st, event{logical: r.LogicalID, physical: r.PhysicalID, kind: r.Type, status: status, reason: reason})
}

func (s *Server) note(st *stack, e event) {
	e.at = s.now()
	e.id = s.id()
	if st.op != nil {
		e.token = st.op.token
	}
	st.events = append(st.events, e)
}

// scope is what the stack's template is evaluated in. unknown are the
// resources whose values are not known yet.
func (s *Server) scope(st *stack, w want, unknown map[string]bool) *scope {
	known := func(id string) (*resource, bool, error) {
		if unknown[id] {
			return nil, false, nil
		}
		if r := st.resources[id]; r != nil {
			return r, true, nil
		}
		return nil, false, invalid("Template error: resource %s does not exist", id)
	}
	return &scope{
		t: w.t, params: w.params,
		pseudo: map[string]any{
			"AWS::AccountId": st.place.Account, "AWS::Region": st.place.Region, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com",
			"AWS::StackName": st.name, "AWS::StackId": st.id, "AWS::NotificationARNs": []any{},
		},
		ref: func(id string) (any, error) {
			r, ok, err := known(id)
			if !ok {
				return later, err
			}
			return r.PhysicalID, nil
		},
		att: func(id, attribute string) (any, error) {
			r, ok, err := known(id)
			if !ok {
				return later, err
			}
			return s.attribute(r, attribute), nil
		},
	}
}

// attribute is a plausible value of Fn::GetAtt.
func (s *Server) attribute(r *resource, name string) any {
	if s.opts.Attribute != nil {
		if v, ok := s.opts.Attribute(r.Resource, name); ok {
			return v
		}
	}
	if v, ok := r.Properties[name].(string); ok {
		return v
	}
	parts := strings.Split(strings.ToLower(r.Type), "::")
	switch {
	case strings.HasSuffix(name, "Arn"):
		return fmt.Sprintf("arn:aws:%s:%s:%s:%s/%s", parts[1], r.Place.Region, r.Place.Account, parts[2], r.PhysicalID)
	case name == "OpenIdConnectIssuerUrl":
		return fmt.Sprintf("https://oidc.eks.%s.amazonaws.com/id/%s", r.Place.Region, strings.ToUpper(short(r.PhysicalID)))
	case name == "Endpoint":
		return fmt.Sprintf("https://%s.gr7.%s.eks.amazonaws.com", strings.ToUpper(short(r.PhysicalID)), r.Place.Region)
	case name == "CertificateAuthorityData":
		return "LS0tLS1CRUdJTg=="
	}
	return strings.ToLower(name) + "-" + short(r.PhysicalID)
}

func short(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:17]
}

// named is the name that the template gives a resource, "" for none.
func named(r *resource) string {
	short := r.Type[strings.LastIndex(r.Type, ":")+1:]
	for _, key := range []string{short + "Name", "Name", "ClusterName"} {
		if v, ok := r.Properties[key].(string); ok && v != "" && (key != "ClusterName" || short == "Cluster") {
			return v
		}
	}
	return ""
}

// name gives a resource the physical id it is known by: its own name where the
// template gives one, else something unique.
func (s *Server) name(st *stack, r *resource) string {
	if own := named(r); own != "" {
		return own
	}
	s.serial++
	if strings.HasPrefix(r.Type, "AWS::EC2::") {
		return strings.ToLower(r.Type[strings.LastIndex(r.Type, ":")+1:]) + "-" + short(fmt.Sprint(st.id, r.LogicalID, s.serial))
	}
	return fmt.Sprintf("%s-%s-%s", st.name, r.LogicalID, strings.ToUpper(short(fmt.Sprint(s.serial))[:12]))
}

// active are the resources of a template whose conditions hold, what they need first.
func (s *Server) active(st *stack, w want) ([]string, error) {
	sc := s.scope(st, w, nil)
	var out []string
	for _, id := range w.t.order() {
		holds, err := sc.condition(w.t.Resources[id].Condition)
		if err != nil {
			return nil, err
		}
		if holds {
			out = append(out, id)
		}
	}
	return out, nil
}

// evaluate gives the stack its outputs.
func (s *Server) evaluate(st *stack) {
	st.outputs = map[string]string{}
	sc := s.scope(st, st.want, nil)
	for _, name := range slices.Sorted(maps.Keys(st.t.Outputs)) {
		o := st.t.Outputs[name]
		if holds, err := sc.condition(o.Condition); err != nil || !holds {
			continue
		}
		if v, err := sc.eval(o.Value); err == nil {
			st.outputs[name] = text(v)
		}
	}
}

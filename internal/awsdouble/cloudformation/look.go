package cloudformation

import (
	"slices"
	"strings"
)

// Stack is what a test may want to know about a stack.
type Stack struct {
	Place      Place
	Name, ID   string
	Status     string
	Protected  bool
	Template   string
	Parameters map[string]string
	Tags       map[string]string
	Outputs    map[string]string
	Resources  map[string]Resource
	ChangeSets []string // names
}

// Stacks are all stacks that are not deleted, in the order of their creation.
// Looking at them this way takes nothing further.
func (s *Server) Stacks() []Stack {
	s.mu.Lock()
	defer s.mu.Unlock()
	var there []*stack
	for _, all := range s.stacks {
		for _, st := range all {
			if st.status != "DELETE_COMPLETE" {
				there = append(there, st)
			}
		}
	}
	slices.SortFunc(there, func(a, b *stack) int { return a.created.Compare(b.created) })
	out := make([]Stack, len(there))
	for i, st := range there {
		out[i] = st.look()
	}
	return out
}

// Stack is one of Stacks by its name.
func (s *Server) Stack(name string) (Stack, bool) {
	for _, st := range s.Stacks() {
		if st.Name == name {
			return st, true
		}
	}
	return Stack{}, false
}

func (st *stack) look() Stack {
	out := Stack{
		Place: st.place, Name: st.name, ID: st.id, Status: st.status, Protected: st.protected, Template: st.body,
		Parameters: st.params, Tags: st.tags, Outputs: st.outputs, Resources: map[string]Resource{},
	}
	for id, r := range st.resources {
		out.Resources[id] = r.Resource
	}
	for _, c := range st.sets {
		out.ChangeSets = append(out.ChangeSets, c.name)
	}
	return out
}

// Force gives a stack a status, as if something had happened that no request
// of a test can bring about.
func (s *Server) Force(p Place, stackName, status string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, err := s.must(p, stackName)
	if err != nil {
		return err
	}
	st.op = nil
	s.turn(st, status, "")
	return nil
}

// Leave puts a named resource there that no stack owns.
func (s *Server) Leave(p Place, resourceType, name string, tags map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[thing{p, resourceType, name}] = tags
}

// Kept are the tags of the named resources in a region that no stack owns any
// more, by their ARNs.
func (s *Server) Kept(account, region string) map[string]map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]map[string]string{}
	for t, tags := range s.kept {
		if t.place == (Place{account, region}) {
			service, _, _ := strings.Cut(strings.TrimPrefix(t.kind, "AWS::"), "::")
			out["arn:aws:"+strings.ToLower(service)+":"+region+":"+account+":"+t.name] = tags
		}
	}
	return out
}

// there reports a named resource that no stack owns.
func (s *Server) there(t thing) bool { _, ok := s.kept[t]; return ok }

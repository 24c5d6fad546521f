package cloudformation

import (
	"fmt"
	"slices"
	"strings"
)

// operation is what happens to a stack: tasks, and what comes after them.
type operation struct {
	token  string
	tasks  []*task
	failed []string // resources
	// stops tells that the first failure ends the operation and cancels what
	// else is in progress; a deletion goes on.
	stops bool
	done  func() // with whatever has failed
}

type taskState int

const (
	waits taskState = iota
	runs
	ended
)

// task is one thing that happens to one resource.
type task struct {
	id    string // logical
	on    string // as Failure has it
	verb  string // as statuses begin
	needs []string
	state taskState
	// begin starts the work and says on which resource; nil when there is nothing to do.
	begin func() (*resource, error)
	end   func(*resource) // the work has gone well
	at    *resource
}

// tick takes the stack's operation one step further.
func (s *Server) tick(st *stack) {
	op := st.op
	if op == nil {
		return
	}
	for _, t := range op.tasks {
		if t.state == runs {
			s.finish(st, op, t)
		}
	}
	for s.startOne(st, op) {
	}
	if !slices.ContainsFunc(op.tasks, func(t *task) bool { return t.state == runs }) {
		op.tasks = nil
		op.done()
	}
}

// startOne starts a task that nothing holds back. One with nothing to do ends
// at once and may free others.
func (s *Server) startOne(st *stack, op *operation) bool {
	if op.stops && len(op.failed) > 0 {
		return false
	}
	for _, t := range op.tasks {
		if t.state == waits && op.free(t) {
			s.start(st, op, t)
			return true
		}
	}
	return false
}

// free reports whether nothing that the task needs is still to come.
func (op *operation) free(t *task) bool {
	return !slices.ContainsFunc(op.tasks, func(other *task) bool {
		return other != t && other.state != ended && slices.Contains(t.needs, other.id)
	})
}

func (s *Server) start(st *stack, op *operation, t *task) {
	r, err := t.begin()
	switch {
	case err != nil:
		op.failed = append(op.failed, t.id)
		t.state = ended
		s.tell(st, &resource{Resource: Resource{LogicalID: t.id, Type: st.t.Resources[t.id].Type}}, t.verb+"_FAILED", err.Error())
	case r == nil:
		t.state = ended
	default:
		t.state, t.at = runs, r
		s.tell(st, r, t.verb+"_IN_PROGRESS", "")
	}
}

func (s *Server) finish(st *stack, op *operation, t *task) {
	t.state = ended
	if op.stops && len(op.failed) > 0 {
		word := map[string]string{"CREATE": "creation", "IMPORT": "import", "UPDATE": "update"}[t.verb]
		s.tell(st, t.at, t.verb+"_FAILED", "Resource "+word+" cancelled")
		op.failed = append(op.failed, t.id)
		return
	}
	reason := s.doomed(st.name, t.id, t.on)
	if reason == "" && s.opts.Refuse != nil {
		reason = s.opts.Refuse(t.at.Resource, t.on)
	}
	if there := (thing{st.place, t.at.Type, named(t.at)}); reason == "" && t.verb == "CREATE" && s.there(there) {
		reason = fmt.Sprintf(`Resource handler returned message: "Resource of type '%s' with identifier '%s' already exists." (RequestToken: %s, HandlerErrorCode: AlreadyExists)`, there.kind, there.name, s.id())
	}
	if reason != "" {
		s.tell(st, t.at, t.verb+"_FAILED", reason)
		op.failed = append(op.failed, t.id)
		return
	}
	if t.end != nil {
		t.end(t.at)
	}
	if t.verb == "CREATE" { // the service says it twice, and the id only the second time
		s.tell(st, t.at, "CREATE_IN_PROGRESS", "Resource creation Initiated")
	}
	s.tell(st, t.at, t.verb+"_COMPLETE", "")
}

// create makes everything in the stack's template.
func (s *Server) create(st *stack, token string) {
	st.op = &operation{token: token, stops: true}
	s.turn(st, "CREATE_IN_PROGRESS", "User Initiated")
	ids, err := s.active(st, st.want)
	if err == nil {
		for _, id := range ids {
			st.op.tasks = append(st.op.tasks, s.making(st, id))
		}
	}
	st.op.done = func() {
		if len(st.op.failed) == 0 && err == nil {
			s.evaluate(st)
			s.turn(st, "CREATE_COMPLETE", "")
			st.op = nil
			return
		}
		s.turn(st, "ROLLBACK_IN_PROGRESS", fmt.Sprintf("The following resource(s) failed to create: [%s]. Rollback requested by user.", strings.Join(st.op.failed, ", ")))
		s.rollback(st)
	}
}

// rollback takes everything away that a first creation has made.
func (s *Server) rollback(st *stack) {
	st.op = &operation{token: st.op.token}
	st.op.tasks = s.leaving(st, keys(st.resources), st.retainExcept)
	st.op.done = func() {
		status, reason := "ROLLBACK_COMPLETE", ""
		if len(st.op.failed) > 0 {
			status, reason = "ROLLBACK_FAILED", fmt.Sprintf("The following resource(s) failed to delete: [%s].", strings.Join(st.op.failed, ", "))
		}
		s.turn(st, status, reason)
		st.op = nil
	}
}

// remove deletes the stack.
func (s *Server) remove(st *stack, token string, retain []string) {
	st.op = &operation{token: token}
	s.turn(st, "DELETE_IN_PROGRESS", "User Initiated")
	for _, id := range retain {
		if r := st.resources[id]; r != nil {
			r.keep = "Retain"
		}
	}
	st.op.tasks = s.leaving(st, keys(st.resources), false)
	st.op.done = func() {
		if len(st.op.failed) > 0 {
			s.turn(st, "DELETE_FAILED", fmt.Sprintf("The following resource(s) failed to delete: [%s]. ", strings.Join(st.op.failed, ", ")))
		} else {
			s.turn(st, "DELETE_COMPLETE", "")
		}
		st.op = nil
	}
}

// making is the task that makes a resource.
func (s *Server) making(st *stack, id string) *task {
	t := &task{id: id, on: "CREATE", verb: "CREATE", needs: st.t.needs(id)}
	t.begin = func() (*resource, error) {
		r, err := s.shape(st, id)
		if err != nil {
			return nil, err
		}
		st.resources[id] = r
		if there := (thing{r.Place, r.Type, named(r)}); s.there(there) && st.imports && r.keep != "" {
			t.verb = "IMPORT"
		}
		return r, nil
	}
	t.end = func(r *resource) {
		r.PhysicalID = s.name(st, r)
		delete(s.kept, r.thing())
	}
	return t
}

// shape is a resource as the template now wants it.
func (s *Server) shape(st *stack, id string) (*resource, error) {
	d := st.t.Resources[id]
	props, err := s.scope(st, st.want, nil).eval(map[string]any(d.Properties))
	if err != nil {
		return nil, err
	}
	return &resource{
		Resource: Resource{Place: st.place, Stack: st.name, LogicalID: id, Type: d.Type, Properties: asMap(props)},
		keep:     d.DeletionPolicy, keepReplaced: d.UpdateReplacePolicy, needs: st.t.needs(id), tags: st.tags,
	}, nil
}

// leaving are the tasks that delete resources, dependants first.
func (s *Server) leaving(st *stack, ids []string, notKept bool) []*task {
	var out []*task
	for _, id := range ids {
		r := st.resources[id]
		var dependants []string
		for _, other := range ids {
			if slices.Contains(st.resources[other].needs, id) {
				dependants = append(dependants, other)
			}
		}
		t := &task{id: id, on: "DELETE", verb: "DELETE", needs: dependants}
		t.begin = func() (*resource, error) { return s.leave(st, r, notKept) }
		t.end = func(*resource) { delete(st.resources, id) }
		out = append(out, t)
	}
	return out
}

// leave begins to delete a resource, unless its policy keeps it or it was never made.
func (s *Server) leave(st *stack, r *resource, notKept bool) (*resource, error) {
	switch {
	case r.PhysicalID == "":
		s.tell(st, r, "DELETE_COMPLETE", "")
	case !notKept && strings.HasPrefix(r.keep, "Retain"):
		s.tell(st, r, "DELETE_SKIPPED", "")
		if named(r) != "" {
			s.kept[r.thing()] = r.tags
		}
	default:
		return r, nil
	}
	delete(st.resources, r.LogicalID)
	return nil, nil
}

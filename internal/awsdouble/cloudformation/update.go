package cloudformation

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// update brings a stack to what a change set wants.
func (s *Server) update(st *stack, w want, token string) {
	st.op = &operation{token: token, stops: true}
	before := st.want
	st.previous, st.want, st.updated = &before, w, s.now()
	st.old = map[string]resource{}
	for id, r := range st.resources {
		st.old[id] = *r
	}
	s.turn(st, "UPDATE_IN_PROGRESS", "User Initiated")
	ids, err := s.active(st, w)
	for _, id := range ids {
		if st.resources[id] == nil {
			st.op.tasks = append(st.op.tasks, s.making(st, id))
		} else {
			st.op.tasks = append(st.op.tasks, s.changing(st, id))
		}
	}
	st.op.done = func() {
		if err != nil || len(st.op.failed) > 0 {
			s.turn(st, "UPDATE_ROLLBACK_IN_PROGRESS", fmt.Sprintf("The following resource(s) failed to update: [%s]. ", strings.Join(st.op.failed, ", ")))
			s.putBack(st, nil)
			return
		}
		s.evaluate(st)
		s.turn(st, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "")
		s.cleanUp(st, ids, "UPDATE_COMPLETE")
	}
}

// changing is the task that updates or replaces a resource.
func (s *Server) changing(st *stack, id string) *task {
	t := &task{id: id, on: "UPDATE", verb: "UPDATE", needs: st.t.needs(id)}
	replaced := false
	t.begin = func() (*resource, error) {
		r := st.resources[id]
		next, err := s.shape(st, id)
		if err != nil {
			return nil, err
		}
		next.PhysicalID, next.Status, next.changed = r.PhysicalID, r.Status, r.changed
		if s.same(r, next) {
			next.actual, next.gone = r.actual, r.gone
			*r = *next
			return nil, nil
		}
		replaced = s.replaces(r, next) == "yes" || r.Type != next.Type
		*r = *next
		return r, nil
	}
	t.end = func(r *resource) {
		if replaced {
			r.PhysicalID = s.name(st, r)
		}
	}
	return t
}

// same reports whether nothing is to be done to a resource. One that somebody
// else has changed is left as it is, unless the change set reverts drift.
func (s *Server) same(r, next *resource) bool {
	return r.Type == next.Type && reflect.DeepEqual(r.Properties, next.Properties) && maps.Equal(r.tags, next.tags) && !r.revert
}

// replaces says whether going from one shape to another replaces the resource.
func (s *Server) replaces(r, next *resource) string {
	how := ""
	for _, path := range paths(r.Properties, next.Properties, "") {
		switch got := s.rule(r.Type, path); {
		case got == "yes":
			return "yes"
		case got != "":
			how = got
		}
	}
	return how
}

func (s *Server) rule(resourceType, path string) string {
	if s.opts.Replaces == nil {
		return ""
	}
	return s.opts.Replaces(resourceType, path)
}

// cleanUp deletes what an update leaves behind: resources that are no longer
// there, and the old ones of those that were replaced.
func (s *Server) cleanUp(st *stack, keep []string, status string) {
	st.op = &operation{token: st.op.token}
	var gone []string
	for _, id := range keys(st.resources) {
		if !slices.Contains(keep, id) {
			gone = append(gone, id)
		}
	}
	st.op.tasks = s.leaving(st, gone, false)
	for _, id := range keys(st.old) {
		was, now := st.old[id], st.resources[id]
		if now == nil || was.PhysicalID == now.PhysicalID {
			continue
		}
		was.keep = was.keepReplaced
		t := &task{id: id, on: "DELETE", verb: "DELETE"}
		t.begin = func() (*resource, error) {
			if strings.HasPrefix(was.keep, "Retain") {
				s.tell(st, &was, "DELETE_SKIPPED", "")
				return nil, nil
			}
			return &was, nil
		}
		st.op.tasks = append(st.op.tasks, t)
	}
	st.op.done = func() {
		s.turn(st, status, "")
		st.op, st.previous, st.old = nil, nil, nil
	}
}

// putBack undoes a failed update, except for the resources to skip.
func (s *Server) putBack(st *stack, skip []string) {
	st.op = &operation{token: st.op.token, stops: true}
	for _, id := range keys(st.old) {
		now, was := st.resources[id], st.old[id]
		if now == nil || slices.Contains(skip, id) {
			continue
		}
		t := &task{id: id, on: "ROLLBACK", verb: "UPDATE"}
		t.begin = func() (*resource, error) {
			if reflect.DeepEqual(now.Properties, was.Properties) && maps.Equal(now.tags, was.tags) && now.PhysicalID == was.PhysicalID {
				return nil, nil
			}
			return now, nil
		}
		t.end = func(r *resource) { *r = was }
		st.op.tasks = append(st.op.tasks, t)
	}
	st.op.done = func() { s.putAllBack(st) }
}

func (s *Server) putAllBack(st *stack) {
	if len(st.op.failed) > 0 {
		s.turn(st, "UPDATE_ROLLBACK_FAILED", fmt.Sprintf("The following resource(s) failed to update: [%s]. ", strings.Join(st.op.failed, ", ")))
		st.op = nil
		return
	}
	st.want = *st.previous
	kept := keys(st.old)
	// What was replaced has its old id again; the new one only needs to go.
	st.old = nil
	s.evaluate(st)
	s.turn(st, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "")
	s.cleanUpNew(st, kept)
}

func (s *Server) cleanUpNew(st *stack, kept []string) {
	for _, r := range st.resources {
		if !slices.Contains(kept, r.LogicalID) && st.retainExcept {
			r.keep = ""
		}
	}
	s.cleanUp(st, kept, "UPDATE_ROLLBACK_COMPLETE")
}

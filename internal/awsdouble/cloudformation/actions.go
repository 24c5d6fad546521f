package cloudformation

import (
	"strings"
)

type stackID struct{ StackId string }

func (s *Server) createStack(p Place, f form) (any, error) {
	w, err := s.arguments(f)
	if err != nil {
		return nil, err
	}
	name, token := f.get("StackName"), f.get("ClientRequestToken")
	if st := s.find(p, name); st != nil {
		if token != "" && st.tokens[token] == "CreateStack" {
			return stackID{st.id}, nil
		}
		return nil, apiError{"AlreadyExistsException", "Stack [" + name + "] already exists"}
	}
	st := s.newStack(p, name)
	st.want, st.caps, st.protected = w, f.list("Capabilities"), f.is("EnableTerminationProtection")
	st.retainExcept = f.is("RetainExceptOnCreate")
	if token != "" {
		st.tokens[token] = "CreateStack"
	}
	s.create(st, token)
	return stackID{st.id}, nil
}

func (s *Server) deleteStack(p Place, f form) (any, error) {
	st := s.find(p, f.get("StackName"))
	if st == nil || st.status == "DELETE_COMPLETE" || st.status == "DELETE_IN_PROGRESS" {
		return nil, nil // deleting what is not there is no error
	}
	if st.protected {
		return nil, invalid("Stack [%s] cannot be deleted while TerminationProtection is enabled", st.name)
	}
	if retain := f.list("RetainResources"); len(retain) > 0 && st.status != "DELETE_FAILED" {
		return nil, invalid("Invalid operation on stack [%s]. Specify RetainResources only on stacks in the DELETE_FAILED state", st.id)
	}
	switch {
	case st.status == "CREATE_IN_PROGRESS":
	case strings.HasSuffix(st.status, "_IN_PROGRESS") && st.status != "REVIEW_IN_PROGRESS":
		return nil, invalid("Stack [%s] cannot be deleted while in status %s", st.id, st.status)
	}
	st.sets = nil
	s.remove(st, f.get("ClientRequestToken"), f.list("RetainResources"))
	return nil, nil
}

func (s *Server) createChangeSet(p Place, f form) (any, error) {
	type result struct{ Id, StackId string }
	w, err := s.arguments(f)
	if err != nil {
		return nil, err
	}
	kind := f.get("ChangeSetType")
	if kind == "" {
		kind = "UPDATE"
	}
	st := s.find(p, f.get("StackName"))
	name, token := f.get("ChangeSetName"), f.get("ClientToken")
	if st != nil {
		for _, c := range st.sets {
			if c.name == name && token != "" && c.token == token {
				return result{c.id, st.id}, nil
			}
			if c.name == name {
				return nil, apiError{"AlreadyExistsException", "ChangeSet " + name + " already exists"}
			}
		}
	}
	switch {
	case kind == "UPDATE" && st == nil:
		return nil, invalid("Stack [%s] does not exist", f.get("StackName"))
	case kind == "UPDATE" && !updatable(st.status):
		return nil, invalid("Stack:%s is in %s state and can not be updated.", st.id, st.status)
	case kind == "CREATE" && st == nil:
		st = s.newStack(p, f.get("StackName"))
		s.turn(st, "REVIEW_IN_PROGRESS", "User Initiated")
	case kind == "CREATE" && st.status != "REVIEW_IN_PROGRESS":
		return nil, invalid("Stack [%s] already exists and cannot be created again with the changeSet [%s].", st.name, name)
	}
	c := &changeSet{
		name: name, kind: kind, token: token, status: "CREATE_IN_PROGRESS", execution: "UNAVAILABLE",
		want: w, caps: f.list("Capabilities"), revert: f.get("DeploymentMode") == "REVERT_DRIFT",
		imports: f.is("ImportExistingResources"),
	}
	c.id = strings.Replace(strings.Replace(st.id, ":stack/", ":changeSet/", 1), "/"+st.name+"/", "/"+name+"/", 1)
	c.id = c.id[:strings.LastIndex(c.id, "/")+1] + s.id()
	st.sets = append(st.sets, c)
	return result{c.id, st.id}, nil
}

func updatable(status string) bool {
	switch status {
	case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE":
		return true
	}
	return false
}

// set finds a change set by its id, or by its name and stack.
func (s *Server) set(p Place, f form) (*stack, *changeSet, error) {
	name := f.get("ChangeSetName")
	for _, st := range s.stacks[p] {
		for _, c := range st.sets {
			if c.id == name || c.name == name && (st.name == f.get("StackName") || st.id == f.get("StackName")) {
				return st, c, nil
			}
		}
	}
	return nil, nil, apiError{"ChangeSetNotFound", "ChangeSet [" + name + "] does not exist"}
}

func (s *Server) executeChangeSet(p Place, f form) (any, error) {
	token := f.get("ClientRequestToken")
	for _, st := range s.stacks[p] {
		if token != "" && st.tokens[token] == "ExecuteChangeSet" {
			return struct{}{}, nil
		}
	}
	st, c, err := s.set(p, f)
	if err != nil {
		return nil, err
	}
	if c.execution != "AVAILABLE" {
		return nil, apiError{"InvalidChangeSetStatus", "ChangeSet [" + c.id + "] cannot be executed in its current execution status of [" + c.execution + "]"}
	}
	if c.kind == "UPDATE" && !updatable(st.status) {
		return nil, invalid("Stack:%s is in %s state and can not be updated.", st.id, st.status)
	}
	if _, err := st.once(token, "ExecuteChangeSet"); err != nil {
		return nil, err
	}
	st.sets, st.lastSet, st.caps, st.retainExcept = nil, c.id, c.caps, f.is("RetainExceptOnCreate")
	st.imports = c.imports
	if c.kind == "CREATE" {
		st.want = c.want
		s.create(st, token)
		return struct{}{}, nil
	}
	for _, r := range st.resources {
		r.revert = c.revert && (r.actual != nil || r.gone)
	}
	s.update(st, c.want, token)
	return struct{}{}, nil
}

func (s *Server) deleteChangeSet(p Place, f form) (any, error) {
	st, c, err := s.set(p, f)
	if err != nil {
		return struct{}{}, nil
	}
	for i := range st.sets {
		if st.sets[i] == c {
			st.sets = append(st.sets[:i:i], st.sets[i+1:]...)
			break
		}
	}
	return struct{}{}, nil
}

func (s *Server) continueRollback(p Place, f form) (any, error) {
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	if st.status != "UPDATE_ROLLBACK_FAILED" {
		return nil, invalid("Stack [%s] is in %s state and its rollback can not be continued.", st.id, st.status)
	}
	if again, err := st.once(f.get("ClientRequestToken"), "ContinueUpdateRollback"); again || err != nil {
		return struct{}{}, err
	}
	st.op = &operation{token: f.get("ClientRequestToken")}
	s.turn(st, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
	s.putBack(st, f.list("ResourcesToSkip"))
	return struct{}{}, nil
}

func (s *Server) protect(p Place, f form) (any, error) {
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	st.protected = f.is("EnableTerminationProtection")
	return stackID{st.id}, nil
}

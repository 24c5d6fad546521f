package cloudformation

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Meddle changes a property of a resource behind CloudFormation's back.
func (s *Server) Meddle(p Place, stackName, logical, property string, value any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.live(p, stackName, logical)
	if err != nil {
		return err
	}
	actual := map[string]any{property: value}
	for k, v := range r.Properties {
		if k != property {
			actual[k] = v
		}
	}
	r.actual = actual
	return nil
}

// Lose deletes a resource behind CloudFormation's back.
func (s *Server) Lose(p Place, stackName, logical string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.live(p, stackName, logical)
	if err != nil {
		return err
	}
	r.gone = true
	return nil
}

func (s *Server) live(p Place, stackName, logical string) (*resource, error) {
	st, err := s.must(p, stackName)
	if err != nil {
		return nil, err
	}
	if r := st.resources[logical]; r != nil {
		return r, nil
	}
	return nil, fmt.Errorf("the stack %s has no resource %s", stackName, logical)
}

func (s *Server) detectDrift(p Place, f form) (any, error) {
	type result struct{ StackDriftDetectionId string }
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	if !updatable(st.status) && st.status != "UPDATE_ROLLBACK_FAILED" {
		return nil, invalid("Drift detection cannot be performed on stack [%s] while in status %s", st.id, st.status)
	}
	st.drift, st.drifted = s.id(), s.now()
	return result{st.drift}, nil
}

func (s *Server) driftStatus(p Place, f form) (any, error) {
	type result struct {
		StackId, StackDriftDetectionId, DetectionStatus, Timestamp string
		StackDriftStatus                                           string `xml:",omitempty"`
		DriftedStackResourceCount                                  int
	}
	for _, st := range s.stacks[p] {
		if st.drift == "" || st.drift != f.get("StackDriftDetectionId") {
			continue
		}
		out := result{StackId: st.id, StackDriftDetectionId: st.drift, DetectionStatus: "DETECTION_COMPLETE", StackDriftStatus: "IN_SYNC", Timestamp: stamp(st.drifted)}
		for _, r := range st.resources {
			if r.driftStatus() != "IN_SYNC" {
				out.DriftedStackResourceCount++
				out.StackDriftStatus = "DRIFTED"
			}
		}
		return out, nil
	}
	return nil, invalid("Drift detection id %s does not exist", f.get("StackDriftDetectionId"))
}

func (r *resource) driftStatus() string {
	switch {
	case r.gone:
		return "DELETED"
	case r.actual != nil && len(paths(r.Properties, r.actual, "")) > 0:
		return "MODIFIED"
	}
	return "IN_SYNC"
}

func (s *Server) resourceDrifts(p Place, f form) (any, error) {
	type difference struct{ PropertyPath, ExpectedValue, ActualValue, DifferenceType string }
	type member struct {
		StackId, LogicalResourceId, PhysicalResourceId, ResourceType, StackResourceDriftStatus, Timestamp string
		PropertyDifferences                                                                               []difference `xml:"PropertyDifferences>member"`
		ExpectedProperties, ActualProperties                                                              string       `xml:",omitempty"`
	}
	type result struct {
		StackResourceDrifts []member `xml:"StackResourceDrifts>member"`
		NextToken           string   `xml:",omitempty"`
	}
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	filter := f.list("StackResourceDriftStatusFilters")
	var all []member
	for _, id := range keys(st.resources) {
		r := st.resources[id]
		m := member{StackId: st.id, LogicalResourceId: id, PhysicalResourceId: r.PhysicalID, ResourceType: r.Type, StackResourceDriftStatus: r.driftStatus(), Timestamp: stamp(st.drifted)}
		if len(filter) > 0 && !contains(filter, m.StackResourceDriftStatus) {
			continue
		}
		if m.StackResourceDriftStatus == "MODIFIED" {
			m.ExpectedProperties, m.ActualProperties = marshal(r.Properties), marshal(r.actual)
			for _, path := range paths(r.Properties, r.actual, "") {
				m.PropertyDifferences = append(m.PropertyDifferences, difference{"/" + strings.ReplaceAll(path, ".", "/"), shown(r.Properties, path), shown(r.actual, path), "NOT_EQUAL"})
			}
		}
		all = append(all, m)
	}
	some, next, err := page(all, f.get("NextToken"), s.pageSize())
	return result{some, next}, err
}

func contains(list []string, one string) bool {
	for _, item := range list {
		if item == one {
			return true
		}
	}
	return false
}

func marshal(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(out)
}

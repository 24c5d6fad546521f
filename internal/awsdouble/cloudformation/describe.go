package cloudformation

import (
	"cmp"
	"slices"
	"strings"
)

type pair struct{ ParameterKey, ParameterValue string }
type tag struct{ Key, Value string }
type outputXML struct{ OutputKey, OutputValue string }

type driftInformation struct{ StackDriftStatus string }

type stackXML struct {
	StackName, StackId, StackStatus string
	StackStatusReason               string `xml:",omitempty"`
	ChangeSetId                     string `xml:",omitempty"`
	Description                     string `xml:",omitempty"`
	CreationTime                    string
	LastUpdatedTime                 string      `xml:",omitempty"`
	Parameters                      []pair      `xml:"Parameters>member"`
	Tags                            []tag       `xml:"Tags>member"`
	Outputs                         []outputXML `xml:"Outputs>member"`
	Capabilities                    []string    `xml:"Capabilities>member"`
	EnableTerminationProtection     bool
	DisableRollback                 bool
	DriftInformation                driftInformation
}

func (st *stack) xml() stackXML {
	x := stackXML{
		StackName: st.name, StackId: st.id, StackStatus: st.status, StackStatusReason: st.reason, ChangeSetId: st.lastSet,
		CreationTime: stamp(st.created), Capabilities: st.caps, EnableTerminationProtection: st.protected,
		DriftInformation: driftInformation{"NOT_CHECKED"},
	}
	if st.t != nil {
		x.Description = st.t.Description
	}
	if !st.updated.IsZero() {
		x.LastUpdatedTime = stamp(st.updated)
	}
	for _, k := range keys(st.params) {
		v := st.params[k]
		if text(st.t.Parameters[k].NoEcho) == "true" {
			v = "****"
		}
		x.Parameters = append(x.Parameters, pair{k, v})
	}
	for _, k := range keys(st.tags) {
		x.Tags = append(x.Tags, tag{k, st.tags[k]})
	}
	for _, k := range keys(st.outputs) {
		x.Outputs = append(x.Outputs, outputXML{k, st.outputs[k]})
	}
	return x
}

func (s *Server) pageSize() int { return cmp.Or(s.opts.Page, 100) }

func (s *Server) describeStacks(p Place, f form) (any, error) {
	type result struct {
		Stacks    []stackXML `xml:"Stacks>member"`
		NextToken string     `xml:",omitempty"`
	}
	if name := f.get("StackName"); name != "" {
		st, err := s.must(p, name)
		if err != nil {
			return nil, err
		}
		s.tick(st)
		return result{Stacks: []stackXML{st.xml()}}, nil
	}
	var there []*stack
	for _, st := range slices.Backward(s.stacks[p]) {
		if st.status != "DELETE_COMPLETE" {
			there = append(there, st)
		}
	}
	some, next, err := page(there, f.get("NextToken"), s.pageSize())
	out := result{NextToken: next}
	for _, st := range some {
		s.tick(st)
		out.Stacks = append(out.Stacks, st.xml())
	}
	return out, err
}

func (s *Server) describeEvents(p Place, f form) (any, error) {
	type member struct {
		EventId, StackId, StackName, LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, Timestamp string
		ResourceStatusReason, ClientRequestToken                                                                    string `xml:",omitempty"`
	}
	type result struct {
		StackEvents []member `xml:"StackEvents>member"`
		NextToken   string   `xml:",omitempty"`
	}
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	if f.get("NextToken") == "" {
		s.tick(st)
	}
	newest := slices.Clone(st.events)
	slices.Reverse(newest)
	some, next, err := page(newest, f.get("NextToken"), s.pageSize())
	out := result{NextToken: next}
	for _, e := range some {
		out.StackEvents = append(out.StackEvents, member{
			EventId: e.id, StackId: st.id, StackName: st.name, LogicalResourceId: e.logical, PhysicalResourceId: e.physical, ResourceType: e.kind,
			ResourceStatus: e.status, ResourceStatusReason: e.reason, ClientRequestToken: e.token, Timestamp: stamp(e.at),
		})
	}
	return out, err
}

func (s *Server) listResources(p Place, f form) (any, error) {
	type member struct {
		LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, LastUpdatedTimestamp string
		ResourceStatusReason                                                                      string `xml:",omitempty"`
	}
	type result struct {
		StackResourceSummaries []member `xml:"StackResourceSummaries>member"`
		NextToken              string   `xml:",omitempty"`
	}
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	s.tick(st)
	some, next, err := page(keys(st.resources), f.get("NextToken"), s.pageSize())
	out := result{NextToken: next}
	for _, id := range some {
		r := st.resources[id]
		out.StackResourceSummaries = append(out.StackResourceSummaries, member{
			LogicalResourceId: id, PhysicalResourceId: r.PhysicalID, ResourceType: r.Type, ResourceStatus: r.Status,
			ResourceStatusReason: r.Reason, LastUpdatedTimestamp: stamp(r.changed),
		})
	}
	return out, err
}

func (s *Server) getTemplate(p Place, f form) (any, error) {
	type result struct {
		TemplateBody    string
		StagesAvailable []string `xml:"StagesAvailable>member"`
	}
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	return result{st.body, []string{"Original", "Processed"}}, nil
}

func (s *Server) listChangeSets(p Place, f form) (any, error) {
	type member struct{ ChangeSetId, ChangeSetName, StackId, StackName, Status, ExecutionStatus string }
	type result struct {
		Summaries []member `xml:"Summaries>member"`
	}
	st, err := s.must(p, f.get("StackName"))
	if err != nil {
		return nil, err
	}
	out := result{}
	for _, c := range st.sets {
		out.Summaries = append(out.Summaries, member{c.id, c.name, st.id, st.name, c.status, c.execution})
	}
	return out, nil
}

func (s *Server) describeChangeSet(p Place, f form) (any, error) {
	type target struct {
		Attribute          string
		Name               string `xml:",omitempty"`
		Path               string `xml:",omitempty"`
		RequiresRecreation string `xml:",omitempty"`
		BeforeValue        string `xml:",omitempty"`
		AfterValue         string `xml:",omitempty"`
	}
	type detailXML struct {
		Target        target
		Evaluation    string
		ChangeSource  string
		CausingEntity string `xml:",omitempty"`
	}
	type resourceChange struct {
		Action             string
		PolicyAction       string `xml:",omitempty"`
		LogicalResourceId  string
		PhysicalResourceId string `xml:",omitempty"`
		ResourceType       string
		Replacement        string      `xml:",omitempty"`
		Scope              []string    `xml:"Scope>member"`
		Details            []detailXML `xml:"Details>member"`
	}
	type member struct {
		Type           string
		ResourceChange resourceChange
	}
	type result struct {
		ChangeSetName, ChangeSetId, StackId, StackName, Status, ExecutionStatus string
		StatusReason                                                            string   `xml:",omitempty"`
		Tags                                                                    []tag    `xml:"Tags>member"`
		Changes                                                                 []member `xml:"Changes>member"`
		NextToken                                                               string   `xml:",omitempty"`
	}
	st, c, err := s.set(p, f)
	if err != nil {
		return nil, err
	}
	s.settle(st, c)
	out := result{ChangeSetName: c.name, ChangeSetId: c.id, StackId: st.id, StackName: st.name, Status: c.status, ExecutionStatus: c.execution, StatusReason: c.reason}
	for _, k := range keys(c.tags) {
		out.Tags = append(out.Tags, tag{k, c.tags[k]})
	}
	some, next, err := page(c.changes, f.get("NextToken"), s.pageSize())
	out.NextToken = next
	for _, ch := range some {
		m := member{Type: "Resource", ResourceChange: resourceChange{
			Action: ch.action, PolicyAction: ch.policy, LogicalResourceId: ch.logical, PhysicalResourceId: ch.physical,
			ResourceType: ch.kind, Replacement: ch.replacement, Scope: ch.scope,
		}}
		for _, d := range ch.details {
			t := target{Attribute: d.attribute}
			if d.path != "" {
				t.Name, _, _ = strings.Cut(d.path, ".")
				t.Path, t.RequiresRecreation = "/Properties/"+strings.ReplaceAll(d.path, ".", "/"), d.recreation
			}
			if f.is("IncludePropertyValues") {
				t.BeforeValue, t.AfterValue = d.before, d.after
			}
			m.ResourceChange.Details = append(m.ResourceChange.Details, detailXML{t, d.evaluation, d.source, d.entity})
		}
		out.Changes = append(out.Changes, m)
	}
	return out, err
}

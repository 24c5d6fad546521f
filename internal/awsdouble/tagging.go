package awsdouble

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Resource is anything with tags.
type Resource struct {
	ARN  string
	Tags map[string]string
}

// Resource makes one.
func (s *Server) Resource(account, region string, r Resource) {
	s.with(func() { s.resources = append(s.resources, placed[Resource]{account, region, r}) })
}

// Discard takes a resource away.
func (s *Server) Discard(arn string) {
	s.with(func() {
		s.resources = slices.DeleteFunc(s.resources, func(p placed[Resource]) bool { return p.thing.ARN == arn })
	})
}

// PageSize bounds the pages of the tagging API, 100 at first.
func (s *Server) PageSize(n int) { s.with(func() { s.page = n }) }

// getResources is what GetResources is asked.
type getResources struct {
	TagFilters []struct {
		Key    string
		Values []string
	}
	ResourceTypeFilters []string
	ResourcesPerPage    int
	PaginationToken     string
}

// tagging answers as the Resource Groups Tagging API reference says, version
// 2017-01-26: all filters must fit, a filter without values fits any value.
func (s *Server) tagging(w http.ResponseWriter, call Call, body []byte) {
	var in getResources
	if call.Action != "GetResources" {
		failure(http.StatusNotImplemented, "NotImplemented", "the tagging API has no "+call.Action+" here").write(w, call.Service)
		return
	}
	if err := json.Unmarshal(body, &in); err != nil {
		failure(http.StatusBadRequest, "InvalidParameterException", err.Error()).write(w, call.Service)
		return
	}
	list, size := s.resourcesOf(call, in)
	start, _ := strconv.Atoi(in.PaginationToken)
	end := min(start+size, len(list))
	next := ""
	if end < len(list) {
		next = strconv.Itoa(end)
	}
	writeJSON(w, map[string]any{"ResourceTagMappingList": list[min(start, end):end], "PaginationToken": next})
}

// mapping is a resource as the API writes it.
type mapping struct {
	ResourceARN string
	Tags        []map[string]string
}

func (s *Server) resourcesOf(call Call, in getResources) ([]mapping, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []mapping{}
	for _, thing := range s.tagged(call) {
		if !in.fits(thing) {
			continue
		}
		m := mapping{ResourceARN: thing.ARN}
		for k, v := range thing.Tags {
			m.Tags = append(m.Tags, map[string]string{"Key": k, "Value": v})
		}
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b mapping) int { return strings.Compare(a.ResourceARN, b.ResourceARN) })
	size := s.page
	if in.ResourcesPerPage > 0 {
		size = min(size, in.ResourcesPerPage)
	}
	return list, size
}

// keeper is a CloudFormation that tells what its stacks have left behind, the
// tags by ARN.
type keeper interface {
	Kept(account, region string) map[string]map[string]string
}

// tagged is everything in the caller's region.
func (s *Server) tagged(call Call) []Resource {
	var out []Resource
	for _, p := range s.resources {
		if p.account == call.Account && p.region == call.Region {
			out = append(out, p.thing)
		}
	}
	if k, ok := s.cloudFormation.(keeper); ok {
		for arn, tags := range k.Kept(call.Account, call.Region) {
			out = append(out, Resource{ARN: arn, Tags: tags})
		}
	}
	return out
}

func (in getResources) fits(r Resource) bool {
	for _, f := range in.TagFilters {
		value, ok := r.Tags[f.Key]
		if !ok || len(f.Values) > 0 && !slices.Contains(f.Values, value) {
			return false
		}
	}
	return len(in.ResourceTypeFilters) == 0 || slices.ContainsFunc(in.ResourceTypeFilters, func(kind string) bool {
		service, resource, _ := strings.Cut(kind, ":")
		parts := strings.SplitN(r.ARN, ":", 6)
		return len(parts) == 6 && parts[2] == service && (resource == "" || strings.HasPrefix(parts[5], resource+"/"))
	})
}

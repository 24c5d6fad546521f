package awsdouble

import (
	"encoding/json"
	"net/http"
	"strings"
)

// updateCluster changes the deletion protection, the one setting it models. An
// update is done at the next look.
func (s *Server) updateCluster(w http.ResponseWriter, r *http.Request, call Call) {
	var in struct{ DeletionProtection *bool }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.DeletionProtection == nil {
		failure(http.StatusBadRequest, "InvalidParameterException", "only deletionProtection can be updated here").write(w, call.Service)
		return
	}
	name := strings.Split(strings.Trim(r.URL.Path, "/"), "/")[1]
	found := false
	s.with(func() {
		for i := range s.clusters {
			if p := &s.clusters[i]; p.account == call.Account && p.region == call.Region && p.thing.Name == name {
				p.thing.Protected, found = *in.DeletionProtection, true
			}
		}
	})
	for _, c := range s.clustersOf(call) {
		if !found && c.Name == name { // one that a function tells
			s.Protect(call.Account, call.Region, name, *in.DeletionProtection)
			found = true
		}
	}
	if !found {
		failure(http.StatusNotFound, codeNoCluster, "No cluster found for name: "+name+".").write(w, call.Service)
		return
	}
	writeJSON(w, update("InProgress"))
}

func update(status string) map[string]any {
	return map[string]any{"update": map[string]any{"id": "6b8f2a52-0000-4000-8000-000000000001", "status": status, "type": "DeletionProtectionUpdate"}}
}

package awsdouble

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Cluster is what DescribeCluster tells about one.
type Cluster struct {
	Name     string
	Status   string // "ACTIVE" when empty
	Version  string
	Endpoint string
	CA       []byte // PEM
	Issuer   string // "https://oidc.eks.us-east-2.amazonaws.com/id/…"
	VPC      string
	Subnets  []string
	Group    string // the cluster's security group
	Private  bool   // the endpoint cannot be reached from outside of the VPC
	Tags     map[string]string
	// Protected clusters cannot be deleted; UpdateClusterConfig changes that.
	Protected bool
	Created   time.Time // long ago when zero
}

// Cluster makes an EKS cluster, or changes it.
func (s *Server) Cluster(account, region string, c Cluster) {
	s.with(func() {
		s.clusters = slices.DeleteFunc(s.clusters, func(p placed[Cluster]) bool {
			return p.account == account && p.region == region && p.thing.Name == c.Name
		})
		s.clusters = append(s.clusters, placed[Cluster]{account, region, c})
	})
}

// Clusters has a function tell the clusters of a region beside those made with
// Cluster: a CloudFormation knows them.
func (s *Server) Clusters(lookup func(account, region string) []Cluster) {
	s.with(func() { s.lookup = lookup })
}

// Protect sets the protection of a cluster that a function tells.
func (s *Server) Protect(account, region, name string, on bool) {
	s.with(func() { s.protection[account+"/"+region+"/"+name] = on })
}

// Protected reports whether a cluster cannot be deleted: what UpdateClusterConfig
// has made of it, else what it was made with.
func (s *Server) Protected(account, region, name string, made bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changed, ok := s.protection[account+"/"+region+"/"+name]; ok {
		return changed
	}
	return made
}

// codeNoCluster is EKS' answer about a cluster that is not there.
const codeNoCluster = "ResourceNotFoundException"

// restAction names what a request to EKS asks for.
func restAction(r *http.Request) string {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case r.Method == http.MethodGet && len(path) == 1 && path[0] == "clusters":
		return "ListClusters"
	case r.Method == http.MethodGet && len(path) == 2 && path[0] == "clusters":
		return "DescribeCluster"
	case r.Method == http.MethodPost && len(path) == 3 && path[2] == "update-config":
		return "UpdateClusterConfig"
	case r.Method == http.MethodGet && len(path) == 4 && path[2] == "updates":
		return "DescribeUpdate"
	}
	return r.Method + " " + r.URL.Path
}

// eks answers as the Amazon EKS API reference says, version 2017-11-01.
func (s *Server) eks(w http.ResponseWriter, r *http.Request, call Call) {
	list := s.clustersOf(call)
	switch call.Action {
	case "ListClusters":
		names := []string{}
		for _, c := range list {
			names = append(names, c.Name)
		}
		writeJSON(w, map[string]any{"clusters": names})
	case "DescribeCluster":
		name := strings.TrimPrefix(r.URL.Path, "/clusters/")
		i := slices.IndexFunc(list, func(c Cluster) bool { return c.Name == name })
		if i < 0 {
			failure(http.StatusNotFound, codeNoCluster, "No cluster found for name: "+name+".").write(w, call.Service)
			return
		}
		writeJSON(w, map[string]any{"cluster": list[i].describe(call)})
	case "UpdateClusterConfig":
		s.updateCluster(w, r, call)
	case "DescribeUpdate":
		writeJSON(w, update("Successful"))
	default:
		failure(http.StatusNotImplemented, "NotImplemented", "EKS has no "+call.Action+" here").write(w, call.Service)
	}
}

func (s *Server) clustersOf(call Call) []Cluster {
	s.mu.Lock()
	lookup := s.lookup
	var list []Cluster
	for _, p := range s.clusters {
		if p.account == call.Account && p.region == call.Region {
			list = append(list, p.thing)
		}
	}
	s.mu.Unlock()
	if lookup != nil {
		for _, c := range lookup(call.Account, call.Region) {
			c.Protected = s.Protected(call.Account, call.Region, c.Name, c.Protected)
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Cluster) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func (c Cluster) describe(call Call) map[string]any {
	status := c.Status
	if status == "" {
		status = "ACTIVE"
	}
	created := 1.7e9
	if !c.Created.IsZero() {
		created = float64(c.Created.Unix())
	}
	out := map[string]any{
		"name": c.Name, "status": status, "version": c.Version, "tags": c.Tags, "deletionProtection": c.Protected, "createdAt": created,
		"arn": fmt.Sprintf("arn:aws:eks:%s:%s:cluster/%s", call.Region, call.Account, c.Name),
		"resourcesVpcConfig": map[string]any{
			"vpcId": c.VPC, "subnetIds": c.Subnets, "clusterSecurityGroupId": c.Group, "securityGroupIds": []string{},
			"endpointPublicAccess": !c.Private, "endpointPrivateAccess": c.Private, "publicAccessCidrs": []string{"0.0.0.0/0"},
		},
	}
	if c.Endpoint != "" { // a cluster that is being made has none
		out["endpoint"] = c.Endpoint
		out["certificateAuthority"] = map[string]string{"data": base64.StdEncoding.EncodeToString(c.CA)}
	}
	if c.Issuer != "" {
		out["identity"] = map[string]any{"oidc": map[string]string{"issuer": c.Issuer}}
	}
	return out
}

func writeJSON(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

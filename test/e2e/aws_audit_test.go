package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// write is a request that somebody made through the endpoint of a cluster.
type write struct {
	at   time.Time
	what string // "patch /api/v1/namespaces/team-troi"
}

// writes are the requests of a principal that were meant to change something,
// in their order.
func (h *hosted) writes(arn string) []write {
	h.Helper()
	files, err := filepath.Glob(filepath.Join(h.home.state(), "standin", "clusters", h.Name, "data", "kube-apiserver", "audit*.log"))
	if err != nil || len(files) == 0 {
		h.Fatalf("the cluster %s has no audit log: %v", h.Name, err)
	}
	var out []write
	for _, file := range files { // the one that is written now sorts last
		data, err := os.ReadFile(file)
		if err != nil {
			h.Fatal(err)
		}
		for line := range bytes.SplitSeq(data, []byte("\n")) {
			var e struct {
				Verb, RequestURI         string
				RequestReceivedTimestamp time.Time
				ImpersonatedUser         struct{ Username string }
			}
			if json.Unmarshal(line, &e) == nil && e.ImpersonatedUser.Username == arn && !strings.Contains(e.RequestURI, "dryRun=All") {
				path, _, _ := strings.Cut(e.RequestURI, "?")
				out = append(out, write{e.RequestReceivedTimestamp, e.Verb + " " + path})
			}
		}
	}
	return out
}

// creator is who the cluster's own administrator is.
func (h *hosted) creator() string {
	if place(h.Where).Account == accountStaging {
		return deployRole
	}
	return ann
}

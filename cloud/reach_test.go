package cloud_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/internal/awsdouble"
)

// The access entries of a new cluster hold a moment later than it is there. An
// old one that refuses will go on doing so.
func TestNewClustersAreAskedAgain(t *testing.T) {
	for name, tc := range map[string]struct {
		created time.Time
		want    string
	}{
		"new": {time.Now(), ""},
		"old": {time.Time{}, "does not let"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if asked.Add(1) <= 4 {
					w.WriteHeader(http.StatusUnauthorized)
				}
			}))
			t.Cleanup(server.Close)
			w := newWorld(t)
			w.aws.Cluster(devAccount, "us-east-2", awsdouble.Cluster{
				Name: "shop-dev", Endpoint: server.URL, Created: tc.created,
				CA: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}),
			})
			c := w.open(&assembly.Assembly{Platform: "shop", Clusters: []assembly.Cluster{{Name: "dev", Where: "aws:" + devAccount + "/us-east-2", EKS: "shop-dev"}}})
			_, err := c.Config(t.Context(), "dev")
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

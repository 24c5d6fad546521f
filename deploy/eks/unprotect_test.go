package eks_test

import (
	"testing"
	"time"

	"slipway.dev/slipway/deploy/eks"
	"slipway.dev/slipway/internal/awsdouble"
)

func TestUnprotect(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	cfg := s.Config(s.User("arn:aws:iam::111111111111:user/ann"), "us-east-2")
	s.Cluster("111111111111", "us-east-2", awsdouble.Cluster{Name: "kept", Protected: true})
	for range 2 {
		if err := eks.Unprotect(t.Context(), cfg, "kept", time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.Count("UpdateClusterConfig"); n != 1 {
		t.Errorf("the protection was turned off %d times", n)
	}
	if err := eks.Unprotect(t.Context(), cfg, "gone", time.Millisecond); err != nil {
		t.Errorf("of a cluster that is not there: %v", err)
	}
}

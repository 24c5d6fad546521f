package eks

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/awsdouble"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	s.Cluster(account, region, awsdouble.Cluster{
		Name: name, Endpoint: "https://eks.example.com", CA: []byte("pem"), VPC: "vpc-1", Group: "sg-1",
		Subnets: []string{"subnet-1", "subnet-2"}, Issuer: "https://oidc.eks.us-east-2.amazonaws.com/id/ABC",
	})
	l := NewLookup(s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region), name)
	u := &assembly.Unit{ID: "dev/cluster", Kind: assembly.EKS}
	plan, err := l.Diff(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	want := deploy.Outputs{
		"ClusterName": name, "ClusterArn": "arn:aws:eks:us-east-2:111111111111:cluster/enterprise-dev",
		"Endpoint": "https://eks.example.com", "CertificateAuthority": "cGVt", "SecurityGroupId": "sg-1", "VpcId": "vpc-1",
		"PrivateSubnetIds": "subnet-1,subnet-2", "PublicSubnetIds": "", "Region": region, "AccountId": account, "Partition": "aws",
		"OidcIssuer":      "oidc.eks.us-east-2.amazonaws.com/id/ABC",
		"OidcProviderArn": "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-2.amazonaws.com/id/ABC",
	}
	if diff := cmp.Diff(want, plan.Outputs); diff != "" || !plan.Empty() {
		t.Errorf("outputs (-want +got):\n%s", diff)
	}
	if err := l.Delete(t.Context(), u, func(deploy.Event) {}); err != nil {
		t.Error(err)
	}
	for _, c := range s.Calls() {
		if c.Action != "DescribeCluster" {
			t.Errorf("it called %s", c.Action)
		}
	}
}

func TestLookupExplains(t *testing.T) {
	t.Parallel()
	for title, tc := range map[string]struct {
		there []awsdouble.Cluster
		fault func(awsdouble.Call) *awsdouble.Fault
		want  string
	}{
		"none":       {nil, nil, "There is none in this region of this account at all"},
		"misspelled": {[]awsdouble.Cluster{{Name: "enterprise-dew"}}, nil, "Did you mean enterprise-dew?"},
		"others":     {[]awsdouble.Cluster{{Name: "shop"}, {Name: "bank"}}, nil, "There are: bank, shop."},
		"creating":   {[]awsdouble.Cluster{{Name: name, Status: "CREATING"}}, nil, "it is being created"},
		"deleting":   {[]awsdouble.Cluster{{Name: name, Status: "DELETING", Endpoint: "https://e"}}, nil, "it is being deleted"},
		"denied":     {nil, awsdouble.Denied, "The role needs eks:DescribeCluster"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			s := awsdouble.New(t)
			for _, c := range tc.there {
				s.Cluster(account, region, c)
			}
			if tc.fault != nil {
				s.Fail(tc.fault)
			}
			cfg := s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region)
			_, err := NewLookup(cfg, name).Diff(t.Context(), &assembly.Unit{})
			if err == nil || !strings.Contains(err.Error(), tc.want) || errors.Is(err, deploy.ErrAbsent) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A cluster that CloudFormation is said to have made is found like any other.
func TestClustersOfACallback(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	s.Clusters(func(account, region string) []awsdouble.Cluster {
		return []awsdouble.Cluster{{Name: account + "-" + region}}
	})
	cfg := s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region)
	if c, err := Describe(t.Context(), cfg, account+"-"+region); err != nil || c.Status != "ACTIVE" {
		t.Errorf("got %v, %v", c, err)
	}
}

// A port where nobody listens stands for an address that does not answer.
func TestPrivateEndpointIsExplained(t *testing.T) {
	t.Parallel()
	gone := httptest.NewTLSServer(nil)
	gone.Close()
	for want, c := range map[string]*Cluster{
		"is private: ":         {Name: name, VPC: "vpc-1"},
		"open to 10.0.0.0/8 ":  {Name: name, Public: true, PublicCIDRs: []string{"10.0.0.0/8"}},
		"connection refused ~": {Name: name, Public: true, PublicCIDRs: []string{"0.0.0.0/0"}},
	} {
		s := awsdouble.New(t)
		c.Endpoint, c.CA = gone.URL, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: gone.Certificate().Raw})
		c.cfg = s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region)
		err := c.Reach(t.Context())
		if err == nil || !strings.Contains(err.Error()+" ~", want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Where no API server serves there is nothing to compare to, and nothing to
// take down: destroying must not wait for what is going already.
func TestClustersThatServeNothing(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{
		"CREATING": "it is being created", "DELETING": "it is being deleted", "FAILED": "it could not be created",
	} {
		s := awsdouble.New(t)
		s.Cluster(account, region, awsdouble.Cluster{Name: name, Status: status, Endpoint: "https://127.0.0.1:1", CA: []byte("pem")})
		c, err := Describe(t.Context(), s.Config(s.User("arn:aws:iam::"+account+":user/ann"), region), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Reach(t.Context()); !errors.Is(err, deploy.ErrAbsent) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", status, err)
		}
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for role, want := range map[string]string{
		"slipway-deploy": "", "reader": "", "stranger": "assumed-role/stranger/test",
	} {
		c, err := Describe(t.Context(), w.as(role), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Reach(t.Context()); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", role, err)
		}
	}
}

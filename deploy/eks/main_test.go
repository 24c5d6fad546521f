package eks

import (
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/internal/awsdouble"
	"slipway.dev/slipway/internal/testcluster"
)

var cluster testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

const (
	account, region, name = "111111111111", "us-east-2", "enterprise-dev"
	deployer              = "arn:aws:iam::" + account + ":role/slipway-deploy"
	reader                = "arn:aws:iam::" + account + ":role/reader"
)

// world is an EKS cluster whose endpoint leads to a real API server. The deploy
// role is an administrator in it, the reader is in no group.
type world struct {
	*testing.T
	aws      *awsdouble.Server
	admin    *rest.Config
	endpoint awsdouble.Endpoint
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, aws: awsdouble.New(t), admin: cluster.Start(t)}
	w.endpoint = w.aws.EKSEndpoint(t, name, w.admin, func(arn string) (awsdouble.Person, bool) {
		people := map[string]awsdouble.Person{
			deployer: {User: "deployer", Groups: []string{"system:masters"}},
			reader:   {User: "reader"},
		}
		who, ok := people[arn]
		return who, ok
	})
	w.aws.Cluster(account, region, awsdouble.Cluster{
		Name: name, Version: "1.34", Endpoint: w.endpoint.URL, CA: w.endpoint.CA, VPC: "vpc-1", Group: "sg-1",
		Subnets: []string{"subnet-1", "subnet-2"}, Issuer: "https://oidc.eks.us-east-2.amazonaws.com/id/ABC",
	})
	return w
}

// as is the SDK's config of a session of a role.
func (w *world) as(role string) aws.Config {
	arn := "arn:aws:sts::" + account + ":assumed-role/" + role + "/test"
	return w.aws.Config(w.aws.User(arn), region)
}

// client reaches the cluster the whole way: DescribeCluster, token, endpoint.
func (w *world) client(cfg aws.Config) *kubernetes.Clientset {
	w.Helper()
	c, err := Describe(w.Context(), cfg, name)
	if err != nil {
		w.Fatal(err)
	}
	rc, err := c.Config()
	if err != nil {
		w.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(rc)
	if err != nil {
		w.Fatal(err)
	}
	return client
}

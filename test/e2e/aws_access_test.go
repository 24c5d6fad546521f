package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/dynamic"
	clientauth "k8s.io/client-go/pkg/apis/clientauthentication/v1"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/internal/awsdouble"
)

// Who may be in a cluster gets there with a kubeconfig that asks slipway for
// tokens, and no further than the team's own namespace.
func (x *awsTest) letsIn(t *testing.T) {
	burnham := "arn:aws:sts::" + accountDev + ":assumed-role/burnham-developers/bob"
	x.aws.Setenv(t, x.aws.User(burnham))
	c := x.home.command("kubeconfig", "--eks", "enterprise-dev", "--region", "us-east-2", "--print")
	c.Env = append(c.Env, x.aws.Environ(x.aws.User(burnham))...)
	r := run(t, c)
	if r.code != 0 || !strings.Contains(r.out, "token") {
		t.Fatal(r)
	}
	bob := connect(t, []byte(r.out))
	pods := bob.Resource(kind("pods"))
	if _, err := pods.Namespace("team-burnham").List(t.Context(), metav1.ListOptions{}); err != nil {
		t.Errorf("in the own namespace: %v", err)
	}
	if _, err := pods.Namespace("team-troi").List(t.Context(), metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		t.Errorf("in another team's namespace: %v", err)
	}
	if who, ok := x.person(x.hosted["dev"].Cluster, awsdouble.RoleOf(burnham)); !ok || len(who.Groups) != 1 {
		t.Errorf("the access entry makes %+v", who)
	}

	// Who deploys to another account gets into its clusters by the role there.
	x.aws.Setenv(t, x.aws.User(ann))
	r = x.home.ok(t, "kubeconfig", "--eks", "enterprise-west-staging", "--account", accountStaging, "--region", "us-west-2", "--print")
	connect(t, []byte(r.out)).get(t, "namespaces", "", "team-riker")

	// Anybody may ask for a token; who has no access entry gets nowhere with it.
	c = x.home.command("token", "--cluster", "enterprise-dev", "--region", "us-east-2")
	c.Env = append(c.Env, x.aws.Environ(x.aws.User("arn:aws:iam::"+accountDev+":user/eve"))...)
	r = run(t, c)
	var answer clientauth.ExecCredential
	if err := json.Unmarshal([]byte(r.out), &answer); err != nil || answer.Status == nil {
		t.Fatalf("%v: %s", err, r)
	}
	eve := rest.AnonymousClientConfig(bob.config)
	eve.BearerToken = answer.Status.Token
	client, err := dynamic.NewForConfig(eve)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Resource(kind("pods")).Namespace("team-burnham").List(t.Context(), metav1.ListOptions{}); !apierrors.IsUnauthorized(err) {
		t.Errorf("without an access entry: %v", err)
	}
}

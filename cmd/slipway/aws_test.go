//go:build !front

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/internal/awsdouble"
)

const (
	testAccount = "111111111111"
	testRole    = "arn:aws:iam::" + testAccount + ":role/slipway-deploy"
)

// awsWorld is an AWS with one EKS cluster, whose endpoint tells a version to the
// deploy role, and with a pipeline that may assume the role.
type awsWorld struct {
	*testing.T
	aws        *awsdouble.Server
	env        []string
	kubeconfig string
}

func newAWSWorld(t *testing.T) *awsWorld {
	t.Helper()
	const ci = "arn:aws:iam::999999999999:role/ci"
	w := &awsWorld{T: t, aws: awsdouble.New(t), kubeconfig: filepath.Join(t.TempDir(), "config")}
	w.aws.Role(awsdouble.Role{ARN: testRole, Trust: []string{ci}, ExternalID: "blue"})
	backend := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(rw, `{"gitVersion": "v1.34.0-`+r.Header.Get("Impersonate-User")+`"}`)
	}))
	t.Cleanup(backend.Close)
	endpoint := w.aws.EKSEndpoint(t, "enterprise-dev", &rest.Config{Host: backend.URL}, func(arn string) (awsdouble.Person, bool) {
		return awsdouble.Person{User: "deployer"}, arn == testRole
	})
	w.aws.Cluster(testAccount, "us-east-2", awsdouble.Cluster{Name: "enterprise-dev", Endpoint: endpoint.URL, CA: endpoint.CA})
	w.env = append(os.Environ(), append(w.aws.Environ(w.aws.User("arn:aws:sts::999999999999:assumed-role/ci/build")), "KUBECONFIG="+w.kubeconfig)...)
	return w
}

// slipway runs the real program.
func (w *awsWorld) slipway(args ...string) (stdout, stderr string, err error) {
	w.Helper()
	cmd := exec.CommandContext(w.Context(), "slipway", args...)
	var out, errs bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = w.env, &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

func (w *awsWorld) must(args ...string) string {
	w.Helper()
	out, errs, err := w.slipway(args...)
	if err != nil {
		w.Fatalf("slipway %s: %v\n%s", strings.Join(args, " "), err, errs)
	}
	return out
}

// What is written must do: a client reads it, calls slipway for a token, and is let in.
func TestKubeconfigOfEKSLeadsThere(t *testing.T) {
	w := newAWSWorld(t)
	w.must("kubeconfig", "--eks", "enterprise-dev", "--region", "us-east-2", "--role", testRole, "--external-id", "blue")
	text, err := os.ReadFile(w.kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"current-context: enterprise-dev.us-east-2.111111111111", "command: slipway\n", "interactiveMode: Never", "client.authentication.k8s.io/v1\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the kubeconfig has no %q:\n%s", want, text)
		}
	}
	if strings.Contains(string(text), "k8s-aws-v1") {
		t.Error("there is a token in the kubeconfig")
	}
	for _, v := range w.env { // the plugin inherits this process' environment
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value)
		}
	}
	cfg, err := clientcmd.BuildConfigFromFlags("", w.kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	client, err := discovery.NewDiscoveryClientForConfig(cfg)
	if err != nil {
		t.Fatal(err)
	}
	version, err := client.ServerVersion()
	if err != nil || version.GitVersion != "v1.34.0-deployer" {
		t.Errorf("the cluster said %v, %v", version, err)
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	w := newAWSWorld(t)
	var got struct {
		APIVersion, Kind string
		Status           struct {
			Token               string
			ExpirationTimestamp time.Time
		}
	}
	if err := json.Unmarshal([]byte(w.must("token", "--cluster", "enterprise-dev", "--region", "us-east-2", "--profile", "")), &got); err != nil {
		t.Fatal(err)
	}
	life := time.Until(got.Status.ExpirationTimestamp)
	if got.Kind != "ExecCredential" || got.APIVersion != "client.authentication.k8s.io/v1" || !strings.HasPrefix(got.Status.Token, "k8s-aws-v1.") || life < 13*time.Minute || life > 15*time.Minute {
		t.Errorf("got %+v", got)
	}
	if n := w.aws.Count("AssumeRole"); n != 0 {
		t.Errorf("a role was assumed %d times", n)
	}
}

func TestAWSCommandsExplain(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args string
		want string
	}{
		"no region":         {"token --cluster c", "name one with --region or AWS_REGION"},
		"both":              {"token --cluster c --account 111111111111 --role " + testRole, "use one"},
		"a short account":   {"token --cluster c --account 11", "twelve digits"},
		"not a role":        {"token --cluster c --role admin", "looks like arn:aws:iam::"},
		"no external id":    {"token --cluster c --region us-east-2 --role " + testRole, "cannot be assumed by arn:aws:sts::999999999999:assumed-role/ci/build"},
		"another account":   {"token --cluster c --region us-east-2 --account 222222222222", "slipway bootstrap"},
		"a platform":        {"token --cluster c --region us-east-2 --account 222222222222 --platform shop", "slipway bootstrap --platform shop --trust"},
		"no cluster":        {"kubeconfig --eks shop --region us-east-2 --account 111111111111 --external-id blue", "there is no EKS cluster shop in us-east-2"},
		"no profile":        {"token --cluster c --region us-east-2 --profile nope", "there is no profile nope"},
		"no platform":       {"bootstrap", "--platform"},
		"trust of nobody":   {"bootstrap --platform shop --trust ci", "not somebody to trust"},
		"a token's cluster": {"token", "--cluster"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newAWSWorld(t)
			out, errs, err := w.slipway(strings.Fields(tc.args)...)
			if err == nil || !strings.Contains(errs, tc.want) || out != "" {
				t.Errorf("slipway %s: %v\n%s%s", tc.args, err, out, errs)
			}
		})
	}
}

// A blueprint says which cluster, where it is and how its account is reached.
func TestKubeconfigOfABlueprint(t *testing.T) {
	t.Parallel()
	w := newAWSWorld(t)
	file := filepath.Join(t.TempDir(), "platform.yaml")
	if err := os.WriteFile(file, []byte(`name: enterprise
accounts: {dev: "111111111111"}
aws: {deployRole: slipway-deploy, externalID: blue}
blueprints: {one: {nodeGroups: [{name: general}]}}
clusters: [{name: first, blueprint: one, account: dev, region: us-west-2}, {name: dev, blueprint: one, account: dev, region: us-east-2}]
`), 0o600); err != nil {
		t.Fatal(err)
	}
	text := w.must("kubeconfig", file, "--cluster", "dev", "--print")
	for _, want := range []string{"current-context: enterprise-dev.us-east-2.111111111111", "- " + testRole, "- us-east-2", "- --platform\n      - enterprise\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the kubeconfig has no %q:\n%s", want, text)
		}
	}
	if _, errs, err := w.slipway("kubeconfig", file, "--cluster", "dev", "--print", "--external-id", "wrong"); err == nil || !strings.Contains(errs, "which the cluster dev ("+file+":5:") || !strings.Contains(errs, "bootstrap --platform enterprise") {
		t.Errorf("no way in: %v\n%s", err, errs)
	}
	if _, errs, err := w.slipway("kubeconfig", file, "--cluster", "nope"); err == nil || !strings.Contains(errs, `there is no cluster "nope"`) {
		t.Errorf("an unknown cluster: %v\n%s", err, errs)
	}
	out := filepath.Join(t.TempDir(), "out")
	w.must("compile", file, "--target", "aws", "--all", "-o", out)
	if _, errs, err := w.slipway("kubeconfig", out); err == nil || !strings.Contains(errs, "name it with --cluster; there are first, dev") {
		t.Errorf("one of two clusters: %v\n%s", err, errs)
	}
}

package awsdouble_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/internal/awsdouble"
)

const (
	account = "111111111111"
	ann     = "arn:aws:iam::" + account + ":user/ann"
	role    = "arn:aws:iam::222222222222:role/path/deploy"
)

func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestSignaturesAreChecked(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	good := s.User(ann)
	for want, change := range map[string]func(*awsdouble.Key){
		"":                      func(*awsdouble.Key) {},
		"SignatureDoesNotMatch": func(k *awsdouble.Key) { k.Secret = "another" },
		"InvalidClientTokenId":  func(k *awsdouble.Key) { k.ID = "AKIANOBODY" },
	} {
		key := good
		change(&key)
		if _, err := sts.NewFromConfig(s.Config(key, "us-east-2")).GetCallerIdentity(t.Context(), nil); code(err) != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	resp, err := http.Get(s.URL + "/?Action=GetCallerIdentity")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a request without a signature got %s", resp.Status)
	}
	for _, c := range s.Calls() {
		if c != (awsdouble.Call{Service: "sts", Action: "GetCallerIdentity", Account: account, Region: "us-east-2", ARN: ann}) {
			t.Errorf("a call of %+v", c)
		}
	}
}

func TestRolesAreAssumedByThoseTheyTrust(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	s.Role(awsdouble.Role{ARN: role, Trust: []string{ann}, ExternalID: "blue", Lifetime: time.Minute})
	assume := func(who, id string) (*sts.AssumeRoleOutput, error) {
		in := &sts.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String("test")}
		if id != "" {
			in.ExternalId = aws.String(id)
		}
		return sts.NewFromConfig(s.Config(s.User(who), "us-east-2")).AssumeRole(t.Context(), in)
	}
	for _, bad := range [][2]string{{ann, ""}, {ann, "red"}, {"arn:aws:iam::" + account + ":user/bob", "blue"}} {
		if _, err := assume(bad[0], bad[1]); code(err) != "AccessDenied" {
			t.Errorf("%s with %q: %v", bad[0], bad[1], err)
		}
	}
	out, err := assume(ann, "blue")
	if err != nil {
		t.Fatal(err)
	}
	if arn := aws.ToString(out.AssumedRoleUser.Arn); arn != "arn:aws:sts::222222222222:assumed-role/deploy/test" {
		t.Errorf("the session is %s", arn)
	}
	key := awsdouble.Key{ID: *out.Credentials.AccessKeyId, Secret: *out.Credentials.SecretAccessKey, Token: *out.Credentials.SessionToken}
	client := eks.NewFromConfig(s.Config(key, "us-east-2"))
	if _, err := client.ListClusters(t.Context(), nil); err != nil {
		t.Error(err)
	}
	s.Clock(func() time.Time { return time.Now().Add(2 * time.Minute) })
	if _, err := client.ListClusters(t.Context(), nil); code(err) != "ExpiredTokenException" {
		t.Errorf("an expired session got %v", err)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for want, fault := range map[string]func(awsdouble.Call) *awsdouble.Fault{
		"ThrottlingException": func(awsdouble.Call) *awsdouble.Fault { return awsdouble.Throttled() },
		"AccessDenied":        awsdouble.Denied,
		"":                    func(awsdouble.Call) *awsdouble.Fault { return awsdouble.Cut() },
	} {
		s := awsdouble.New(t)
		s.Fail(fault)
		cfg := s.Config(s.User(ann), "us-east-2")
		cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
		if _, err := eks.NewFromConfig(cfg).ListClusters(t.Context(), nil); err == nil || code(err) != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// CloudFormation is somebody else's; who calls is told to it.
func TestCloudFormationIsHandedOn(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	var got awsdouble.Call
	s.CloudFormation(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = awsdouble.CallOf(r.Context())
		if err := r.ParseForm(); err != nil || r.Form.Get("Action") != got.Action {
			t.Errorf("the form is %v, %v", r.Form, err)
		}
		_, _ = io.WriteString(w, `<ListStacksResponse><ListStacksResult/></ListStacksResponse>`)
	}))
	if _, err := cloudformation.NewFromConfig(s.Config(s.User(ann), "eu-west-1")).ListStacks(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if want := (awsdouble.Call{Service: "cloudformation", Action: "ListStacks", Account: account, Region: "eu-west-1", ARN: ann}); got != want {
		t.Errorf("got %+v", got)
	}
}

// The endpoint takes the one question that names its cluster, signed, and no other.
func TestEndpointTakesOnlyItsOwnTokens(t *testing.T) {
	t.Parallel()
	s := awsdouble.New(t)
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Header.Get("Impersonate-User")+" "+r.Header.Get("Authorization"))
	}))
	t.Cleanup(backend.Close)
	endpoint := s.EKSEndpoint(t, "dev", &rest.Config{Host: backend.URL}, func(arn string) (awsdouble.Person, bool) {
		return awsdouble.Person{User: "ann"}, arn == ann
	})
	presign := func() string {
		client := sts.NewPresignClient(sts.NewFromConfig(s.Config(s.User(ann), "us-east-2")))
		signed, err := client.PresignGetCallerIdentity(t.Context(), nil, func(o *sts.PresignOptions) {
			o.ClientOptions = append(o.ClientOptions, sts.WithAPIOptions(smithyhttp.SetHeaderValue("x-k8s-aws-id", "dev")))
		})
		if err != nil {
			t.Fatal(err)
		}
		return signed.URL
	}
	unsigned, err := sts.NewPresignClient(sts.NewFromConfig(s.Config(s.User(ann), "us-east-2"))).PresignGetCallerIdentity(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	good := presign()
	for name, tc := range map[string]struct {
		url string
		ok  bool
	}{
		"good":              {good, true},
		"no cluster signed": {unsigned.URL, false},
		"tampered":          {strings.Replace(good, "us-east-2", "us-west-2", 1), false},
		"another host":      {strings.Replace(good, s.URL, "http://127.0.0.1:9", 1), false},
		"one more":          {good + "&Evil=1", false},
	} {
		client, err := rest.HTTPClientFor(&rest.Config{
			TLSClientConfig: rest.TLSClientConfig{CAData: endpoint.CA}, BearerToken: "k8s-aws-v1." + base64.RawURLEncoding.EncodeToString([]byte(tc.url)),
		})
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, endpoint.URL+"/version", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Impersonate-User", "root")
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if (resp.StatusCode == http.StatusOK) != tc.ok || tc.ok && string(body) != "ann " {
			t.Errorf("%s: %s %s", name, resp.Status, body)
		}
	}
}

package account_test

import (
	"cmp"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	gocmp "github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/deploy/account"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/internal/awsdouble"
)

const (
	hub, dev, prod = "999999999999", "111111111111", "222222222222"
	ci             = "arn:aws:sts::" + hub + ":assumed-role/ci/build-7"
	ciRole         = "arn:aws:iam::" + hub + ":role/ci"
	devRole        = "arn:aws:iam::" + dev + ":role/slipway-deploy"
	prodRole       = "arn:aws:iam::" + prod + ":role/slipway-deploy"
)

// world is an AWS in which the pipeline's role ci may deploy to dev and prod.
func world(t *testing.T) (*awsdouble.Server, awsdouble.Key) {
	t.Helper()
	s := awsdouble.New(t)
	s.Role(awsdouble.Role{ARN: devRole, Trust: []string{ciRole}})
	s.Role(awsdouble.Role{ARN: prodRole, Trust: []string{"arn:aws:iam::" + hub + ":root"}, ExternalID: "blue"})
	key := s.User(ci)
	s.Setenv(t, key)
	return s, key
}

func accounts(t *testing.T, set account.Settings) *account.Accounts {
	t.Helper()
	set.Platform = "enterprise"
	a, err := account.New(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func whoami(t *testing.T, cfg aws.Config) string {
	t.Helper()
	out, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.Arn)
}

func TestConfigAssumesTheDeployRole(t *testing.T) {
	s, _ := world(t)
	a := accounts(t, account.Settings{ExternalID: ""})
	var all sync.WaitGroup
	for _, region := range []string{"us-east-2", "us-west-2", "eu-west-1", "us-east-2"} {
		all.Go(func() {
			cfg, err := a.Config(t.Context(), "aws:"+dev+"/"+region)
			if err != nil {
				t.Error(err)
				return
			}
			if cfg.Region != region {
				t.Errorf("region %s, want %s", cfg.Region, region)
			}
			if who := whoami(t, cfg); who != "arn:aws:sts::"+dev+":assumed-role/slipway-deploy/slipway-enterprise" {
				t.Errorf("works as %s", who)
			}
		})
	}
	all.Wait()
	if n := s.Count("AssumeRole"); n != 1 {
		t.Errorf("the role was assumed %d times, want once", n)
	}
}

func TestConfigUsesOwnCredentialsAtHome(t *testing.T) {
	s, _ := world(t)
	cfg, err := accounts(t, account.Settings{}).Config(t.Context(), "aws:"+hub+"/us-east-2")
	if err != nil {
		t.Fatal(err)
	}
	if who := whoami(t, cfg); who != ci {
		t.Errorf("works as %s", who)
	}
	// A role that is named is assumed there, too.
	s.Role(awsdouble.Role{ARN: "arn:aws:iam::" + hub + ":role/deploy", Trust: []string{ciRole}})
	cfg, err = accounts(t, account.Settings{DeployRole: "deploy"}).Config(t.Context(), "aws:"+hub+"/us-east-2")
	if err != nil {
		t.Fatal(err)
	}
	if who := whoami(t, cfg); !strings.Contains(who, "assumed-role/deploy/") {
		t.Errorf("works as %s", who)
	}
}

// Who runs as the deploy role already need not be trusted by itself.
func TestConfigTakesTheRoleAsItIs(t *testing.T) {
	s := awsdouble.New(t)
	s.Setenv(t, s.User("arn:aws:sts::"+dev+":assumed-role/slipway-deploy/build-7"))
	if _, err := accounts(t, account.Settings{DeployRole: "slipway-deploy"}).Config(t.Context(), "aws:"+dev+"/us-east-2"); err != nil {
		t.Fatal(err)
	}
	if n := s.Count("AssumeRole"); n != 0 {
		t.Errorf("the role was assumed %d times", n)
	}
}

func TestSessionsAreRenewed(t *testing.T) {
	s, _ := world(t)
	s.Role(awsdouble.Role{ARN: devRole, Trust: []string{ciRole}, Lifetime: 4 * time.Minute}) // less than the five minutes before the end
	cfg, err := accounts(t, account.Settings{}).Config(t.Context(), "aws:"+dev+"/us-east-2")
	if err != nil {
		t.Fatal(err)
	}
	whoami(t, cfg)
	if n := s.Count("AssumeRole"); n != 2 {
		t.Errorf("the role was assumed %d times, want again for a session about to end", n)
	}
}

func TestProfileOfAnAccount(t *testing.T) {
	s, _ := world(t)
	own := s.User("arn:aws:iam::" + prod + ":user/ann")
	file := filepath.Join(t.TempDir(), "config")
	text := "[profile prod]\naws_access_key_id = " + own.ID + "\naws_secret_access_key = " + own.Secret + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	cfg, err := accounts(t, account.Settings{Profiles: map[string]string{prod: "prod"}}).Config(t.Context(), "aws:"+prod+"/us-east-2")
	if err != nil {
		t.Fatal(err)
	}
	if who := whoami(t, cfg); who != own.ARN {
		t.Errorf("works as %s", who)
	}
	_, err = accounts(t, account.Settings{Profiles: map[string]string{dev: "prod"}}).Config(t.Context(), "aws:"+dev+"/us-east-2")
	want := `aws:111111111111/us-east-2: the profile prod leads to the account 222222222222 (as arn:aws:iam::222222222222:user/ann), not to 111111111111
    Name the profile of the account 111111111111, or none to assume the deploy role there.`
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

// Everything that is wrong is said at once, and each thing once.
func TestPreflightSaysEverything(t *testing.T) {
	s, key := world(t)
	s.TurnOff(dev, "af-south-1")
	err := accounts(t, account.Settings{Asking: map[string]string{prod: "the cluster prod (platform.yaml:14:5)"}}).Preflight(t.Context(), []string{
		"aws:" + dev + "/us-east-2", "aws:" + dev + "/af-south-1", "aws:" + prod + "/us-east-2", "aws:" + prod + "/eu-west-1", "aws:12/us-east-2",
	})
	want := `aws:111111111111/af-south-1: the region af-south-1 is off in the account 111111111111
    Enable it in the account 111111111111: aws account enable-region --region-name af-south-1 (it takes minutes to hours), or choose another region.
aws:12/us-east-2: aws:12/us-east-2: "12" is not an account id, which has twelve digits
aws:222222222222/eu-west-1, aws:222222222222/us-east-2: the role arn:aws:iam::222222222222:role/slipway-deploy cannot be assumed by arn:aws:sts::999999999999:assumed-role/ci/build-7: it is not there, does not trust it, or the caller lacks sts:AssumeRole
    Look at two things first. Is 222222222222 the account that is meant, which the cluster prod (platform.yaml:14:5) asks for? And are these the credentials that are meant? They are of the account 999999999999, from AWS_ACCESS_KEY_ID.
    If both are right, make the role in the account 222222222222: slipway bootstrap --platform enterprise --trust arn:aws:iam::999999999999:role/ci
    Or add to its trust policy: {"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:role/ci"}}
    The caller needs sts:AssumeRole on arn:aws:iam::222222222222:role/slipway-deploy, too.`
	if err == nil {
		t.Fatal("nothing was found")
	}
	if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if _, ok := diag.From(err); !ok {
		t.Errorf("not problems but %T", err)
	}
	secretless(t, err, key)
}

// Where no region is configured, STS is asked where the cluster is: a network
// that is closed to other regions, or to the other side of the world, must not
// matter. One that an account has to enable first is asked at home.
func TestSTSIsAskedInTheTargetRegion(t *testing.T) {
	for region, want := range map[string]string{"eu-central-1": "eu-central-1", "cn-northwest-1": "cn-northwest-1", "me-central-1": "us-east-1"} {
		t.Run(region, func(t *testing.T) {
			s, _ := world(t)
			for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
				t.Setenv(name, "")
			}
			partition := account.Partition(region)
			s.Role(awsdouble.Role{ARN: "arn:" + partition + ":iam::" + dev + ":role/slipway-deploy", Trust: []string{ciRole}})
			if _, err := accounts(t, account.Settings{}).Config(t.Context(), "aws:"+dev+"/"+region); err != nil {
				t.Fatal(err)
			}
			if len(s.Calls()) < 2 {
				t.Fatalf("calls: %v", s.Calls())
			}
			for _, c := range s.Calls() {
				if c.Region != want {
					t.Errorf("%s was asked in %s, want %s", c.Action, c.Region, want)
				}
			}
			t.Setenv("AWS_REGION", "us-west-2")
			before := len(s.Calls())
			if _, err := accounts(t, account.Settings{}).Config(t.Context(), "aws:"+dev+"/"+region); err != nil {
				t.Fatal(err)
			}
			for _, c := range s.Calls()[before:] {
				if c.Region != "us-west-2" {
					t.Errorf("%s was asked in %s, although AWS_REGION says us-west-2", c.Action, c.Region)
				}
			}
		})
	}
}

// A command that does not know the platform does not make a name up.
func TestLoginNamesThePlatformItKnows(t *testing.T) {
	s, _ := world(t)
	s.Setenv(t, s.User("arn:aws:iam::"+hub+":user/eve"))
	for platform, want := range map[string]string{"": "slipway bootstrap --trust arn:aws:iam::" + hub + ":user/eve, with the name of the blueprint's platform as --platform", "shop": "slipway bootstrap --platform shop --trust"} {
		_, err := account.Login{Region: "us-east-2", Account: dev, Platform: platform}.Config(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "NAME") {
			t.Errorf("%q: got %v", platform, err)
		}
	}
}

func TestPreflightIsContent(t *testing.T) {
	s, _ := world(t)
	s.Role(awsdouble.Role{ARN: devRole, Trust: []string{ciRole}, ExternalID: "blue"})
	err := accounts(t, account.Settings{ExternalID: "blue"}).Preflight(t.Context(), []string{
		"aws:" + dev + "/us-east-2", "aws:" + dev + "/us-west-2", "aws:" + prod + "/us-east-2", "aws:" + hub + "/us-east-2",
	})
	if err != nil {
		t.Error(err)
	}
	if n := s.Count("AssumeRole"); n != 2 {
		t.Errorf("roles were assumed %d times, want once in each of two accounts", n)
	}
}

func secretless(t *testing.T, err error, key awsdouble.Key) {
	t.Helper()
	for _, secret := range []string{key.Secret, key.ID} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("tells a secret: %v", err)
		}
	}
}

func TestPreflightExplainsCredentials(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(t *testing.T, s *awsdouble.Server)
		want    []string
		limit   time.Duration
	}{
		"none": {func(t *testing.T, _ *awsdouble.Server) {
			t.Setenv("AWS_ACCESS_KEY_ID", "")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "")
		}, []string{"no AWS credentials: looked for AWS_ACCESS_KEY_ID", "the profile default", "aws sso login --profile default"}, 0},
		"a profile that is not there": {func(t *testing.T, _ *awsdouble.Server) { t.Setenv("AWS_PROFILE", "blue") },
			[]string{"there is no profile blue", "aws configure sso --profile blue"}, 0},
		"no login": {func(t *testing.T, s *awsdouble.Server) {
			file := filepath.Join(t.TempDir(), "config")
			text := "[profile blue]\nsso_session = s\nsso_account_id = " + dev + "\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://example.com/start\n"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("HOME", t.TempDir())
			t.Setenv("AWS_CONFIG_FILE", file)
			t.Setenv("AWS_PROFILE", "blue")
			t.Setenv("AWS_ACCESS_KEY_ID", "")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "")
		}, []string{"profile blue", "session", "aws sso login --profile blue"}, 0},
		"expired": {func(_ *testing.T, s *awsdouble.Server) {
			s.Fail(func(awsdouble.Call) *awsdouble.Fault { return awsdouble.Expired() })
		}, []string{"have expired", "aws sso login --profile default"}, 0},
		"a key that is gone": {func(t *testing.T, _ *awsdouble.Server) { t.Setenv("AWS_ACCESS_KEY_ID", "AKIAAAAAAAAAAAAAAAAA") },
			[]string{"AWS does not know the credentials"}, 0},
		"a wrong secret": {func(t *testing.T, _ *awsdouble.Server) { t.Setenv("AWS_SECRET_ACCESS_KEY", "wrong") },
			[]string{"secret key", "clock"}, 0},
		"a clock that is wrong": {func(_ *testing.T, s *awsdouble.Server) {
			s.Clock(func() time.Time { return time.Now().Add(time.Hour) })
		}, []string{"clock"}, 0},
		"a policy": {func(_ *testing.T, s *awsdouble.Server) { s.Fail(awsdouble.Denied) }, []string{"AccessDenied"}, 0},
		"nobody listens": {func(t *testing.T, _ *awsdouble.Server) { t.Setenv("AWS_ENDPOINT_URL", "http://"+closed(t)) },
			[]string{"cannot be reached: ", "refused", "HTTPS_PROXY"}, 10 * time.Second},
		"silence": {func(t *testing.T, _ *awsdouble.Server) { t.Setenv("AWS_ENDPOINT_URL", "http://"+silent(t)) },
			[]string{"did not answer: nothing within 2s"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, key := world(t)
			tc.prepare(t, s)
			err := accounts(t, account.Settings{Timeout: cmp.Or(tc.limit, 2*time.Second)}).Preflight(t.Context(), []string{"aws:" + dev + "/us-east-2", "aws:" + prod + "/us-east-2"})
			if err == nil {
				t.Fatal("nothing was found")
			}
			for _, w := range tc.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("does not say %q:\n%v", w, err)
				}
			}
			if n := strings.Count(err.Error(), "aws:"+dev); n != 1 {
				t.Errorf("says the same %d times:\n%v", n, err)
			}
			secretless(t, err, key)
		})
	}
}

func TestPreflightSurvivesThrottlingAndCuts(t *testing.T) {
	s, _ := world(t)
	n := 0
	var mu sync.Mutex
	s.Fail(func(awsdouble.Call) *awsdouble.Fault {
		mu.Lock()
		defer mu.Unlock()
		switch n++; n {
		case 1:
			return awsdouble.Throttled()
		case 3:
			return awsdouble.Cut()
		}
		return nil
	})
	if err := accounts(t, account.Settings{}).Preflight(t.Context(), []string{"aws:" + dev + "/us-east-2"}); err != nil {
		t.Error(err)
	}
}

func TestPreflightStops(t *testing.T) {
	world(t)
	t.Setenv("AWS_ENDPOINT_URL", "http://"+silent(t))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := accounts(t, account.Settings{}).Preflight(ctx, []string{"aws:" + dev + "/us-east-2"}); err == nil || ctx.Err() == nil {
		t.Errorf("did not stop: %v", err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	if _, err := account.New(t.Context(), account.Settings{Profiles: map[string]string{"12": "p"}}); err == nil {
		t.Error("an account id of two digits was taken")
	}
}

// closed is an address where nobody listens.
func closed(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// silent is an address where connections are taken and nothing is said.
func silent(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

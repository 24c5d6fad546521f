package cloudformation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/internal/awsdouble"
	double "slipway.dev/slipway/internal/awsdouble/cloudformation"
)

// Each resource of each stack fails once: the run says which, starts nothing
// that needs it, and the next run ends well.
func TestEachResourceFailsOnce(t *testing.T) {
	t.Parallel()
	behind := map[string][]string{"network": {"shop-dev-cluster", "shop-dev-teams-web-aws"}, "cluster": {"shop-dev-teams-web-aws"}, "teams-web-aws": nil}
	for stack, resources := range map[string][]string{"network": {"Vpc", "SubnetA", "SubnetB"}, "cluster": {"Role", "Cluster", "General"}, "teams-web-aws": {"Inbox", "Jobs"}} {
		for _, resource := range resources {
			t.Run(stack+" "+resource, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.aws.Fail(double.Failure{Stack: "shop-dev-" + stack, Resource: resource, On: "CREATE", Reason: "the account's limit is reached"})
				err := deploy.Run(w.within(), platform(), w.options(w.deployer()))
				var failed *deploy.RunError
				if !errors.As(err, &failed) || len(failed.Errors) != 1 || !strings.Contains(err.Error(), " "+resource+": the account's limit is reached") {
					t.Fatalf("got %v", err)
				}
				for _, s := range w.aws.Stacks() {
					if slices.Contains(behind[stack], s.Name) {
						t.Errorf("%s was made although what it needs failed", s.Name)
					}
				}
				w.converges()
			})
		}
	}
}

// next is the platform with something else in every resource.
func next() *assembly.Assembly {
	a := platform()
	for i := range a.Units {
		s, err := a.Units[i].Stack()
		if err != nil {
			panic(err)
		}
		s.Tags = map[string]string{"cost": "42"}
		if a.Units[i].Files[assembly.StackFile], err = s.Encode(); err != nil {
			panic(err)
		}
	}
	return a
}

// Each resource fails once while it is updated, and once while it is deleted.
func TestEachResourceFailsOnceLater(t *testing.T) {
	t.Parallel()
	for stack, resources := range map[string][]string{"network": {"Vpc", "SubnetA", "SubnetB"}, "cluster": {"Role", "Cluster", "General"}, "teams-web-aws": {"Inbox", "Jobs"}} {
		for _, resource := range resources {
			t.Run(stack+" "+resource, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.converges()
				name := "shop-dev-" + stack
				w.aws.Fail(double.Failure{Stack: name, Resource: resource, On: "UPDATE", Reason: "not now"})
				err := deploy.Run(w.within(), next(), w.options(w.deployer()))
				if err == nil || !strings.Contains(err.Error(), "stack "+name+" rolled back; it is as it was before") || !strings.Contains(err.Error(), resource+": not now") {
					t.Errorf("updating: %v", err)
				}
				if err := deploy.Run(w.within(), next(), w.options(w.deployer())); err != nil {
					t.Errorf("updating again: %v", err)
				}
				w.aws.Fail(double.Failure{Stack: name, Resource: resource, On: "DELETE", Times: 2, Reason: "in use"})
				err = deploy.Destroy(w.within(), next(), w.options(w.deployer()))
				if kept := resource == "Inbox"; kept != (err == nil) || !kept && !strings.Contains(err.Error(), resource+": in use") {
					t.Errorf("deleting: %v", err)
				}
				if err := deploy.Destroy(w.within(), next(), w.options(w.deployer())); err != nil || len(w.aws.Stacks()) > 0 {
					t.Errorf("deleting again: %v", err)
				}
			})
		}
	}
}

// Accounts and regions are worked on side by side, and one that fails stops no other.
func TestManyPlaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := &assembly.Assembly{Platform: "shop"}
	deployers := map[string]*Deployer{}
	for _, region := range []string{"us-east-2", "us-west-2", "eu-central-1"} {
		u := unit(region+"/n", network, nil)
		u.Where = "aws:111111111111/" + region
		a.Units = append(a.Units, *u)
		cfg := w.config()
		cfg.Region = region
		var err error
		if deployers[u.Where], err = New(NewClient(cfg, eager), Options{Platform: "shop", Where: u.Where, Poll: time.Microsecond}); err != nil {
			t.Fatal(err)
		}
	}
	w.aws.Fail(double.Failure{Stack: "shop-us-west-2-n", Resource: "Vpc", On: "CREATE", Reason: "no more VPCs"})
	opts := deploy.Options{Deployers: func(u *assembly.Unit) (deploy.Deployer, error) { return deployers[u.Where], nil }}
	err := deploy.Run(w.within(), a, opts)
	if err == nil || !strings.Contains(err.Error(), "us-west-2/n (cloudformation, aws:111111111111/us-west-2)") {
		t.Errorf("got %v", err)
	}
	regions := map[string]string{}
	for _, s := range w.aws.Stacks() {
		regions[s.Place.Region] = s.Status
	}
	want := map[string]string{"us-east-2": "CREATE_COMPLETE", "us-west-2": "ROLLBACK_COMPLETE", "eu-central-1": "CREATE_COMPLETE"}
	if diff := cmp.Diff(want, regions); diff != "" {
		t.Error(diff)
	}
}

// The double is one service of an AWS that checks signatures and knows whose key is whose.
func TestBehindAllOfAWS(t *testing.T) {
	t.Parallel()
	all, stacks := awsdouble.New(t), double.New(double.Options{Validate: double.Spec})
	all.CloudFormation(stacks)
	key := all.User("arn:aws:iam::222222222222:user/ann")
	cfg := aws.Config{Region: "eu-central-1", BaseEndpoint: aws.String(all.URL), Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: key.ID, SecretAccessKey: key.Secret}, nil
	})}
	cuts := 0
	stacks.Intercept(func(double.Request) double.Fault {
		if cuts++; cuts%4 == 0 {
			return double.LoseAnswer
		}
		return double.None
	})
	d, err := New(NewClient(cfg, eager), Options{Platform: "shop", Where: "aws:222222222222/eu-central-1", Poll: time.Microsecond})
	if err != nil {
		t.Fatal(err)
	}
	a := platform()
	for i := range a.Units {
		a.Units[i].Where = "aws:222222222222/eu-central-1"
	}
	if err := deploy.Run(t.Context(), a, deploy.Options{Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return d, nil }, Orphans: d.Orphans}); err != nil {
		t.Fatal(err)
	}
	for _, s := range stacks.Stacks() {
		if s.Place != (double.Place{Account: "222222222222", Region: "eu-central-1"}) || s.Status != "CREATE_COMPLETE" {
			t.Errorf("%s is %s at %v", s.Name, s.Status, s.Place)
		}
	}
	if n := len(stacks.Stacks()); n != 3 {
		t.Errorf("%d stacks", n)
	}
}

// converges runs the platform to the end, and once more, which changes nothing.
func (w *world) converges() {
	w.Helper()
	if err := deploy.Run(w.within(), platform(), w.options(w.deployer())); err != nil {
		w.Errorf("the second run: %v", err)
		return
	}
	plans, err := deploy.Diff(w.within(), platform(), w.options(w.deployer()))
	if err != nil {
		w.Error(err)
	}
	for _, p := range plans {
		if !p.Empty() {
			w.Errorf("%s differs after the last run: %v", p.Unit.ID, briefly(p.Changes))
		}
	}
	if n := len(w.aws.Stacks()); n != 3 {
		w.Errorf("%d stacks", n)
	}
	for _, s := range w.aws.Stacks() {
		if len(s.ChangeSets) > 0 && s.Status == "CREATE_COMPLETE" {
			w.Logf("%s has %q", s.Name, s.ChangeSets)
		}
	}
}

// A storm of refusals and ends of connections is outlived, whatever it hits.
func TestStorms(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]double.Fault{"throttled": double.Throttle, "cut": double.Cut, "answer lost": double.LoseAnswer, "broken": double.Break} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.aws.Intercept(func(r double.Request) double.Fault {
				if r.N%3 != 0 {
					return fault
				}
				return double.None
			})
			w.converges()
		})
	}
}

// Whoever waits outlives even what the client gives up on.
func TestPollingOutlivesALongOutage(t *testing.T) {
	t.Parallel()
	for _, action := range []string{"DescribeStackEvents", "DescribeChangeSet", "DescribeStackDriftDetectionStatus"} {
		for name, fault := range map[string]double.Fault{"throttled": double.Throttle, "cut": double.Cut, "broken": double.Break} {
			t.Run(action+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				d, bad := w.deployer(func(o *Options) { o.Drift = true }), 0
				w.aws.Intercept(func(r double.Request) double.Fault {
					if r.Action == action && bad < 3*attempts {
						bad++
						return fault
					}
					return double.None
				})
				w.must(d, unit("dev/n", network, nil))
				w.must(d, unit("dev/n", network, map[string]string{"Cidr": "10.3.0.0/16"}))
				if bad != 3*attempts {
					t.Errorf("%d faults", bad)
				}
			})
		}
	}
}

func TestThrottledForGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.aws.Intercept(func(double.Request) double.Fault { return double.Throttle })
	_, _, err := w.run(w.deployer(), unit("dev/n", network, nil))
	if want := "AWS throttled DescribeStacks in " + where + " 10 times in a row: Rate exceeded"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if n := w.aws.Requests(); n != attempts {
		t.Errorf("%d requests", n)
	}
}

// Credentials that expire end the run with what to do; the stack goes on.
func TestExpiredCredentials(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	expired := false
	w.aws.Intercept(func(r double.Request) double.Fault {
		if expired {
			return double.Expire
		}
		expired = r.Action == "CreateStack"
		return double.None
	})
	_, _, err := w.run(w.deployer(), unit("dev/n", network, nil))
	for _, want := range []string{"the credentials for " + where + " have expired", "Log in again", "goes on without us, and is picked up"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	w.aws.Intercept(nil)
	w.must(w.deployer(), unit("dev/n", network, nil))
	none := w.config()
	none.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{}, errors.New("the SSO session has expired")
	})
	d, err := New(NewClient(none, eager), Options{Platform: "shop", Where: where})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = d.Diff(w.within(), unit("dev/n", network, nil)); err == nil || !strings.Contains(err.Error(), "there are no valid credentials for "+where) {
		t.Errorf("got %v", err)
	}
}

// direct takes requests to the double without a network, so that time can be a test's own.
type direct struct{ *double.Server }

func (d direct) Do(r *http.Request) (answer *http.Response, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("connection reset by peer")
		}
	}()
	out := httptest.NewRecorder()
	d.ServeHTTP(out, r)
	return out.Result(), nil
}

// With real waits: a storm slows the client down, a deadline ends the wait and
// says that the stack goes on, and a quiet run looks every five seconds or so.
func TestTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := double.New(double.Options{})
		cfg := aws.Config{Region: home.Region, Credentials: aws.CredentialsProviderFunc(credentials), HTTPClient: direct{s}}
		// The adaptive mode reckons in fractions of nanoseconds, which time that stands still never ends.
		standard := func(o *sdk.Options) {
			o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) { s.MaxAttempts, s.RateLimiter = attempts, ratelimit.None })
		}
		d, err := New(NewClient(cfg, standard), Options{Platform: "shop", Where: where})
		if err != nil {
			t.Fatal(err)
		}
		s.Intercept(func(r double.Request) double.Fault {
			if r.N%4 != 0 {
				return double.Throttle
			}
			return double.None
		})
		u := unit("dev/n", network, nil)
		p, err := d.Diff(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = d.Apply(t.Context(), p, func(deploy.Event) {}); err != nil {
			t.Fatal(err)
		}
		s.Intercept(nil)
		next := unit("dev/n", network, map[string]string{"Cidr": "10.9.0.0/16"})
		if p, err = d.Diff(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		short, cancel := context.WithTimeout(t.Context(), 4*time.Second)
		defer cancel()
		_, err = d.Apply(short, p, func(deploy.Event) {})
		want := "stopped waiting for the stack shop-dev-n, which goes on in AWS (UPDATE_"
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want %q", err, want)
		}
	})
}

// Whichever request a run is killed at, whether or not AWS still got it, the
// next run ends in the same state, and leaves no stack and no change set.
func TestKilledAnywhereTheNextRunFinishes(t *testing.T) {
	t.Parallel()
	for _, lost := range []double.Fault{double.Cut, double.LoseAnswer} {
		t.Run(fmt.Sprint(lost), func(t *testing.T) {
			t.Parallel()
			n := 1
			for killed := true; killed; n++ {
				killed = killAndFinish(newWorld(t), n, lost)
			}
			if n < 15 {
				t.Errorf("a run took only %d requests; this test is not looking where it should", n-2)
			}
		})
	}
}

// killAndFinish reports whether there was a request n. The run it kills updates
// one stack, makes one and deletes one.
func killAndFinish(w *world, n int, lost double.Fault) bool {
	w.Helper()
	a := platform()
	first := *a
	first.Units = append(slices.Clone(a.Units[:2]), *unit("dev/old", network, nil, "dev/network"))
	first.Units[0] = *unit("dev/network", strings.Replace(network, `"SubnetB"}]`, `"SubnetA"}]`, 1), nil)
	opts := w.options(w.deployer())
	opts.Parallel = 1
	if err := deploy.Run(w.within(), &first, opts); err != nil {
		w.Fatal(err)
	}
	ctx, kill := context.WithCancel(w.within())
	defer kill()
	base, killed := w.aws.Requests(), false
	w.aws.Intercept(func(r double.Request) double.Fault {
		switch at := r.N - base; {
		case at == n:
			killed = true
			kill() // what a killed process never does is try again
			return lost
		case at > n:
			return double.Cut
		}
		return double.None
	})
	if err := deploy.Run(ctx, a, opts); err == nil && killed {
		w.Errorf("killed at request %d, and yet no error", n)
	}
	w.aws.Intercept(nil)
	w.converges()
	if w.Failed() {
		w.Fatalf("killed at request %d", n)
	}
	return killed
}

// So can a run that takes over what an earlier stack has kept.
func TestTakingOverKilledAnywhere(t *testing.T) {
	t.Parallel()
	for n, killed := 1, true; killed; n++ {
		w := newWorld(t)
		u := unit("dev/t", team, map[string]string{"ClusterName": "dev"})
		w.must(w.deployer(), u)
		if err := w.deployer().Delete(w.within(), u, w.report); err != nil {
			t.Fatal(err)
		}
		a := &assembly.Assembly{Platform: "shop", Units: []assembly.Unit{*u}}
		ctx, kill := context.WithCancel(w.within())
		base := w.aws.Requests()
		killed = false
		w.aws.Intercept(func(r double.Request) double.Fault {
			if r.N-base < n {
				return double.None
			}
			killed = true
			kill()
			return double.LoseAnswer
		})
		if err := deploy.Run(ctx, a, w.options(w.deployer())); err == nil && killed {
			t.Errorf("killed at request %d, and yet no error", n)
		}
		kill()
		w.aws.Intercept(nil)
		w.must(w.deployer(), u)
		if s, _ := w.aws.Stack("shop-dev-t"); s.Status != "CREATE_COMPLETE" || s.Resources["Inbox"].Status != "IMPORT_COMPLETE" {
			t.Errorf("killed at request %d: the stack is %s, the bucket %s", n, s.Status, s.Resources["Inbox"].Status)
		}
	}
}

// Destroying can be killed anywhere, too.
func TestDestroyKilledAnywhere(t *testing.T) {
	t.Parallel()
	for n, killed := 1, true; killed; n++ {
		w := newWorld(t)
		opts := w.options(w.deployer())
		if err := deploy.Run(w.within(), platform(), opts); err != nil {
			t.Fatal(err)
		}
		ctx, kill := context.WithCancel(w.within())
		base := w.aws.Requests()
		killed = false
		w.aws.Intercept(func(r double.Request) double.Fault {
			if r.N-base < n {
				return double.None
			}
			killed = true
			kill()
			return double.LoseAnswer
		})
		if err := deploy.Destroy(ctx, platform(), opts); err == nil && killed {
			t.Errorf("killed at request %d, and yet no error", n)
		}
		kill()
		w.aws.Intercept(nil)
		if err := deploy.Destroy(w.within(), platform(), opts); err != nil {
			t.Errorf("killed at request %d: %v", n, err)
		}
		if len(w.aws.Stacks()) > 0 {
			t.Errorf("killed at request %d: stacks are left", n)
		}
	}
}

package workload

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// The classes of rollouts.
const (
	RollingClass   = "rolling"
	RecreateClass  = "recreate"
	CanaryClass    = "canary"
	BlueGreenClass = "blue-green"
	ABClass        = "ab"
	MirrorClass    = "mirror"
)

// Rollout is how a new version of a workload takes over, with all that a
// strategy needs to know of the workload.
type Rollout struct {
	Class string
	// Params are the settings of the class, with their defaults: *Rolling,
	// *Recreate, *Canary, *BlueGreen, *AB or *Mirror.
	Params              any
	Workload, Namespace string
	// Objects are what the workload is without a strategy: its Deployment, and
	// where it has them its Service, HTTPRoutes, autoscaler and so on. A strategy
	// may change them; they are nobody else's.
	Objects []manifest.Object
	Pos     diag.Position // where the file asks for the rollout
	Path    string        // of the resource that asks, for problems: resources[NAME]
}

// A Strategy turns a rollout that Kubernetes does not know by itself into
// objects: it returns those that take the place of r.Objects. It must be pure.
// An error that is a diag.Problem or diag.Problems is shown as it is; any other
// gets the place of the rollout.
type Strategy func(r *Rollout) ([]manifest.Object, error)

// Rolling replaces pods little by little.
type Rolling struct {
	MaxSurge       string `yaml:"maxSurge,omitempty" default:"25%" doc:"Pods beyond the wanted number while it runs: a number, or a share such as 25%."`
	MaxUnavailable string `yaml:"maxUnavailable,omitempty" default:"0" doc:"Pods that may be missing while it runs: a number or a share."`
	MinReady       int    `yaml:"minReadySeconds,omitempty" check:"min=0,max=3600" doc:"Seconds that a new pod has to be ready before it counts."`
	Deadline       int    `yaml:"progressDeadlineSeconds,omitempty" check:"min=1,max=86400" default:"600" doc:"Seconds without progress after which it has failed."`
}

// Recreate ends all old pods before it starts the first new one.
type Recreate struct {
	Deadline int `yaml:"progressDeadlineSeconds,omitempty" check:"min=1,max=86400" default:"600" doc:"Seconds without progress after which it has failed."`
}

// Canary gives a new version more and more of the requests.
type Canary struct {
	Steps    []int         `yaml:"steps,omitempty" default:"10,30,50,100" doc:"Share of the requests that the new version gets, step by step, in percent: [5, 25, 50]. It gets all after the last."`
	Interval time.Duration `yaml:"interval,omitempty" default:"30s" doc:"Time of a step, after which it is judged."`
	Analysis `yaml:",inline"`
	Manual   bool `yaml:"manual,omitempty" doc:"Waits for 'promote' before every step."`
}

// BlueGreen starts the new version beside the old one and moves all requests at once.
type BlueGreen struct {
	Interval time.Duration `yaml:"interval,omitempty" default:"30s" doc:"Time between two looks at the new version."`
	Checks   int           `yaml:"checks,omitempty" check:"min=1,max=100" default:"5" doc:"Looks that have to be good before requests move; and after they have, where the engine looks then, too."`
	Analysis `yaml:",inline"`
	Manual   bool              `yaml:"manual,omitempty" doc:"Waits for 'promote' before requests move."`
	Live     map[string]string `yaml:"live,omitempty" check:"name" doc:"Images that get the requests, by container, where no controller moves them: {main: registry.example.com/shop:v6}."`
}

// AB gives the new version the requests of some users alone while it is judged.
type AB struct {
	Match    []Match       `yaml:"match" check:"required" doc:"Requests that the new version gets: those that fit one of these."`
	Interval time.Duration `yaml:"interval,omitempty" default:"30s" doc:"Time between two looks."`
	Checks   int           `yaml:"checks,omitempty" check:"min=1,max=100" default:"10" doc:"Looks that have to be good before the new version gets everything."`
	Analysis `yaml:",inline"`
	Manual   bool `yaml:"manual,omitempty" doc:"Waits for 'promote' before the new version gets everything."`
}

// Match is a request by a header or a cookie.
type Match struct {
	Header string `yaml:"header,omitempty" doc:"Name of a header."`
	Cookie string `yaml:"cookie,omitempty" doc:"Name of a cookie."`
	Value  string `yaml:"value" check:"required" doc:"Its value."`
}

// Mirror sends copies of requests to the new version, whose answers nobody sees.
type Mirror struct {
	Percent  int           `yaml:"percent,omitempty" check:"min=1,max=100" default:"100" doc:"Share of the requests that are copied."`
	Interval time.Duration `yaml:"interval,omitempty" default:"30s" doc:"Time between two looks."`
	Checks   int           `yaml:"checks,omitempty" check:"min=1,max=100" default:"5" doc:"Looks that have to be good before the new version gets everything."`
	Analysis `yaml:",inline"`
	Manual   bool `yaml:"manual,omitempty" doc:"Waits for 'promote' before the new version gets everything."`
}

// Analysis says when a new version is given up.
type Analysis struct {
	AbortOn  AbortOn       `yaml:"abortOn,omitempty" doc:"What gives the new version up. Metrics that are missing are no success."`
	Failures int           `yaml:"failures,omitempty" check:"min=1,max=100" default:"2" doc:"Looks that have to be bad before it is given up."`
	Deadline time.Duration `yaml:"deadline,omitempty" default:"10m" doc:"Time in which a pod of the new version has to become ready."`
	// SmokeTest and Webhooks are judges beside the metrics.
	SmokeTest SmokeTest          `yaml:"smokeTest,omitempty" doc:"A Job that has to succeed before the new version gets requests."`
	Webhooks  map[string]Webhook `yaml:"webhooks,omitempty" check:"name" doc:"Programs that are asked, by their names: an answer other than 2xx is a bad look."`
}

// SmokeTest is a container that calls the new version: its environment variable
// TARGET_URL has where.
type SmokeTest struct {
	Image   string   `yaml:"image,omitempty" doc:"Image. Default: that of the workload's first container."`
	Command []string `yaml:"command" check:"required" doc:"The command. It finds the new version at $TARGET_URL, and fails by its exit status."`
	Args    []string `yaml:"args,omitempty" doc:"Its arguments."`
}

// Given reports whether there is a smoke test.
func (s SmokeTest) Given() bool { return len(s.Command) > 0 }

// Webhook is a program that judges a new version.
type Webhook struct {
	URL      string            `yaml:"url" check:"required" doc:"Address that is sent a POST request."`
	When     string            `yaml:"when,omitempty" check:"enum=before|during" default:"during" doc:"before: before the new version gets requests. during: at every look."`
	Metadata map[string]string `yaml:"metadata,omitempty" doc:"Sent along."`
}

// AbortOn are limits that a good version stays below.
type AbortOn struct {
	ErrorRate string            `yaml:"errorRate,omitempty" default:"1%" doc:"Share of requests that are answered with 5xx: 1%, 0.5%."`
	Latency   time.Duration     `yaml:"latency,omitempty" default:"500ms" doc:"Time in which 99 of 100 requests are answered: 500ms."`
	Queries   map[string]string `yaml:"queries,omitempty" check:"name" doc:"Questions to Prometheus by their names: PromQL that yields a value where the version is bad."`
}

// RolloutClasses are the classes with their empty settings, in the order of
// what they need: the first two are Kubernetes' own.
func RolloutClasses() []Class {
	return []Class{
		{RollingClass, "Pods are replaced little by little. The default.", &Rolling{}},
		{RecreateClass, "All old pods end before the first new one starts. The default with a volume that only one node may mount.", &Recreate{}},
		{CanaryClass, "The new version gets more and more of the requests.", &Canary{}},
		{BlueGreenClass, "The new version starts beside the old one; all requests move at once.", &BlueGreen{}},
		{ABClass, "The new version gets the requests of some users while it is judged.", &AB{}},
		{MirrorClass, "The new version gets copies of requests while it is judged.", &Mirror{}},
	}
}

// Class is a class of rollouts.
type Class struct {
	Name, Doc string
	Params    any
}

var (
	sharePattern = regexp.MustCompile(`^[0-9]{1,3}%?$`)
	ratePattern  = regexp.MustCompile(`^(100|[0-9]{1,2}(\.[0-9]{1,3})?)%$`)
	tokenPattern = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+.^_|~-]+$`)
)

// checkRollout reports what tags cannot say about the settings of a class.
func checkRollout(params any, report func(field, message, fix string)) {
	switch p := params.(type) {
	case *Rolling:
		checkRolling(p, report)
	case *Canary:
		checkSteps(p.Steps, report)
		checkAnalysis(p.Analysis, p.Interval, report)
	case *BlueGreen:
		checkAnalysis(p.Analysis, p.Interval, report)
	case *AB:
		checkMatches(p.Match, report)
		checkAnalysis(p.Analysis, p.Interval, report)
	case *Mirror:
		checkAnalysis(p.Analysis, p.Interval, report)
	}
}

func checkRolling(p *Rolling, report func(field, message, fix string)) {
	for _, f := range [][2]string{{"maxSurge", p.MaxSurge}, {"maxUnavailable", p.MaxUnavailable}} {
		if !sharePattern.MatchString(f[1]) {
			report(f[0], fmt.Sprintf("must be a number of pods or a share such as 25%%, is %q", f[1]), "")
		} else if len(f[1]) == 4 && f[1] > "100%" {
			report(f[0], "is more than all pods: "+f[1], "")
		}
	}
	if isZero(p.MaxSurge) && isZero(p.MaxUnavailable) {
		report("maxSurge", "is 0 like maxUnavailable: no pod could ever be replaced", "Allow one of the two.")
	}
}

func isZero(share string) bool { return share == "0" || share == "0%" }

func checkSteps(steps []int, report func(field, message, fix string)) {
	for i, step := range steps {
		field := "steps[" + strconv.Itoa(i) + "]"
		switch {
		case step < 1 || step > 100:
			report(field, fmt.Sprintf("must be a share in percent, from 1 to 100, is %d", step), "")
		case i > 0 && step <= steps[i-1]:
			report(field, fmt.Sprintf("is %d, not more than the step before, which is %d", step, steps[i-1]), "Steps grow.")
		}
	}
}

func checkAnalysis(a Analysis, interval time.Duration, report func(field, message, fix string)) {
	if interval < time.Second || interval > 24*time.Hour {
		report("interval", "must be from 1s to 24h, is "+interval.String(), "")
	}
	if a.Deadline < time.Second || a.Deadline > 24*time.Hour {
		report("deadline", "must be from 1s to 24h, is "+a.Deadline.String(), "")
	}
	if a.AbortOn.Latency < 0 {
		report("abortOn.latency", "must not be negative", "")
	}
	for name, hook := range a.Webhooks {
		if u, err := url.Parse(hook.URL); hook.URL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			report(at("webhooks", name)+".url", "must be an address such as http://tests.team-a/check, is "+quoted(hook.URL), "")
		}
	}
	if r := a.AbortOn.ErrorRate; r != "" && !ratePattern.MatchString(r) {
		report("abortOn.errorRate", fmt.Sprintf("must be a share such as 1%% or 0.5%%, is %q", r), "")
	}
}

func checkMatches(matches []Match, report func(field, message, fix string)) {
	for i, m := range matches {
		field := "match[" + strconv.Itoa(i) + "]"
		if (m.Header == "") == (m.Cookie == "") {
			report(field, "must name a header or a cookie, and not both", "")
		} else if name := m.Header + m.Cookie; !tokenPattern.MatchString(name) {
			report(field, fmt.Sprintf("%q is no name of a header or a cookie", name), "")
		}
	}
}

// plain reports whether Kubernetes itself knows a class.
func plain(class string) bool { return slices.Contains([]string{RollingClass, RecreateClass}, class) }

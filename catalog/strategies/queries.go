package strategies

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"slipway.dev/slipway/workload"
)

// metric is one thing that a look looks at.
type metric struct {
	name     string
	query    string   // PromQL; "" for what is no question to Prometheus
	min, max *float64 // between which its value is good
	provider fields   // Argo Rollouts' provider, where it is no Prometheus
}

// traffic are what Traefik measures of a version's requests: the share that is no
// 5xx, and the time in which 99 of 100 are answered. The suffix is that of the
// Service, as Flagger and package strategies call it: "canary", or "" for the
// workload's own.
//
// Where no request came, neither query has a value, or it is not a number. Both
// engines take that for a bad look: it is no success. Where all came back as 5xx,
// the first one is 0 and not missing.
func (r *rollout) traffic(a workload.Analysis, interval time.Duration, suffix string) []metric {
	service := r.traefikService(suffix)
	window := window(interval)
	least := 100 - percent(a.AbortOn.ErrorRate)
	out := []metric{{
		name: "success-rate", min: &least,
		query: fmt.Sprintf("100 - 100 * (sum(rate(traefik_service_requests_total{service=~%[1]q,code=~\"5..\"}[%[2]s])) or vector(0)) / sum(rate(traefik_service_requests_total{service=~%[1]q}[%[2]s]))", service, window),
	}}
	if most := float64(a.AbortOn.Latency.Milliseconds()); most > 0 {
		out = append(out, metric{
			name: "latency", max: &most,
			query: fmt.Sprintf("1000 * histogram_quantile(0.99, sum by (le) (rate(traefik_service_request_duration_seconds_bucket{service=~%q}[%s])))", service, window),
		})
	}
	return out
}

// traefikService is what Traefik calls a Service in its metrics, as a regular
// expression that matches it whole. What was found in the sources:
//
//	NAMESPACE-SERVICE-http-PORT@kubernetesgateway                 v3.7.5: loadService in pkg/provider/kubernetes/gateway/httproute.go
//	httproute-…-svc-NAMESPACE-SERVICE-INDEX@kubernetesgateway     v3.7.10, the same function
//	NAMESPACE-SERVICE-PORT@kubernetescrd                          fullServiceName in pkg/provider/kubernetes/crd/kubernetes_http.go
//
// The names that end in -wrr are of what distributes the requests over these, and
// have no metrics of their own. provider.Normalize makes one dash of several.
func (r *rollout) traefikService(suffix string) string {
	if r.Namespace == "" {
		r.report("class", "metrics tell workloads apart by their namespace, and which one this is nobody says", "Render with --namespace.")
	}
	name := r.Workload
	if suffix != "" {
		name += "-" + suffix
	}
	return fmt.Sprintf("(.+-svc-)?%s-(http-)?[0-9]+@kubernetes(gateway|crd)", normalized(r.Namespace+"-"+name))
}

func normalized(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) }), "-")
}

// asked are a workload's own questions and the webhooks of every look. A question
// yields a value where the version is bad: what is counted must be none.
func (r *rollout) asked(a workload.Analysis) []metric {
	none := 0.0
	var out []metric
	for _, name := range slices.Sorted(maps.Keys(a.AbortOn.Queries)) {
		out = append(out, metric{name: "query-" + name, max: &none, query: fmt.Sprintf("count(%s) or vector(0)", a.AbortOn.Queries[name])})
	}
	return append(out, r.hooks(a, "during")...)
}

// window is the time that a look looks back: long enough for a Prometheus that
// scrapes every 30 s to see two values of a counter.
func window(interval time.Duration) string {
	return strconv.Itoa(seconds(max(interval, time.Minute))) + "s"
}

// seconds are whole ones, at least one.
func seconds(d time.Duration) int {
	return int(max(1, (d+time.Second-1)/time.Second))
}

// percent is a share as a number: package workload has checked it.
func percent(share string) float64 {
	f, _ := strconv.ParseFloat(strings.TrimSuffix(share, "%"), 64)
	return f
}

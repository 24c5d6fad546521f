package strategies

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// What moves requests for Flagger: an HTTPRoute of its own, or nothing beside the
// Services.
const (
	flaggerGateway  = "gatewayapi:v1"
	flaggerServices = "kubernetes"
)

// canary is a workload that Flagger rolls out. The Deployment is the new version
// and has pods only while it is tried; Flagger makes WORKLOAD-primary, which
// serves, the Services and, with a Gateway, the HTTPRoute. So neither is here:
// two that write one object undo each other's work.
//
// It is safe to give up at any moment: primary's pods are all there until the new
// version is primary, and Flagger promotes by a rolling update of primary's
// Deployment, whose maxUnavailable is the workload's.
func (r *rollout) canary(provider string, interval time.Duration, a workload.Analysis, how fields, metrics []metric) []manifest.Object {
	metrics = append(metrics, r.asked(a)...)
	analysis := fields{"interval": duration(interval), "threshold": a.Failures}
	maps.Copy(analysis, how)
	objects := slices.Clone(r.rest)
	var judges []any
	for _, m := range metrics {
		if m.query == "" {
			continue // webhooks are Flagger's own
		}
		if r.platform.Prometheus == "" {
			r.noPrometheus()
		}
		name := r.Workload + "-" + m.name
		// Flagger gives a look up whose question has no value or none that is a
		// number (ErrNoValuesFound in pkg/metrics/providers/prometheus.go).
		objects = append(objects, r.object("flagger.app/v1beta1", "MetricTemplate", name).With("spec", fields{
			"provider": fields{"type": "prometheus", "address": r.platform.Prometheus}, "query": m.query,
		}))
		judges = append(judges, fields{"name": m.name, "interval": window(interval), "templateRef": fields{"name": name}, "thresholdRange": between(m)})
	}
	if judges != nil {
		analysis["metrics"] = judges
	}
	if hooks := flaggerHooks(a); hooks != nil {
		analysis["webhooks"] = hooks
	}
	canary := fields{
		"provider":                provider,
		"targetRef":               fields{"apiVersion": "apps/v1", "kind": "Deployment", "name": r.Workload},
		"progressDeadlineSeconds": seconds(a.Deadline),
		"service":                 r.flaggerService(provider),
		"analysis":                analysis,
	}
	if scaler := r.flaggerScaler(); scaler != nil {
		objects = append(objects, scaler)
		canary["autoscalerRef"] = fields{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "name": scaler.Name()}
	}
	if r.budget != nil {
		spec(r.budget)["selector"] = fields{"matchExpressions": []any{fields{"key": nameLabel, "operator": "In", "values": []any{r.Workload, r.Workload + "-primary"}}}}
		objects = append(objects, r.budget)
	}
	return append(objects, r.deployment, r.object("flagger.app/v1beta1", "Canary", r.Workload).With("spec", canary))
}

// flaggerScaler is what has the say over the number of pods. Flagger copies it for
// primary, and brings the Deployment to zero between rollouts, which no file may
// contradict: the Deployment names no number, and a fixed one is an autoscaler
// whose least and most are equal. Kubernetes holds those without any metric.
func (r *rollout) flaggerScaler() manifest.Object {
	n := r.fixed()
	delete(spec(r.deployment), "replicas")
	if r.scaler != nil || n <= 1 {
		return r.scaler
	}
	return r.object("autoscaling/v2", "HorizontalPodAutoscaler", r.Workload).With("spec", fields{
		"scaleTargetRef": fields{"apiVersion": "apps/v1", "kind": "Deployment", "name": r.Workload},
		"minReplicas":    n, "maxReplicas": n,
		"metrics": []any{fields{"type": "Resource", "resource": fields{"name": "cpu", "target": fields{"type": "Utilization", "averageUtilization": 80}}}},
	})
}

// flaggerService is the Service, and with a Gateway the route, as Flagger makes them.
func (r *rollout) flaggerService(provider string) fields {
	ports := r.ports()
	if len(ports) == 0 {
		return nil
	}
	if len(ports) > 1 || ports[0]["protocol"] != "TCP" {
		r.report("class", "Flagger's Services have one TCP port, and that of the workload has others", "Keep one port, or use the engine argo-rollouts.")
	}
	out := fields{"name": r.Workload, "port": ports[0]["port"], "portName": ports[0]["name"], "targetPort": ports[0]["targetPort"]}
	if provider != flaggerGateway || r.routedPort() == 0 {
		return out
	}
	first := spec(r.routes[0])
	var hosts []any
	for _, route := range r.routes {
		s := spec(route)
		if !reflect.DeepEqual(s["parentRefs"], first["parentRefs"]) || !reflect.DeepEqual(s["rules"], first["rules"]) {
			r.report("class", "Flagger's route has one path, and those of the workload have several", "Let the routes differ by their hosts alone, or use the engine argo-rollouts.")
		}
		names, _ := s["hostnames"].([]any)
		hosts = append(hosts, names...)
	}
	var gateways []any
	for _, ref := range list(first["parentRefs"]) {
		gateway := fields{"group": "gateway.networking.k8s.io", "kind": "Gateway"}
		maps.Copy(gateway, ref)
		gateways = append(gateways, gateway)
	}
	out["gatewayRefs"], out["hosts"] = gateways, hosts
	if path := pathOf(first); path != "/" {
		out["match"] = []any{fields{"uri": fields{"prefix": path}}}
	}
	return out
}

// pathOf is what the paths of a route's requests begin with.
func pathOf(route fields) string {
	for _, rule := range list(route["rules"]) {
		for _, m := range list(rule["matches"]) {
			if p, ok := m["path"].(fields); ok {
				return fmt.Sprint(p["value"])
			}
		}
	}
	return "/"
}

func flaggerHooks(a workload.Analysis) []any {
	types := map[string]string{"before": "pre-rollout", "during": "rollout"}
	var out []any
	for _, name := range slices.Sorted(maps.Keys(a.Webhooks)) {
		hook := a.Webhooks[name]
		h := fields{"name": name, "type": types[hook.When], "url": hook.URL, "timeout": "10s"}
		if len(hook.Metadata) > 0 {
			h["metadata"] = texts(hook.Metadata)
		}
		out = append(out, h)
	}
	return out
}

// flaggerManual refuses to wait: Flagger asks a webhook whether to go on, and
// there is none that a person could answer.
func (r *rollout) flaggerManual(manual bool) {
	if manual {
		r.report("params.manual", "Flagger waits for no person", "The engine argo-rollouts does. Or leave it out: metrics decide.")
	}
}

func (r *rollout) flaggerSmokeTest(s workload.SmokeTest) {
	if s.Given() {
		r.report("params.smokeTest", "Flagger starts no Jobs", "The engine argo-rollouts does. Or let a program do it that webhooks name, with when: before.")
	}
}

func (r *rollout) noPrometheus() {
	r.report("class", "metrics decide, and where Prometheus is nobody says", "Render with --prometheus http://NAME.NAMESPACE:9090.")
}

func between(m metric) fields {
	out := fields{}
	if m.min != nil {
		out["min"] = number(*m.min)
	}
	if m.max != nil {
		out["max"] = number(*m.max)
	}
	return out
}

// number is a whole one where it is, so that files show 99 and not 99.0. A share
// such as 0.3 % leaves no dust of floating point behind.
func number(f float64) any {
	if f == float64(int(f)) {
		return int(f)
	}
	short, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'f', 3, 64), 64)
	return short
}

func duration(d time.Duration) string { return strconv.Itoa(seconds(d)) + "s" }

func texts(m map[string]string) fields {
	out := fields{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

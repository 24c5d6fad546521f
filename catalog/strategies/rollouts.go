package strategies

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

const rolloutsVersion = "argoproj.io/v1alpha1"

// rollout is the workload as Argo Rollouts runs it: a Rollout in place of the
// Deployment, which an autoscaler scales like one. The workload's Service is that
// of the version that serves: Argo Rollouts adds to its selector.
func (r *rollout) rollout(a workload.Analysis, strategy fields) []manifest.Object {
	s := maps.Clone(spec(r.deployment))
	s["strategy"] = strategy
	s["progressDeadlineSeconds"], s["progressDeadlineAbort"] = seconds(a.Deadline), true
	s["revisionHistoryLimit"] = 3
	out := maps.Clone(r.deployment)
	out["apiVersion"], out["kind"], out["spec"] = rolloutsVersion, "Rollout", s
	objects := slices.Clone(r.rest)
	if r.ports() != nil {
		objects = append(objects, r.service)
	}
	objects = append(objects, out)
	if r.scaler != nil {
		spec(r.scaler)["scaleTargetRef"] = fields{"apiVersion": rolloutsVersion, "kind": "Rollout", "name": r.Workload}
		objects = append(objects, r.scaler)
	}
	if r.budget != nil {
		objects = append(objects, r.budget)
	}
	return objects
}

// otherService is the Service of the new version alone.
func (r *rollout) otherService(suffix string) manifest.Object {
	o := r.object("v1", "Service", r.Workload+"-"+suffix)
	if r.service != nil {
		o["spec"] = maps.Clone(spec(r.service))
	}
	return o
}

// weighted is where Argo Rollouts writes shares. Who applies this file again in
// the middle of a rollout must leave them alone: see docs/rollouts.md.
func (r *rollout) weighted() manifest.Object {
	port := r.routedPort()
	return r.object("traefik.io/v1alpha1", "TraefikService", r.Workload).With("spec", fields{
		"weighted": fields{"services": []any{
			fields{"name": r.Workload, "port": port, "weight": 100},
			fields{"name": r.Workload + "-canary", "port": port, "weight": 0},
		}},
	})
}

// throughTraefik lets the routes lead to a TraefikService. Traefik takes one for
// a backend of an HTTPRoute where its provider kubernetesCRD is on, too.
func (r *rollout) throughTraefik(name string) []manifest.Object {
	for _, route := range r.routes {
		for _, rule := range list(spec(route)["rules"]) {
			rule["backendRefs"] = []any{fields{"group": "traefik.io", "kind": "TraefikService", "name": name}}
		}
	}
	return r.routes
}

// steps are a canary's, and the number of the one from which it is looked at.
func (r *rollout) steps(p *workload.Canary, before bool) (steps []any, start int) {
	if before { // one pod, which no request finds yet
		steps = append(steps,
			fields{"setCanaryScale": fields{"replicas": 1}},
			fields{"analysis": fields{"templates": r.templates("before")}},
			fields{"setCanaryScale": fields{"matchTrafficWeight": true}})
	}
	for i, share := range p.Steps {
		if p.Manual {
			steps = append(steps, fields{"pause": fields{}})
		}
		steps = append(steps, fields{"setWeight": share})
		if i == 0 {
			start = len(steps)
		}
		steps = append(steps, fields{"pause": fields{"duration": duration(p.Interval)}})
	}
	// The look at the last share is over before the rollout is.
	return append(steps, fields{"pause": fields{"duration": duration(p.Interval / 2)}}), start
}

// looks are when and how often a version is looked at.
type looks struct {
	interval        time.Duration
	count, failures int // count 0 goes on until the rollout is over
}

func (r *rollout) templates(names ...string) []any {
	var out []any
	for _, name := range names {
		out = append(out, fields{"templateName": r.Workload + "-" + name})
	}
	return out
}

// analysis is what judges. A look fails unless it succeeds: an answer without a
// value, or with one that is no number, is a failure, and so is none at all. A
// look is never inconclusive, which would wait for a person.
func (r *rollout) analysis(name string, l looks, metrics []metric) manifest.Object {
	limit := l.failures - 1
	if l.count > 0 {
		limit = min(l.failures, l.count) - 1
	}
	var out []any
	for _, m := range metrics {
		f := fields{"name": m.name, "failureLimit": limit, "consecutiveErrorLimit": limit, "inconclusiveLimit": 0, "provider": m.provider}
		if l.interval > 0 {
			f["interval"], f["initialDelay"] = duration(l.interval), duration(l.interval)
		}
		if l.count > 0 {
			f["count"] = l.count
		}
		if m.query != "" {
			if r.platform.Prometheus == "" {
				r.noPrometheus()
			}
			f["provider"] = fields{"prometheus": fields{"address": r.platform.Prometheus, "query": m.query}}
			f["successCondition"] = condition(m)
		}
		out = append(out, f)
	}
	return r.object(rolloutsVersion, "AnalysisTemplate", r.Workload+"-"+name).With("spec", fields{"metrics": out})
}

// condition is when a look is good.
func condition(m metric) string {
	out := "len(result) > 0 && !isNaN(result[0])"
	if m.min != nil {
		out += fmt.Sprintf(" && result[0] >= %v", number(*m.min))
	}
	if m.max != nil {
		out += fmt.Sprintf(" && result[0] <= %v", number(*m.max))
	}
	return out
}

// before are the judges that are asked before a version gets requests.
func (r *rollout) before(a workload.Analysis, suffix string) []metric {
	out := r.hooks(a, "before")
	if a.SmokeTest.Given() {
		out = append(out, metric{name: "smoke-test", provider: fields{"job": fields{"spec": r.smokeTest(a, suffix)}}})
	}
	return out
}

// hooks are webhooks as metrics of Argo Rollouts. It takes a body that is no JSON
// for good, and of JSON asks what it holds: anything is.
func (r *rollout) hooks(a workload.Analysis, when string) []metric {
	var out []metric
	for _, name := range slices.Sorted(maps.Keys(a.Webhooks)) {
		hook := a.Webhooks[name]
		if hook.When != when {
			continue
		}
		body := fields{"name": r.Workload, "namespace": r.Namespace, "metadata": texts(hook.Metadata)}
		out = append(out, metric{name: "webhook-" + name, provider: fields{"web": fields{
			"method": "POST", "url": hook.URL, "timeoutSeconds": 10, "jsonBody": body, "jsonPath": "{$}",
		}}})
	}
	return out
}

package strategies

import (
	"time"

	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

func blueGreen() Strategy {
	return Strategy{
		Class: workload.BlueGreenClass, Doc: "The new version starts beside the old one, at full size; all requests move at once.",
		On: map[Engine]Ability{
			Flagger:      {Automatic, Automatic, "Judged by queries and webhooks before requests move: until then Traefik has nothing to measure.", flaggerBlueGreen},
			ArgoRollouts: {Automatic, Automatic, "Judged by a smoke test, queries and webhooks before requests move, and by how it answers them after. The old pods wait until then.", rolloutsBlueGreen},
			None:         {Manual, Manual, "Both versions run; `live` says which one gets the requests. Whoever changes it has looked at `WORKLOAD-preview`.", plainBlueGreen},
		},
	}
}

// The limits that a file has which does not say: package workload's.
const (
	defaultErrorRate = "1%"
	defaultLatency   = 500 * time.Millisecond
)

func flaggerBlueGreen(r *rollout) []manifest.Object {
	p := r.Params.(*workload.BlueGreen)
	r.flaggerManual(p.Manual)
	r.flaggerSmokeTest(p.SmokeTest)
	r.noLive(p.Live)
	if len(p.AbortOn.Queries)+len(p.Webhooks) == 0 {
		r.report("params", "nothing judges the new version before requests move, and Traefik measures none until then", "Give it abortOn.queries or webhooks, or use the engine argo-rollouts, which goes on to look after they have moved.")
	}
	if p.AbortOn.ErrorRate != defaultErrorRate || p.AbortOn.Latency != defaultLatency {
		r.report("params.abortOn", "limits the errors or the latency of requests, of which there are none before they move", "Leave these to the engine argo-rollouts, which goes on to look after they have moved; or ask for the class canary.")
	}
	provider := flaggerGateway
	if len(r.routes) == 0 {
		provider = flaggerServices
	}
	return r.canary(provider, p.Interval, p.Analysis, fields{"iterations": p.Checks}, nil)
}

func rolloutsBlueGreen(r *rollout) []manifest.Object {
	p := r.Params.(*workload.BlueGreen)
	r.noLive(p.Live)
	var after []metric
	if len(r.routes) > 0 { // else no request is measured
		after = r.traffic(p.Analysis, p.Interval, "")
	}
	before, during := r.before(p.Analysis, "preview"), r.asked(p.Analysis)
	if len(before)+len(during)+len(after) == 0 {
		r.report("params", "nothing judges the new version: no route leads to the workload, so that no request is measured", "Give it a smokeTest, abortOn.queries or webhooks.")
	}
	spec := fields{
		"activeService": r.Workload, "previewService": r.Workload + "-preview", "autoPromotionEnabled": !p.Manual,
		// Requests that go back find the old pods ready: those stay until the
		// last look is over, and a minute longer.
		"scaleDownDelaySeconds": seconds(p.Interval*time.Duration(p.Checks+1) + time.Minute),
	}
	objects := append(r.rollout(p.Analysis, fields{"blueGreen": spec}), r.otherService("preview"))
	objects = append(objects, r.routes...)
	var first []string
	add := func(name string, l looks, metrics []metric) bool {
		if len(metrics) > 0 {
			objects = append(objects, r.analysis(name, l, metrics))
		}
		return len(metrics) > 0
	}
	checks := looks{interval: p.Interval, count: p.Checks, failures: p.Failures}
	if add("before", looks{count: 1, failures: 1}, before) {
		first = append(first, "before")
	}
	if add("analysis", checks, during) {
		first = append(first, "analysis")
	}
	if len(first) > 0 {
		spec["prePromotionAnalysis"] = fields{"templates": r.templates(first...)}
	}
	if add("after", checks, after) {
		spec["postPromotionAnalysis"] = fields{"templates": r.templates("after")}
	}
	return objects
}

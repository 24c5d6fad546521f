package strategies

import (
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

func canary() Strategy {
	return Strategy{
		Class: workload.CanaryClass, Doc: "The new version gets more and more of the requests, and is judged by how it answers them.",
		On: map[Engine]Ability{
			Flagger:      {Automatic, Automatic, "Weights of an HTTPRoute that Flagger makes. The version that has served stays at full size until the new one has its place.", flaggerCanary},
			ArgoRollouts: {Automatic, Automatic, "Weights of a TraefikService, which the HTTPRoutes lead to. The version that has served stays at full size until the end.", rolloutsCanary},
		},
		Instead: map[Engine]string{None: "it knows no shares of requests, and asks no metrics"},
	}
}

func flaggerCanary(r *rollout) []manifest.Object {
	p := r.Params.(*workload.Canary)
	r.flaggerManual(p.Manual)
	r.flaggerSmokeTest(p.SmokeTest)
	steps := make([]any, len(p.Steps))
	for i, s := range p.Steps {
		steps[i] = s
	}
	return r.canary(flaggerGateway, p.Interval, p.Analysis, fields{"stepWeights": steps}, r.traffic(p.Analysis, p.Interval, "canary"))
}

func rolloutsCanary(r *rollout) []manifest.Object {
	p := r.Params.(*workload.Canary)
	before := r.before(p.Analysis, "canary")
	during := append(r.traffic(p.Analysis, p.Interval, "canary"), r.asked(p.Analysis)...)
	steps, start := r.steps(p, len(before) > 0)
	// The stable version keeps all its pods while the other one is tried
	// (dynamicStableScale is off): a rollout that is given up finds them ready.
	spec := fields{
		"stableService": r.Workload, "canaryService": r.Workload + "-canary", "dynamicStableScale": false, "maxUnavailable": 0,
		"trafficRouting": fields{"traefik": fields{"weightedTraefikServiceName": r.Workload}},
		"steps":          steps,
		"analysis":       fields{"startingStep": start, "templates": r.templates("analysis")},
	}
	objects := r.rollout(p.Analysis, fields{"canary": spec})
	objects = append(objects, r.otherService("canary"), r.weighted())
	objects = append(objects, r.throughTraefik(r.Workload)...)
	objects = append(objects, r.analysis("analysis", looks{interval: p.Interval, failures: p.Failures}, during))
	if len(before) > 0 {
		objects = append(objects, r.analysis("before", looks{count: 1, failures: 1}, before))
	}
	return objects
}

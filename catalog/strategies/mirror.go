package strategies

import (
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

func mirror() Strategy {
	return Strategy{
		Class: workload.MirrorClass, Doc: "The new version gets copies of requests, whose answers nobody sees but those who judge it. What it writes, it writes for a second time.",
		On: map[Engine]Ability{
			Flagger: {Automatic, Automatic, "A TraefikService copies requests to the new version's Service, which has pods only while one is judged.", flaggerMirror},
		},
		Instead: map[Engine]string{
			ArgoRollouts: "through Traefik it routes by weight alone, and its second Service is never without pods: copies would go on for ever",
			None:         "it does not copy requests",
		},
	}
}

// flaggerMirror lets a TraefikService mirror. Flagger would ask the Gateway for
// it by a filter RequestMirror, which Traefik's provider for the Gateway API does
// not know: loadMiddlewares in pkg/provider/kubernetes/gateway/httproute.go of
// v3.7.5 refuses it, and the route then answers 500. So Flagger only keeps the
// two Services (its provider kubernetes), and between rollouts the copies find
// nobody, which Traefik tells nobody.
func flaggerMirror(r *rollout) []manifest.Object {
	p := r.Params.(*workload.Mirror)
	r.flaggerManual(p.Manual)
	r.flaggerSmokeTest(p.SmokeTest)
	objects := r.canary(flaggerServices, p.Interval, p.Analysis, fields{"iterations": p.Checks}, r.traffic(p.Analysis, p.Interval, "canary"))
	port := r.routedPort()
	objects = append(objects, r.object("traefik.io/v1alpha1", "TraefikService", r.Workload).With("spec", fields{
		"mirroring": fields{
			"kind": "Service", "name": r.Workload, "port": port,
			"mirrors": []any{fields{"kind": "Service", "name": r.Workload + "-canary", "port": port, "percent": p.Percent}},
		},
	}))
	return append(objects, r.throughTraefik(r.Workload)...)
}

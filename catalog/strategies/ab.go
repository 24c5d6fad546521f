package strategies

import (
	"regexp"

	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

func ab() Strategy {
	// Of Argo Rollouts v1.10.1, rollout/trafficrouting/traefik/traefik.go:
	// SetHeaderRoute and SetMirrorRoute do nothing and report no error.
	return Strategy{
		Class: workload.ABClass, Doc: "The new version gets the requests with a header or a cookie, and is judged by how it answers them.",
		On: map[Engine]Ability{
			Flagger: {Automatic, Automatic, "A rule of the HTTPRoute that Flagger makes. Too few such requests are no success.", flaggerAB},
		},
		Instead: map[Engine]string{
			ArgoRollouts: "through Traefik it routes by weight alone, and says nothing of a header that it does not look at",
			None:         "it does not look into requests",
		},
	}
}

func flaggerAB(r *rollout) []manifest.Object {
	p := r.Params.(*workload.AB)
	r.flaggerManual(p.Manual)
	r.flaggerSmokeTest(p.SmokeTest)
	var matches []any
	for _, m := range p.Match {
		name, value := m.Header, fields{"exact": m.Value}
		if m.Cookie != "" {
			name, value = "Cookie", fields{"regex": cookie(m.Cookie, m.Value)}
		}
		matches = append(matches, fields{"headers": fields{name: value}})
	}
	return r.canary(flaggerGateway, p.Interval, p.Analysis, fields{"iterations": p.Checks, "match": matches}, r.traffic(p.Analysis, p.Interval, "canary"))
}

// cookie is what a header Cookie looks like that holds one of a value.
func cookie(name, value string) string {
	return `^(.*;\s*)?` + regexp.QuoteMeta(name+"="+value) + `(\s*;.*)?$`
}

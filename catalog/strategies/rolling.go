package strategies

import "slipway.dev/slipway/workload"

// rolling is Kubernetes' own and the same beside every engine: package workload
// has written it into the Deployment.
func rolling() Strategy {
	return Strategy{
		Class: workload.RollingClass, Doc: "Pods are replaced little by little, each new one ready before an old one ends.",
		On: own("Kubernetes waits for readiness and asks nothing else; `kubectl rollout undo`, or the commit taken back."),
	}
}

// own is a strategy of Kubernetes itself.
func own(how string) map[Engine]Ability {
	out := map[Engine]Ability{}
	for _, e := range Engines() {
		out[e] = Ability{Decision: Manual, Rollback: Manual, How: how}
	}
	return out
}

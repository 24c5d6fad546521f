package strategies

import "slipway.dev/slipway/workload"

// recreate is Kubernetes' own, as rolling is.
func recreate() Strategy {
	return Strategy{
		Class: workload.RecreateClass, Doc: "All old pods end before the first new one starts: requests in between are lost.",
		On: own("For volumes that one node alone may mount; `kubectl rollout undo`, or the commit taken back."),
	}
}

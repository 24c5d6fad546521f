package kube

// stage is the order in which objects of one unit are applied. Within a stage
// everything goes at once.
type stage int

const (
	first     stage = iota // what others live in, are defined by or get their rights from
	second                 // what workloads refer to: missing it costs them a retry
	third                  // workloads, custom resources and everything else
	last                   // what would hold back everything before it
	numStages = int(last) + 1
)

const (
	groupRBAC      = "rbac.authorization.k8s.io"
	groupAdmission = "admissionregistration.k8s.io"
	groupCRD       = "apiextensions.k8s.io"
	kindCRD        = "CustomResourceDefinition"
)

func stageOf(o id) stage {
	switch o.group {
	case groupCRD, "scheduling.k8s.io", "storage.k8s.io", "node.k8s.io":
		return first
	case groupRBAC:
		if o.namespace == "" {
			return first
		}
		return second
	case groupAdmission:
		return last
	case "networking.k8s.io", "policy":
		return second
	case "":
		switch o.kind {
		case "Namespace", "PersistentVolume":
			return first
		case "Pod", "ReplicationController", "Endpoints":
			return third
		default:
			return second
		}
	}
	return third
}

// builtIn reports whether the API server itself defines the group; every other
// kind is a custom resource, or served by somebody behind the server.
func builtIn(group string) bool {
	switch group {
	case "", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "storage.k8s.io", "scheduling.k8s.io",
		"node.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "certificates.k8s.io",
		"resource.k8s.io", "apiregistration.k8s.io", "flowcontrol.apiserver.k8s.io",
		groupRBAC, groupAdmission, groupCRD:
		return true
	}
	return false
}

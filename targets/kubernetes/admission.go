package kubernetes

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

const admissionAPI = "admissionregistration.k8s.io/v1"

// AllTeams is what a cluster needs once for all of its teams: policies about
// what rights alone cannot tell apart. The API server itself judges by them,
// in every namespace with a team's label. Their names carry the platform's, so
// that several platforms on one cluster do not share them.
func AllTeams(p *blueprint.Platform) []manifest.Object {
	var objects []manifest.Object
	for _, a := range []admission{
		{"services", []check{
			{"size(object.spec.?externalIPs.orValue([])) == 0", "a team's Service may not name externalIPs: it would receive what is meant for those addresses"},
			{"object.spec.type == 'ClusterIP'", "a team's Service must be of type ClusterIP: load balancers, node ports and external names lead past its network policies"},
		}},
		{"secrets", []check{
			{"object.type != 'kubernetes.io/service-account-token'", "a team may not make tokens of service accounts: they never expire and work from anywhere"},
		}},
	} {
		name := "team-" + a.resource + "." + p.Name + ".slipway.dev"
		binding := manifest.New(admissionAPI, "ValidatingAdmissionPolicyBinding", "", name).
			With("spec", fields{"policyName": name, "validationActions": names("Deny")})
		objects = append(objects, manifest.New(admissionAPI, "ValidatingAdmissionPolicy", "", name).With("spec", a.spec()), binding)
	}
	return objects
}

// admission is what has to hold for the objects of a core resource.
type admission struct {
	resource string
	checks   []check
}

// check is an expression in CEL and what is said where it does not hold.
type check struct{ expression, message string }

// spec lets objects go that are being deleted: a namespace must not hang
// because of something that was there before the policy.
func (a admission) spec() fields {
	var validations []any
	for _, c := range a.checks {
		validations = append(validations, fields{"expression": c.expression, "message": c.message, "reason": "Forbidden"})
	}
	return fields{
		"failurePolicy": "Fail",
		"matchConstraints": fields{
			"namespaceSelector": fields{"matchExpressions": []any{fields{"key": manifest.TeamLabel, "operator": "Exists"}}},
			"resourceRules": []any{fields{
				"apiGroups": names(""), "apiVersions": names("v1"), "operations": names("CREATE", "UPDATE"),
				"resources": names(a.resource), "scope": "Namespaced",
			}},
		},
		"matchConditions": []any{fields{"name": "stays", "expression": "!has(object.metadata.deletionTimestamp)"}},
		"validations":     validations,
	}
}

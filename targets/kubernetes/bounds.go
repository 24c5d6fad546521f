package kubernetes

import (
	"math/big"
	"strconv"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// counted are the kinds that a developer may create and that nothing else of
// the quota bounds. Kinds that an add-on defines are not among them: until the
// controller has seen their definition, counting would refuse them.
var counted = []string{
	"cronjobs.batch", "daemonsets.apps", "deployments.apps", "horizontalpodautoscalers.autoscaling",
	"ingresses.networking.k8s.io", "jobs.batch", "poddisruptionbudgets.policy", "statefulsets.apps",
}

// revisions is how many ReplicaSets a Deployment has by default: ten old ones
// and the current one.
const revisions = 11

// quota bounds what the team uses in all. Node ports and load balancers open a
// door past the network policies, so a team gets none.
func quota(t *blueprint.Team) manifest.Object {
	q := t.Quota
	hard := fields{
		"requests.cpu":               string(q.CPU),
		"limits.cpu":                 string(q.CPU),
		"requests.memory":            string(q.Memory),
		"limits.memory":              string(q.Memory),
		"requests.ephemeral-storage": string(q.EphemeralStorage),
		"limits.ephemeral-storage":   string(q.EphemeralStorage),
		"requests.storage":           string(q.Storage),
		"persistentvolumeclaims":     strconv.Itoa(q.Objects),
		"pods":                       strconv.Itoa(q.Pods),             // those that run or wait
		"count/pods":                 strconv.Itoa(q.Pods + q.Objects), // and those that have finished
		"services":                   strconv.Itoa(q.Services),
		"services.nodeports":         "0",
		"services.loadbalancers":     "0",
		"configmaps":                 strconv.Itoa(q.Objects),
		"secrets":                    strconv.Itoa(q.Objects),
		"count/replicasets.apps":     strconv.Itoa(revisions * q.Objects),
	}
	for _, kind := range counted {
		hard["count/"+kind] = strconv.Itoa(q.Objects)
	}
	return manifest.New("v1", "ResourceQuota", t.Namespace, "team").With("spec", fields{"hard": hard})
}

// noCritical refuses pods of the classes that are for the cluster itself: the
// scheduler evicts anybody's pods for them, and every namespace may name them.
func noCritical(t *blueprint.Team) manifest.Object {
	return manifest.New("v1", "ResourceQuota", t.Namespace, "no-critical-pods").With("spec", fields{
		"hard": fields{"pods": "0"},
		"scopeSelector": fields{"matchExpressions": []any{fields{
			"scopeName": "PriorityClass", "operator": "In", "values": names("system-cluster-critical", "system-node-critical"),
		}}},
	})
}

// Counted are the gates of a team: until the cluster has counted a new quota it
// refuses everything that the quota bounds.
func Counted(t *blueprint.Team) []assembly.Gate {
	var gates []assembly.Gate
	for _, q := range []manifest.Object{quota(t), noCritical(t)} {
		hard := q["spec"].(fields)["hard"].(fields)
		gates = append(gates, assembly.Gate{
			Kind:   assembly.Field,
			Object: assembly.ObjectRef{APIVersion: q.APIVersion(), Kind: q.Kind(), Namespace: q.Namespace(), Name: q.Name()},
			Path:   "status.hard.pods", Value: hard["pods"].(string), Within: time.Minute,
		})
	}
	return gates
}

// limits gives containers that name nothing something small enough for the
// quota: without it the quota would refuse them, with the most that is allowed
// two of them would use it up.
func limits(t *blueprint.Team) manifest.Object {
	l := t.Limits
	return manifest.New("v1", "LimitRange", t.Namespace, "team").With("spec", fields{"limits": []any{
		fields{
			"type":           "Container",
			"defaultRequest": fields{"cpu": string(l.DefaultCPU), "memory": string(l.DefaultMemory), "ephemeral-storage": "0"},
			"default":        fields{"cpu": cpuLimit(t), "memory": string(l.DefaultMemory), "ephemeral-storage": diskLimit(t)},
			"max":            fields{"cpu": string(l.MaxCPU), "memory": string(l.MaxMemory)},
		},
	}})
}

// cpuLimit is the limit of a container that names none: an equal share of the
// quota, so that as many pods fit as the quota promises, but no less than the
// container requests and no more than the most that is allowed.
func cpuLimit(t *blueprint.Team) string {
	each := share(t, t.Quota.CPU)
	if each == nil {
		return string(t.Limits.MaxCPU)
	}
	if least, err := t.Limits.DefaultCPU.Rat(); err == nil && each.Cmp(least) < 0 {
		return string(t.Limits.DefaultCPU)
	}
	if most, err := t.Limits.MaxCPU.Rat(); err == nil && each.Cmp(most) > 0 {
		return string(t.Limits.MaxCPU)
	}
	return whole(each.Mul(each, big.NewRat(1000, 1))).String() + "m"
}

// diskLimit is the same for the nodes' disks, where no one asks for a least.
func diskLimit(t *blueprint.Team) string {
	each := share(t, t.Quota.EphemeralStorage)
	if each == nil {
		return string(t.Quota.EphemeralStorage)
	}
	mebibytes := whole(each.Quo(each, big.NewRat(1<<20, 1)))
	if mebibytes.Sign() == 0 {
		return "1Mi"
	}
	return mebibytes.String() + "Mi"
}

// share is a quantity divided by the number of pods, nil where that means nothing.
func share(t *blueprint.Team, q blueprint.Quantity) *big.Rat {
	all, err := q.Rat()
	if err != nil || t.Quota.Pods < 1 {
		return nil
	}
	return all.Quo(all, big.NewRat(int64(t.Quota.Pods), 1))
}

// whole rounds down: the sum of all shares must fit.
func whole(r *big.Rat) *big.Int { return new(big.Int).Quo(r.Num(), r.Denom()) }

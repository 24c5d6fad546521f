package kubernetes

import (
	"math/big"
	"strconv"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// quota bounds what the team uses in all. Node ports and load balancers open a
// door past the network policies, so a team gets none.
func quota(t *blueprint.Team) manifest.Object {
	q := t.Quota
	return manifest.New("v1", "ResourceQuota", t.Namespace, "team").With("spec", fields{"hard": fields{
		"requests.cpu":           string(q.CPU),
		"limits.cpu":             string(q.CPU),
		"requests.memory":        string(q.Memory),
		"limits.memory":          string(q.Memory),
		"requests.storage":       string(q.Storage),
		"pods":                   strconv.Itoa(q.Pods),
		"services":               strconv.Itoa(q.Services),
		"services.nodeports":     "0",
		"services.loadbalancers": "0",
		"configmaps":             strconv.Itoa(q.Objects),
		"secrets":                strconv.Itoa(q.Objects),
	}})
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

// limits gives containers that name nothing something small enough for the
// quota: without it the quota would refuse them, with the most that is allowed
// two of them would use it up.
func limits(t *blueprint.Team) manifest.Object {
	l := t.Limits
	return manifest.New("v1", "LimitRange", t.Namespace, "team").With("spec", fields{"limits": []any{
		fields{
			"type":           "Container",
			"defaultRequest": fields{"cpu": string(l.DefaultCPU), "memory": string(l.DefaultMemory)},
			"default":        fields{"cpu": cpuLimit(t), "memory": string(l.DefaultMemory)},
			"max":            fields{"cpu": string(l.MaxCPU), "memory": string(l.MaxMemory)},
		},
	}})
}

// cpuLimit is the limit of a container that names none: an equal share of the
// quota, so that as many pods fit as the quota promises, but no less than the
// container requests and no more than the most that is allowed.
func cpuLimit(t *blueprint.Team) string {
	share, err := t.Quota.CPU.Rat()
	if err != nil || t.Quota.Pods < 1 {
		return string(t.Limits.MaxCPU)
	}
	share.Quo(share, big.NewRat(int64(t.Quota.Pods), 1))
	if least, err := t.Limits.DefaultCPU.Rat(); err == nil && share.Cmp(least) < 0 {
		return string(t.Limits.DefaultCPU)
	}
	if most, err := t.Limits.MaxCPU.Rat(); err == nil && share.Cmp(most) > 0 {
		return string(t.Limits.MaxCPU)
	}
	milli := share.Mul(share, big.NewRat(1000, 1))
	return new(big.Int).Quo(milli.Num(), milli.Denom()).String() + "m" // rounded down: the sum must fit
}

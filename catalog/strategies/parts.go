package strategies

import (
	"fmt"
	"slices"
	"strconv"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

type fields = map[string]any

const nameLabel = "app.kubernetes.io/name"

// rollout is one that is being made.
type rollout struct {
	*workload.Rollout
	parts
	platform Platform
	problems diag.Problems
}

// parts are a workload's objects by what strategies do with them.
type parts struct {
	deployment, service, scaler, budget manifest.Object // nil where there is none
	routes, rest                        []manifest.Object
}

// take sorts a workload's objects.
func take(objects []manifest.Object) parts {
	var p parts
	for _, o := range objects {
		switch o.Kind() {
		case "Deployment":
			p.deployment = o
		case "Service":
			p.service = o
		case "HorizontalPodAutoscaler":
			p.scaler = o
		case "PodDisruptionBudget":
			p.budget = o
		case "HTTPRoute":
			p.routes = append(p.routes, o)
		default:
			p.rest = append(p.rest, o)
		}
	}
	return p
}

// report notes what is wrong with a field of the rollout's resource, once.
func (r *rollout) report(field, message, fix string) {
	p := diag.Problem{Severity: diag.Error, Path: r.Path + "." + field, Message: message, Fix: fix}
	if !slices.Contains(r.problems, p) {
		r.problems.Add(p)
	}
}

// object is a new one of the workload's.
func (r *rollout) object(apiVersion, kind, name string) manifest.Object {
	return manifest.New(apiVersion, kind, r.Namespace, name).Label(nameLabel, r.Workload, "app.kubernetes.io/managed-by", "slipway")
}

func spec(o manifest.Object) fields {
	s, _ := o["spec"].(fields)
	return s
}

// list are the maps of a list.
func list(v any) []fields {
	all, _ := v.([]any)
	out := make([]fields, 0, len(all))
	for _, item := range all {
		if f, ok := item.(fields); ok {
			out = append(out, f)
		}
	}
	return out
}

// ports are those of the workload's Service. Strategies move requests, and need one.
func (r *rollout) ports() []fields {
	if r.service == nil {
		r.report("class", r.Class+" moves requests, and the workload serves none", "Give it service: {ports: {http: {port: 80, targetPort: 8080}}}, or ask for the class rolling.")
		return nil
	}
	return list(spec(r.service)["ports"])
}

// routedPort is the port that all routes lead to.
func (r *rollout) routedPort() int {
	ports := map[int]bool{}
	port := 0
	for _, route := range r.routes {
		for _, rule := range list(spec(route)["rules"]) {
			for _, ref := range list(rule["backendRefs"]) {
				port, _ = ref["port"].(int)
				ports[port] = true
			}
		}
	}
	if len(ports) == 0 {
		r.report("class", r.Class+" moves requests at the Gateway, and no route leads to the workload", "Give it a resource of the type route, or ask for the class blue-green with a smokeTest.")
	}
	if len(ports) > 1 {
		r.report("class", r.Class+" moves the requests of one port, and routes lead to "+strconv.Itoa(len(ports)), "Let all routes of the workload lead to one port.")
	}
	return port
}

// fixed is the number of pods where no autoscaler has the say.
func (r *rollout) fixed() int {
	n, ok := spec(r.deployment)["replicas"].(int)
	if !ok {
		return 1
	}
	return n
}

func (r *rollout) noLive(live map[string]string) {
	if len(live) > 0 {
		r.report("params.live", fmt.Sprintf("says which version gets the requests, which is for %s to say", r.platform.Engine.title()), "Leave it out; or wait with manual, where the engine can.")
	}
}

// twoNodes reports a volume that the pods of two versions cannot mount at once.
func (r *rollout) twoNodes() {
	for _, o := range r.rest {
		if o.Kind() != "PersistentVolumeClaim" {
			continue
		}
		modes, _ := spec(o)["accessModes"].([]any)
		for _, mode := range modes {
			if mode == "ReadWriteOnce" || mode == "ReadWriteOncePod" {
				r.report("class", r.Class+" runs two versions at once, and only one node may mount the volume "+o.Name(), "Ask for the class recreate, or give the volume params: {accessMode: ReadWriteMany}, where the storage can.")
			}
		}
	}
}

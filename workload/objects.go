package workload

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/manifest"
)

type fields = map[string]any

// builder makes the objects of one workload.
type builder struct {
	*renderer
	*workload
	configs []manifest.Object // ConfigMaps of files
	claimed []manifest.Object // PersistentVolumeClaims
	volumes map[string]fields // of the pod, by their names
	sums    []string          // of the contents of files
}

// Labels of every object of a workload; the first is how it is selected.
const (
	nameLabel      = "app.kubernetes.io/name"
	managedByLabel = "app.kubernetes.io/managed-by"
	managedBy      = "slipway"
)

// objects are those of the workload: what pods need, the pods, what points at them.
func (b *builder) objects() []manifest.Object {
	b.volumes = map[string]fields{}
	deployment := b.deployment()
	out := slices.Concat(b.configs, b.claimed)
	if len(b.Service.Ports) > 0 {
		out = append(out, b.service())
	}
	out = append(out, deployment)
	if hpa := b.autoscaler(); hpa != nil {
		out = append(out, hpa)
	}
	if least, _ := b.replicas(); least > 1 {
		out = append(out, b.budget())
	}
	return append(out, b.routes()...)
}

func (b *builder) object(apiVersion, kind, name string) manifest.Object {
	return manifest.New(apiVersion, kind, b.opts.Namespace, name).Label(nameLabel, b.name, managedByLabel, managedBy)
}

func (b *builder) selector() fields { return fields{nameLabel: b.name} }

// replicas is the least number of pods, and whether an autoscaler has the say.
func (b *builder) replicas() (least int, scaled bool) {
	if p, ok := b.param(b.workload, b.named("horizontal-pod-autoscaler")).(*AutoscalerParams); ok {
		return p.MinReplicas, true
	}
	if b.pods >= 0 {
		return b.pods, false
	}
	return b.opts.Replicas, false
}

func (b *builder) deployment() manifest.Object {
	pod := b.pod() // before what asks for its volumes
	spec := fields{
		"selector": fields{"matchLabels": b.selector()},
		"strategy": b.strategy(),
		"template": pod,
	}
	replicas, scaled := b.replicas()
	if !scaled {
		spec["replicas"] = replicas
	}
	if single := b.singleNode(); single != "" && (replicas > 1 || scaled) {
		b.Report(at("resources", single), "only one node may mount this volume, and the workload may have several pods", "Give it params: {accessMode: ReadWriteMany}, where the storage can, or keep to one pod.")
	}
	b.progress(spec)
	o := b.object("apps/v1", "Deployment", b.name).With("spec", spec)
	if passed := b.passedOn(); len(passed) > 0 {
		o["metadata"].(fields)["annotations"] = passed
	}
	return o
}

// strategy is how Kubernetes replaces pods by itself. No request is lost where
// new pods come first; a volume that one node alone may mount forbids that.
func (b *builder) strategy() fields {
	switch p := b.param(b.workload, b.named("rollout")).(type) {
	case *Recreate:
		return fields{"type": "Recreate"}
	case *Rolling:
		return rolling(p.MaxSurge, p.MaxUnavailable)
	}
	if b.singleNode() != "" {
		return fields{"type": "Recreate"}
	}
	return rolling("25%", "0")
}

func rolling(surge, unavailable string) fields {
	return fields{"type": "RollingUpdate", "rollingUpdate": fields{"maxSurge": share(surge), "maxUnavailable": share(unavailable)}}
}

// share is a number where it is one, as Kubernetes wants it.
func share(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return s
}

// progress sets how Kubernetes judges the progress of a rollout.
func (b *builder) progress(spec fields) {
	switch p := b.param(b.workload, b.named("rollout")).(type) {
	case *Recreate:
		spec["progressDeadlineSeconds"] = p.Deadline
	case *Rolling:
		spec["progressDeadlineSeconds"] = p.Deadline
		if p.MinReady > 0 {
			spec["minReadySeconds"] = p.MinReady
		}
		if p.Deadline <= p.MinReady {
			b.Report(at("resources", b.named("rollout"))+".params.progressDeadlineSeconds", fmt.Sprintf("is %d, not more than minReadySeconds: no rollout could succeed", p.Deadline), "")
		}
	}
}

func (b *builder) service() manifest.Object {
	var ports []any
	for _, name := range sortedKeys(b.Service.Ports) {
		p := b.Service.Ports[name]
		target := p.TargetPort
		if target == 0 {
			target = p.Port
		}
		ports = append(ports, fields{"name": name, "port": p.Port, "targetPort": target, "protocol": p.Protocol})
		for _, other := range sortedKeys(b.Service.Ports) {
			if o := b.Service.Ports[other]; other < name && p.Port > 0 && o.Port == p.Port && o.Protocol == p.Protocol {
				b.Report(at("service.ports", name)+".port", fmt.Sprintf("is %d like that of %s", p.Port, other), "Ports of a service differ.")
			}
		}
	}
	return b.object("v1", "Service", b.name).With("spec", fields{"selector": b.selector(), "ports": ports})
}

func (b *builder) autoscaler() manifest.Object {
	p, ok := b.param(b.workload, b.named("horizontal-pod-autoscaler")).(*AutoscalerParams)
	if !ok {
		return nil
	}
	cpu := p.TargetCPU
	if cpu == 0 && p.TargetMemory == 0 {
		cpu = 80
	}
	var metrics []any
	for _, m := range []struct {
		name   string
		target int
	}{{"cpu", cpu}, {"memory", p.TargetMemory}} {
		if m.target > 0 {
			metrics = append(metrics, fields{"type": "Resource", "resource": fields{"name": m.name, "target": fields{"type": "Utilization", "averageUtilization": m.target}}})
		}
	}
	return b.object("autoscaling/v2", "HorizontalPodAutoscaler", b.name).With("spec", fields{
		"scaleTargetRef": fields{"apiVersion": "apps/v1", "kind": "Deployment", "name": b.name},
		"minReplicas":    p.MinReplicas, "maxReplicas": p.MaxReplicas, "metrics": metrics,
	})
}

// budget lets one pod at a time be taken away. Pods that are broken anyway never
// hold up a node that is drained.
func (b *builder) budget() manifest.Object {
	return b.object("policy/v1", "PodDisruptionBudget", b.name).With("spec", fields{
		"selector": fields{"matchLabels": b.selector()}, "maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow",
	})
}

func (b *builder) routes() []manifest.Object {
	var out []manifest.Object
	for _, name := range sortedKeys(b.Resources) {
		p, ok := b.param(b.workload, name).(*RouteParams)
		if !ok {
			continue
		}
		port, _ := strconv.Atoi(p.Port)
		parent := fields{"name": b.opts.Gateway.Name, "namespace": b.opts.Gateway.Namespace}
		if b.opts.Gateway.Listener != "" {
			parent["sectionName"] = b.opts.Gateway.Listener
		}
		out = append(out, b.object("gateway.networking.k8s.io/v1", "HTTPRoute", b.name+"-"+name).With("spec", fields{
			"parentRefs": []any{parent},
			"hostnames":  []any{p.Host},
			"rules": []any{fields{
				"matches":     []any{fields{"path": fields{"type": "PathPrefix", "value": p.Path}}},
				"backendRefs": []any{fields{"name": b.name, "port": port}},
			}},
		}))
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func same(a, b manifest.Object) bool { return reflect.DeepEqual(a, b) }

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(sep):], true
}

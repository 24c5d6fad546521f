package workload

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/blueprint"
)

// user is who containers run as where an image does not say: nobody, as images
// without a distribution have it.
const user = 65532

// drain is how long a pod goes on serving after it was told to end: so long may
// it take until nobody sends it requests any more.
const drain = 5

// contentsAnnotation changes with the contents of files, so that pods do.
const contentsAnnotation = ownAnnotations + "contents"

// pod is the template of the workload's pods, held to Pod Security restricted.
func (b *builder) pod() fields {
	var containers, before []any
	for _, name := range sortedKeys(b.Containers) {
		if !slices.Contains(b.first, name) {
			containers = append(containers, b.container(name, ""))
		}
	}
	for _, name := range b.first {
		before = append(before, b.container(name, b.waitsFor(name)))
	}
	spec := fields{
		"automountServiceAccountToken": false,
		"enableServiceLinks":           false,
		"securityContext": fields{
			"runAsNonRoot": true, "runAsUser": user, "runAsGroup": user, "fsGroup": user, "fsGroupChangePolicy": "OnRootMismatch",
			"seccompProfile": fields{"type": "RuntimeDefault"},
		},
		"topologySpreadConstraints": []any{b.spread("topology.kubernetes.io/zone"), b.spread("kubernetes.io/hostname")},
		"containers":                containers,
		"volumes":                   b.podVolumes(),
	}
	if len(before) > 0 {
		spec["initContainers"] = before
	}
	if account := b.annotation(accountAnnotation); account != "" {
		spec["serviceAccountName"] = account
	}
	annotations := b.passedOn()
	if len(b.sums) > 0 {
		slices.Sort(b.sums)
		sum := sha256.Sum256([]byte(strings.Join(b.sums, "\n")))
		annotations[contentsAnnotation] = hex.EncodeToString(sum[:8])
	}
	meta := fields{"labels": fields{nameLabel: b.name, managedByLabel: managedBy}}
	if len(annotations) > 0 {
		meta["annotations"] = annotations
	}
	return fields{"metadata": meta, "spec": spec}
}

// spread asks for pods to be far from each other, without insisting.
func (b *builder) spread(key string) fields {
	return fields{"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": fields{"matchLabels": b.selector()}}
}

// container is one container. Ready is what others wait for, "" where none does.
func (b *builder) container(name, ready string) fields {
	c, path := b.Containers[name], at("containers", name)
	out := fields{
		"name": name, "image": b.image(name, c.Image),
		"resources": b.resourcesOf(c.Resources),
		"securityContext": fields{
			"allowPrivilegeEscalation": false, "privileged": false, "readOnlyRootFilesystem": true, "runAsNonRoot": true,
			"capabilities": fields{"drop": []any{"ALL"}},
		},
		"volumeMounts": b.mounts(name, c),
	}
	for field, list := range map[string][]string{"command": c.Command, "args": c.Args} {
		if len(list) > 0 {
			out[field] = literals(list)
		}
	}
	if env := b.environment(c.Variables, path+".variables"); len(env) > 0 {
		out["env"] = env
	}
	if ready == complete {
		return out // a container that ends is not asked how it is
	}
	if c.LivenessProbe != nil {
		out["livenessProbe"] = probe(c.LivenessProbe)
	}
	if c.ReadinessProbe != nil {
		out["readinessProbe"] = probe(c.ReadinessProbe)
	}
	switch {
	case ready != "":
		out["restartPolicy"] = "Always" // it runs beside those that wait for it
		if ready == healthy && c.ReadinessProbe != nil {
			out["startupProbe"] = probe(c.ReadinessProbe)
		}
	case len(b.Service.Ports) > 0:
		out["lifecycle"] = fields{"preStop": fields{"sleep": fields{"seconds": drain}}}
	}
	return out
}

// image is a container's image, or the one that a pipeline has built for it.
func (b *builder) image(container, image string) string {
	if image != "." {
		return image
	}
	for _, key := range []string{b.name + "/" + container, b.name, ""} {
		if built := b.opts.Images[key]; built != "" {
			return built
		}
	}
	b.Report(at("containers", container)+".image", "is one that a pipeline builds, and which one it is nobody says", fmt.Sprintf("Render with --image %s=IMAGE, or write the image.", cmp.Or(b.name, "WORKLOAD")))
	return image
}

// literals are texts that Kubernetes must not expand: it looks for $(NAME).
func literals(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = literal(s)
	}
	return out
}

func literal(s string) string {
	if strings.Contains(s, "$(") || strings.Contains(s, "$$") {
		return strings.ReplaceAll(s, "$", "$$")
	}
	return s
}

func probe(p *Probe) fields {
	if p.Exec != nil {
		return fields{"exec": fields{"command": texts(p.Exec.Command)}}
	}
	if p.HTTPGet == nil {
		return nil // which was reported
	}
	get := fields{"path": p.HTTPGet.Path, "port": p.HTTPGet.Port}
	if p.HTTPGet.Scheme != "" {
		get["scheme"] = p.HTTPGet.Scheme
	}
	var headers []any
	if p.HTTPGet.Host != "" { // only the header: Pod Security lets no probe go elsewhere
		headers = append(headers, fields{"name": "Host", "value": p.HTTPGet.Host})
	}
	for _, h := range p.HTTPGet.HTTPHeaders {
		headers = append(headers, fields{"name": h.Name, "value": h.Value})
	}
	if headers != nil {
		get["httpHeaders"] = headers
	}
	return fields{"httpGet": get}
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// resourcesOf are requests and limits. A namespace may give limits to containers
// that name none, and they may be less than what is requested here: what is
// requested is then the limit, too.
func (b *builder) resourcesOf(c Compute) fields {
	requests, limits := fields{}, fields{}
	for _, r := range []struct {
		name, request, limit, fallback string
		always                         bool
	}{
		{"cpu", c.Requests.CPU, c.Limits.CPU, b.opts.Requests.CPU, false},
		{"memory", amount(c.Requests.Memory), amount(c.Limits.Memory), b.opts.Requests.Memory, true},
	} {
		request := cmp.Or(r.request, lesser(r.limit, r.fallback))
		requests[r.name] = request
		if r.limit != "" || r.request != "" || r.always {
			limits[r.name] = cmp.Or(r.limit, request)
		}
	}
	return fields{"requests": requests, "limits": limits}
}

// amount writes bytes as Kubernetes does, whose kilo is small.
func amount(s string) string {
	if strings.HasSuffix(s, "K") {
		return strings.TrimSuffix(s, "K") + "k"
	}
	return s
}

// lesser is the smaller of two amounts, either of which may be missing.
func lesser(a, b string) string {
	x, err := blueprint.Quantity(a).Rat()
	y, err2 := blueprint.Quantity(b).Rat()
	if err != nil || err2 == nil && y.Cmp(x) < 0 {
		return b
	}
	return a
}

// CheckAmount says what is wrong with an amount of CPU or memory.
func CheckAmount(s string) error {
	q, err := blueprint.Quantity(amount(s)).Rat()
	if err == nil && q.Sign() == 0 {
		err = errors.New("is 0")
	}
	return err
}

// compute reports amounts that are none, and requests beyond their limits.
func (w *workload) compute(c Compute, path string) {
	for _, a := range []struct{ field, value string }{
		{"limits.cpu", c.Limits.CPU}, {"limits.memory", c.Limits.Memory}, {"requests.cpu", c.Requests.CPU}, {"requests.memory", c.Requests.Memory},
	} {
		if a.value == "" {
			continue
		}
		if err := CheckAmount(a.value); err != nil {
			w.Report(path+"."+a.field, err.Error(), "")
		}
	}
	for _, p := range [][3]string{{"cpu", c.Requests.CPU, c.Limits.CPU}, {"memory", amount(c.Requests.Memory), amount(c.Limits.Memory)}} {
		request, err := blueprint.Quantity(p[1]).Rat()
		limit, err2 := blueprint.Quantity(p[2]).Rat()
		if err == nil && err2 == nil && request.Cmp(limit) > 0 {
			w.Report(path+".requests."+p[0], fmt.Sprintf("is %s, more than its limit, which is %s", p[1], p[2]), "")
		}
	}
}

// podVolumes are the volumes of the pod, in the order of their names.
func (b *builder) podVolumes() []any {
	var out []any
	for _, name := range slices.Sorted(maps.Keys(b.volumes)) {
		v := maps.Clone(b.volumes[name])
		v["name"] = name
		out = append(out, v)
	}
	return out
}

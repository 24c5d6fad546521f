package workload

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// Options are what the place a workload runs in decides.
type Options struct {
	Namespace string  // of every object; "" leaves it to who applies them
	Domain    string  // that names of dns resources are below; "" knows none
	Gateway   Gateway // that routes hang on
	// Images are those that a pipeline has built, for containers with the image
	// ".": by WORKLOAD/CONTAINER, by WORKLOAD, or for all by "".
	Images   map[string]string
	Replicas int     // pods of a workload that does not say; 1 where it is 0
	Requests Amounts // of containers that do not say; 100m and 128Mi where empty
	// Strategy makes the rollouts that Kubernetes does not know: see Rollout.
	// With nil they are refused.
	Strategy Strategy
}

// Gateway is a Gateway of the Gateway API.
type Gateway struct {
	Namespace, Name string // slipway-gateway and gateway where empty
	Listener        string // "" for any
}

func (o Options) withDefaults() Options {
	o.Gateway.Namespace = cmp.Or(o.Gateway.Namespace, "slipway-gateway")
	o.Gateway.Name = cmp.Or(o.Gateway.Name, "gateway")
	o.Replicas = cmp.Or(o.Replicas, 1)
	o.Requests.CPU = cmp.Or(o.Requests.CPU, "100m")
	o.Requests.Memory = cmp.Or(o.Requests.Memory, "128Mi")
	return o
}

// Claim is something that a workload needs and something else makes. Whoever
// does leaves what programs need to find it in a ConfigMap, and what is secret in
// a Secret, both of the claim's name in the workload's namespace: see Types.
type Claim struct {
	Type, Class, Name string
	Workload          string // one of those that use it
	ServiceAccount    string // of its pods, "" for the namespace's default
	Params            map[string]any
	Pos               diag.Position
}

// Result is what Score files become.
type Result struct {
	Objects []manifest.Object
	Claims  []Claim
}

// Render turns Score files into Kubernetes objects. Every file is read, and the
// error holds all problems of all of them as diag.Problems.
func Render(sources []Source, opts Options) (*Result, error) {
	r := &renderer{opts: opts.withDefaults(), byName: map[string]*workload{}, objects: map[[4]string]manifest.Object{}}
	var problems diag.Problems
	var all []*workload
	for _, s := range sources {
		found, broken := read(s)
		problems = append(problems, broken...)
		all = append(all, found...)
	}
	for _, w := range all {
		r.know(w)
	}
	slices.SortStableFunc(all, func(a, b *workload) int { return cmp.Compare(a.name, b.name) })
	for _, w := range all {
		r.workload(w)
	}
	for _, w := range all {
		problems = append(problems, w.Problems()...)
	}
	problems.Sort()
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return &r.result, nil
}

type renderer struct {
	opts   Options
	byName map[string]*workload
	result Result
	// objects are those of the result by what tells them apart.
	objects map[[4]string]manifest.Object
}

// know reports a name that two workloads have.
func (r *renderer) know(w *workload) {
	if w.name == "" {
		return
	}
	if other := r.byName[w.name]; other != nil {
		w.Report("metadata.name", fmt.Sprintf("%s is the name of another workload (%s)", w.name, other.At("metadata.name")), "Rename one of them.")
		return
	}
	r.byName[w.name] = w
}

// workload renders one workload, if nothing is wrong with it.
func (r *renderer) workload(w *workload) {
	r.resources(w)
	b := &builder{renderer: r, workload: w}
	objects := b.objects()
	if len(w.Problems().Errors()) > 0 {
		return
	}
	objects = b.rollout(objects)
	for _, o := range objects {
		r.add(w, o)
	}
	b.claims()
}

// add keeps an object, once where workloads share it.
func (r *renderer) add(w *workload, o manifest.Object) {
	id := [...]string{group(o), o.Kind(), o.Namespace(), o.Name()}
	if other, there := r.objects[id]; there {
		if !same(o, other) {
			w.Report(r.origin(w, o), fmt.Sprintf("becomes another %s than another workload asks for", o), "Give shared resources equal params, or ids of their own.")
		}
		return
	}
	r.objects[id] = o
	r.result.Objects = append(r.result.Objects, o)
}

// origin is the path of the resource that became an object, "" for none.
func (r *renderer) origin(w *workload, o manifest.Object) string {
	for _, name := range sortedKeys(w.Resources) {
		if r.objectName(w, name, w.Resources[name]) == o.Name() {
			return at("resources", name)
		}
	}
	return ""
}

func group(o manifest.Object) string {
	g, _, _ := cutLast(o.APIVersion(), "/")
	return g
}

// rollout lets a strategy have the objects, where the file asks for one.
func (b *builder) rollout(objects []manifest.Object) []manifest.Object {
	name := b.named("rollout")
	if name == "" {
		return objects
	}
	path := at("resources", name)
	ro := &Rollout{
		Class: b.Resources[name].Class, Params: b.param(b.workload, name), Workload: b.name, Namespace: b.opts.Namespace,
		Objects: objects, Pos: b.At(path), Path: path,
	}
	if ro.Class == "" || plain(ro.Class) {
		return objects
	}
	if b.opts.Strategy == nil {
		b.Report(path+".class", "nothing here makes rollouts of the class "+ro.Class, "Kubernetes by itself knows rolling and recreate; for the others the platform needs a controller and a strategy.")
		return nil
	}
	changed, err := b.opts.Strategy(ro)
	if err == nil {
		return changed
	}
	var problems diag.Problems
	var problem diag.Problem
	switch {
	case errors.As(err, &problems):
	case errors.As(err, &problem):
		problems = diag.Problems{problem}
	default:
		b.Report(path, err.Error(), "")
	}
	for _, p := range problems {
		b.Report(cmp.Or(p.Path, path), p.Message, p.Fix)
	}
	return nil
}

// claims lists what the workload needs that something else makes.
func (b *builder) claims() {
	for _, name := range sortedKeys(b.Resources) {
		res := b.Resources[name]
		if t, _ := FindType(res.Type); !t.Claim {
			continue
		}
		params, _ := b.param(b.workload, name).(map[string]any)
		c := Claim{
			Type: res.Type, Class: res.Class, Name: b.objectName(b.workload, name, res), Workload: b.name,
			ServiceAccount: b.annotation(accountAnnotation), Params: params, Pos: b.At(at("resources", name)),
		}
		if !slices.ContainsFunc(b.result.Claims, func(o Claim) bool { return o.Type == c.Type && o.Name == c.Name }) {
			b.result.Claims = append(b.result.Claims, c)
		}
	}
}

package rollout

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// teamLabel is what Slipway marks the namespaces of a team with.
const teamLabel = "slipway.dev/team"

// Where narrows what is looked at. The zero value is every rollout of the
// engines, and the Deployments of teams.
type Where struct {
	Namespace, Team string
}

// rollout is a workload with the engine that it has.
type rollout struct {
	*Cluster
	engine engine
	gvr    schema.GroupVersionResource
	object *unstructured.Unstructured // Canary, Rollout or Deployment
	team   string
	apps   *deliveries
}

// engine is what each engine has to know.
type engine interface {
	name() Engine
	status(ctx context.Context, r *rollout) (Status, error)
	promote(ctx context.Context, r *rollout, full bool) error
	abort(ctx context.Context, r *rollout) error
	pause(ctx context.Context, r *rollout) error
	resume(ctx context.Context, r *rollout) error
	history(ctx context.Context, r *rollout) ([]Entry, error)
	undo(ctx context.Context, r *rollout, to string) error
}

func (r *rollout) workload() string { return r.object.GetName() }

// List is the state of every rollout there, by namespace and name.
func (c *Cluster) List(ctx context.Context, where Where) ([]Status, error) {
	found, err := c.find(ctx, where)
	if err != nil {
		return nil, err
	}
	out := make([]Status, 0, len(found))
	for _, r := range found {
		st, err := r.read(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, st)
	}
	return out, nil
}

// Status is the state of one rollout.
func (c *Cluster) Status(ctx context.Context, where Where, name string) (Status, error) {
	r, err := c.one(ctx, where, name)
	if err != nil {
		return Status{}, err
	}
	return r.read(ctx)
}

// read adds to what an engine knows what all of them share.
func (r *rollout) read(ctx context.Context) (Status, error) {
	st, err := r.engine.status(ctx, r)
	if err != nil {
		return st, err
	}
	st.Workload, st.Namespace, st.Team, st.Engine = r.workload(), r.object.GetNamespace(), r.team, r.engine.name()
	if app := r.application(); app != nil {
		st.Application = app.name
	}
	r.remember(&st)
	return st, nil
}

// one is the rollout of a name, which has to be in one namespace only.
func (c *Cluster) one(ctx context.Context, where Where, name string) (*rollout, error) {
	all, err := c.find(ctx, where)
	if err != nil {
		return nil, err
	}
	var found []*rollout
	var names []string
	for _, r := range all {
		names = append(names, r.object.GetNamespace()+"/"+r.workload())
		if r.workload() == name || r.target() == name {
			found = append(found, r)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		var in []string
		for _, r := range found {
			in = append(in, r.object.GetNamespace())
		}
		return nil, fmt.Errorf("there is a rollout %s in the namespaces %s\n    Name one with -n", name, strings.Join(in, ", "))
	case len(names) == 0:
		return nil, fmt.Errorf("%w: %s%s has none at all", ErrNone, name, where.in())
	}
	return nil, fmt.Errorf("%w: %s%s\n    There are: %s", ErrNone, name, where.in(), strings.Join(names, ", "))
}

// in says where was looked.
func (w Where) in() string {
	switch {
	case w.Namespace != "":
		return ": namespace " + w.Namespace
	case w.Team != "":
		return ": team " + w.Team
	}
	return ": the cluster"
}

// target is the Deployment that the engine works on.
func (r *rollout) target() string {
	for _, path := range [][]string{{"spec", "targetRef", "name"}, {"spec", "workloadRef", "name"}} {
		if name, _, _ := unstructured.NestedString(r.object.Object, path...); name != "" {
			return name
		}
	}
	return r.object.GetName()
}

// find is every rollout there. A Deployment that belongs to one of an engine is
// not a rollout of its own.
func (c *Cluster) find(ctx context.Context, where Where) ([]*rollout, error) {
	teams, err := c.teams(ctx, where)
	if err != nil {
		return nil, err
	}
	apps, err := c.deliveries(ctx)
	if err != nil {
		return nil, err
	}
	var out []*rollout
	taken := map[string]bool{} // Deployments of engines
	for _, kind := range []struct {
		gvr    schema.GroupVersionResource
		engine engine
	}{{canaries, flagger{}}, {rollouts, argo{}}, {deployments, plain{}}} {
		items, err := c.list(ctx, kind.gvr, where.Namespace, metav1.ListOptions{})
		if err != nil {
			return nil, err
		}
		for i := range items {
			r := &rollout{Cluster: c, engine: kind.engine, gvr: kind.gvr, object: &items[i], apps: apps}
			team, ofTeam := teams[items[i].GetNamespace()]
			r.team = team
			deployment := items[i].GetNamespace() + "/" + r.target()
			plain := kind.engine.name() == None
			switch {
			case where.Team != "" && team != where.Team:
			case plain && (taken[deployment] || metav1.GetControllerOf(&items[i]) != nil):
			case plain && where.Namespace == "" && !ofTeam: // the platform's own
			default:
				out = append(out, r)
			}
			taken[deployment] = true
		}
	}
	slices.SortFunc(out, func(a, b *rollout) int {
		return cmp.Or(cmp.Compare(a.object.GetNamespace(), b.object.GetNamespace()), cmp.Compare(a.workload(), b.workload()))
	})
	return out, nil
}

// teams are the teams of namespaces.
func (c *Cluster) teams(ctx context.Context, where Where) (map[string]string, error) {
	out := map[string]string{}
	if where.Namespace != "" { // one who may not list namespaces may look into this one
		ns, err := c.get(ctx, namespaces, "", where.Namespace)
		if err != nil {
			return nil, err
		}
		if ns == nil {
			return nil, fmt.Errorf("there is no namespace %s", where.Namespace)
		}
		if team := ns.GetLabels()[teamLabel]; team != "" {
			out[where.Namespace] = team
		}
		return out, nil
	}
	items, err := c.list(ctx, namespaces, "", metav1.ListOptions{LabelSelector: teamLabel})
	if err != nil {
		return nil, err
	}
	known := false
	for i := range items {
		team := items[i].GetLabels()[teamLabel]
		out[items[i].GetName()] = team
		known = known || team == where.Team
	}
	if where.Team != "" && !known {
		return nil, fmt.Errorf("no namespace belongs to a team %s", where.Team)
	}
	return out, nil
}

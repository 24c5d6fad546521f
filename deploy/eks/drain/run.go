package drain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"

	"slipway.dev/slipway/deploy"
)

// pause is how often the cluster is asked what is left. Taking a load balancer
// down takes minutes.
const pause = time.Second

// Run deletes what the plan names and waits until it is gone, and so what it
// held in AWS. When ctx ends first the error names what is left and what it
// waits for. It can be run again with a new plan.
func (p *Plan) Run(ctx context.Context, report func(deploy.Event)) error {
	for _, last := range []bool{false, true} {
		var stage []Object
		for _, o := range p.Objects {
			if o.last == last {
				stage = append(stage, o)
			}
		}
		if err := p.remove(ctx, stage, report); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) remove(ctx context.Context, stage []Object, report func(deploy.Event)) error {
	for _, o := range stage {
		if err := p.delete(ctx, o); err != nil {
			return err
		}
	}
	if err := p.release(ctx, stage); err != nil {
		return err
	}
	left := asked(stage)
	for len(left) > 0 {
		held, err := p.held(ctx, left)
		switch {
		case ctx.Err() != nil:
			return stuck(ctx, left)
		case err != nil:
			return err
		}
		for _, o := range left {
			if !slices.ContainsFunc(held, func(h holding) bool { return h.uid == o.uid }) {
				report(deploy.Event{Type: deploy.UnitChanged, Verb: deploy.Delete, What: o.String()})
			}
		}
		if left = held; len(left) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// asked are objects whose deletion was asked for, and nothing heard of them yet.
func asked(objects []Object) []holding {
	out := make([]holding, len(objects))
	for i, o := range objects {
		out[i].Object = o
	}
	return out
}

// delete asks for the object's deletion, and for no other's that got its name since.
func (p *Plan) delete(ctx context.Context, o Object) error {
	uid := types.UID(o.uid)
	err := p.of(o).Delete(ctx, o.Name, metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}})
	if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) {
		return fmt.Errorf("deleting %s: %w", o, err)
	}
	return nil
}

// release deletes the pods that use the claims of a stage: a claim stays as long
// as one does, and a pod that comes in its place is not scheduled.
func (p *Plan) release(ctx context.Context, stage []Object) error {
	going := map[string]bool{}
	for _, o := range stage {
		if o.resource == claims {
			going[o.Namespace+"/"+o.Name] = true
		}
	}
	if len(going) == 0 {
		return nil
	}
	list, err := all(ctx, p.client, pods)
	if err != nil {
		return err
	}
	for i := range list {
		if !uses(&list[i], going) {
			continue
		}
		if err := p.delete(ctx, object(&list[i], pods, "")); err != nil {
			return err
		}
	}
	return nil
}

func uses(pod *unstructured.Unstructured, going map[string]bool) bool {
	list, _, _ := unstructured.NestedSlice(pod.Object, "spec", "volumes")
	return slices.ContainsFunc(list, func(v any) bool {
		volume, _ := v.(map[string]any)
		name, _, _ := unstructured.NestedString(volume, "persistentVolumeClaim", "claimName")
		return name != "" && going[pod.GetNamespace()+"/"+name]
	})
}

// holding is an object that is still there, and why.
type holding struct {
	Object
	waits string
}

// held are those of the objects that are not gone. A claim is gone when its
// volume is, too: only then the volume in AWS is deleted.
func (p *Plan) held(ctx context.Context, objects []holding) ([]holding, error) {
	var out []holding
	for _, last := range objects {
		o := last.Object
		now, err := p.of(o).Get(ctx, o.Name, metav1.GetOptions{})
		switch {
		case err == nil && string(now.GetUID()) == o.uid:
			out = append(out, holding{o, strings.Join(now.GetFinalizers(), ", ")})
		case err != nil && !apierrors.IsNotFound(err):
			return nil, fmt.Errorf("looking whether %s is gone: %w", o, err)
		case o.resource == claims:
			volume, err := p.volumeOf(ctx, o)
			if err != nil {
				return nil, err
			}
			if volume != "" {
				out = append(out, holding{o, "its volume " + volume})
			}
		}
	}
	return out, nil
}

func (p *Plan) volumeOf(ctx context.Context, claim Object) (string, error) {
	list, err := all(ctx, p.client, volumes)
	if err != nil {
		return "", err
	}
	for _, v := range list {
		if uid, _, _ := unstructured.NestedString(v.Object, "spec", "claimRef", "uid"); uid == claim.uid {
			return v.GetName(), nil
		}
	}
	return "", nil
}

func (p *Plan) of(o Object) dynamic.ResourceInterface {
	if o.Namespace == "" {
		return p.client.Resource(o.resource)
	}
	return p.client.Resource(o.resource).Namespace(o.Namespace)
}

// stuck names what is left and what it waits for.
func stuck(ctx context.Context, held []holding) error {
	lines := []string{fmt.Sprintf("%d things are still there:", len(held))}
	if len(held) == 1 {
		lines[0] = "one thing is still there:"
	}
	for _, h := range held {
		line := fmt.Sprintf("    %s (%s)", h.ObjectRef, h.Why)
		if h.waits != "" {
			line += " waits for " + h.waits
		}
		lines = append(lines, line)
	}
	lines = append(lines, "    The controller behind each finalizer must run to take down what is in AWS: look at its log")
	return fmt.Errorf("draining the cluster: %w; %s", context.Cause(ctx), strings.Join(lines, "\n"))
}

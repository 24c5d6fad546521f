package inspect

import (
	"cmp"
	"context"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var (
	pods  = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	nodes = schema.GroupVersionResource{Version: "v1", Resource: "nodes"}
)

// simulated is the annotation of nodes that kwok plays: they pull nothing.
const simulated = "kwok.x-k8s.io/node"

// Image is an image that pods wait for.
type Image struct {
	Name    string   `json:"name"`              // as the pods write it
	Pods    []string `json:"pods"`              // NAMESPACE/NAME
	Message string   `json:"message,omitempty"` // what the node says, if it has tried
}

// WaitingImages are the images that a real node has yet to pull, by name. Pods
// on simulated nodes wait for none.
func (c *Cluster) WaitingImages(ctx context.Context) ([]Image, error) {
	all, err := c.list(ctx, nodes, "")
	if err != nil {
		return nil, err
	}
	real := realNodes(all)
	if len(real) == 0 {
		return nil, nil
	}
	found, err := c.list(ctx, pods, "")
	return waitingImages(found, real), err
}

// realNodes are the nodes that run containers. A pod that no node was found for
// yet may come to any of them.
func realNodes(all []unstructured.Unstructured) map[string]bool {
	real := map[string]bool{}
	for _, n := range all {
		if n.GetAnnotations()[simulated] == "" {
			real[n.GetName()], real[""] = true, true
		}
	}
	return real
}

func waitingImages(all []unstructured.Unstructured, real map[string]bool) []Image {
	byName := map[string]*Image{}
	for i := range all {
		pod := &all[i]
		if !startsOn(real, pod) {
			continue
		}
		for _, kind := range []string{"initContainer", "container"} {
			for name, message := range waitingIn(pod, kind) {
				image := byName[name]
				if image == nil {
					image = &Image{Name: name}
					byName[name] = image
				}
				image.Message = cmp.Or(image.Message, message)
				if at := pod.GetNamespace() + "/" + pod.GetName(); !slices.Contains(image.Pods, at) {
					image.Pods = append(image.Pods, at)
				}
			}
		}
	}
	var out []Image
	for _, image := range byName {
		slices.Sort(image.Pods)
		out = append(out, *image)
	}
	slices.SortFunc(out, func(a, b Image) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// startsOn reports whether a pod runs, or may yet run, on one of the nodes. One
// with a gate comes to no node; such a pod may stand for a process.
func startsOn(nodes map[string]bool, pod *unstructured.Unstructured) bool {
	node, _, _ := unstructured.NestedString(pod.Object, "spec", "nodeName")
	gates, _, _ := unstructured.NestedSlice(pod.Object, "spec", "schedulingGates")
	phase, _, _ := unstructured.NestedString(pod.Object, "status", "phase")
	return nodes[node] && len(gates) == 0 && phase != "Succeeded" && phase != "Failed" && pod.GetDeletionTimestamp() == nil
}

// waitingIn are the images of a pod's containers that its node has not got, with
// what the node says.
func waitingIn(pod *unstructured.Unstructured, kind string) map[string]string {
	said := map[string]map[string]any{}
	statuses, _, _ := unstructured.NestedSlice(pod.Object, "status", kind+"Statuses")
	for _, s := range statuses {
		if status, ok := s.(map[string]any); ok {
			name, _, _ := unstructured.NestedString(status, "name")
			said[name] = status
		}
	}
	out := map[string]string{}
	containers, _, _ := unstructured.NestedSlice(pod.Object, "spec", kind+"s")
	for _, c := range containers {
		container, ok := c.(map[string]any)
		if !ok {
			continue
		}
		name, _, _ := unstructured.NestedString(container, "name")
		if id, _, _ := unstructured.NestedString(said[name], "imageID"); id != "" {
			continue
		}
		image, _, _ := unstructured.NestedString(container, "image")
		out[image], _, _ = unstructured.NestedString(said[name], "state", "waiting", "message")
	}
	return out
}

package inspect

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
)

var events = schema.GroupVersionResource{Version: "v1", Resource: "events"}

// Event is one thing that happened in the cluster.
type Event struct {
	Time    time.Time `json:"time"`
	Type    string    `json:"type"` // Normal, Warning
	Object  string    `json:"object"`
	Reason  string    `json:"reason"`
	Message string    `json:"message"`
	Count   int64     `json:"count"`
}

// Events are the events of a namespace, "" for all, oldest first.
func (c *Cluster) Events(ctx context.Context, namespace string) ([]Event, error) {
	items, err := c.list(ctx, events, namespace)
	if err != nil {
		return nil, err
	}
	out := make([]Event, 0, len(items))
	for i := range items {
		out = append(out, event(&items[i]))
	}
	slices.SortStableFunc(out, func(a, b Event) int { return a.Time.Compare(b.Time) })
	return out, nil
}

// WatchEvents hands events to show as they come, until ctx ends or the server closes the watch.
func (c *Cluster) WatchEvents(ctx context.Context, namespace string, show func(Event)) error {
	w, err := c.objects.Resource(events).Namespace(namespace).Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return fmt.Errorf("watching events: %w", err)
	}
	defer w.Stop()
	for change := range w.ResultChan() {
		switch u, ok := change.Object.(*unstructured.Unstructured); {
		case change.Type == watch.Error:
			return fmt.Errorf("watching events: %w", apierrors.FromObject(change.Object))
		case ok && change.Type != watch.Deleted: // old events are thrown away; nothing happened
			show(event(u))
		}
	}
	return ctx.Err()
}

func event(u *unstructured.Unstructured) Event {
	object, _, _ := unstructured.NestedMap(u.Object, "involvedObject")
	count, _, _ := unstructured.NestedInt64(u.Object, "count")
	series, _, _ := unstructured.NestedInt64(u.Object, "series", "count")
	return Event{
		Time: when(u), Type: text(u.Object, "type"), Object: named(object),
		Reason: text(u.Object, "reason"), Message: oneLine(text(u.Object, "message")), Count: max(count, series, 1),
	}
}

// when is the latest time that an event names: older and newer clients fill different fields.
func when(u *unstructured.Unstructured) time.Time {
	latest := u.GetCreationTimestamp().Time
	for _, field := range [][]string{{"lastTimestamp"}, {"eventTime"}, {"firstTimestamp"}, {"series", "lastObservedTime"}} {
		at, _, _ := unstructured.NestedString(u.Object, field...)
		if t, err := time.Parse(time.RFC3339, at); err == nil && t.After(latest) {
			latest = t
		}
	}
	return latest
}

// Node is one line of a tree with what belongs to it.
type Node struct {
	Name     string `json:"name"`
	State    string `json:"state,omitempty"`
	Children []Node `json:"children,omitempty"`
}

// ApplicationTree is an Application with what it manages.
func ApplicationTree(a Application) Node {
	n := Node{Name: "Application " + a.Name, State: a.Sync + " " + a.Health}
	for _, r := range a.Resources {
		state := r.Sync
		if r.Health != "" {
			state += " " + r.Health
		}
		n.Children = append(n.Children, Node{Name: r.Kind + " " + r.Name, State: state})
	}
	slices.SortFunc(n.Children, func(a, b Node) int { return cmp.Compare(a.Name, b.Name) })
	return n
}

package inspect

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestGetByEveryName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(`{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: $NS}, ` + setSpec + `}`)
	w.make(`{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: web, namespace: $NS}, spec: {podSelector: {}}}`)
	w.make(`{apiVersion: v1, kind: Event, metadata: {name: web, namespace: $NS}, involvedObject: {kind: Pod, name: web, namespace: $NS}}`)
	w.application(w.ns, "")
	for _, tc := range []struct{ names, namespace, name, kind string }{
		{"deployment deployments deploy Deployment deployments.apps deployment.apps", w.ns, "web", "Deployment"},
		{"netpol networkpolicy NetworkPolicies networkpolicies.networking.k8s.io", w.ns, "web", "NetworkPolicy"},
		{"app apps application applications.argoproj.io", "argocd", w.ns, "Application"},
		{"ns namespace Namespaces", "", w.ns, "Namespace"},
		{"ns", "ignored", w.ns, "Namespace"},
		{"ev event events", w.ns, "web", "Event"},
	} {
		for _, resource := range strings.Fields(tc.names) {
			u, err := w.Get(t.Context(), resource, tc.namespace, tc.name)
			if err != nil {
				t.Errorf("%s: %v", resource, err)
			} else if u.GetKind() != tc.kind || u.GetName() != tc.name {
				t.Errorf("%s is %s", resource, describe(u))
			}
		}
	}
}

func TestGetWhatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.make(`{apiVersion: v1, kind: ConfigMap, metadata: {name: ` + w.ns + `, namespace: $NS}}`)
	for _, tc := range []struct{ resource, namespace, name, want string }{
		{"deplyment", w.ns, "web", "the cluster has no resource type \"deplyment\"\n    Name one as kubectl does: deployment, deploy, applications.argoproj.io"},
		{"cm", "", "web", "every ConfigMap is in a namespace: name that of web with -n"},
		{"cm", "default", "web", "there is no ConfigMap web in namespace default\n    Name another namespace with -n."},
		{"cm", "default", w.ns, "there is no ConfigMap " + w.ns + " in namespace default\n    There is one in " + w.ns + ": name the namespace with -n."},
		{"ns", "", "nowhere", "looking for Namespace nowhere: namespaces \"nowhere\" not found"},
	} {
		if _, err := w.Get(t.Context(), tc.resource, tc.namespace, tc.name); err == nil || err.Error() != tc.want {
			t.Errorf("%s/%s: got %v\nwant %s", tc.resource, tc.name, err, tc.want)
		}
	}
}

func (w *world) event(name, times string) {
	w.Helper()
	w.make(`{apiVersion: v1, kind: Event, metadata: {name: ` + name + `, namespace: $NS}, type: Warning, reason: ` + name + `,
	  involvedObject: {kind: Pod, name: web, namespace: $NS}, message: "a\n  b", ` + times + `}`)
}

func TestEventsAreInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.event("third", `firstTimestamp: "2000-01-01T00:00:00Z", lastTimestamp: "2100-01-03T00:00:00Z", count: 7`)
	w.event("second", `eventTime: "2100-01-02T00:00:00.000001Z", reportingComponent: x, reportingInstance: x, action: x`)
	w.event("fourth", `eventTime: "2100-01-01T00:00:00.000001Z", reportingComponent: x, reportingInstance: x, action: x,
	  series: {count: 3, lastObservedTime: "2100-01-04T00:00:00.000001Z"}`)
	w.event("first", `lastTimestamp: "2000-01-01T00:00:00Z"`) // its creation is later
	got, err := w.Events(t.Context(), w.ns)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day int, micro int) time.Time { return time.Date(2100, 1, day, 0, 0, 0, micro*1000, time.UTC) }
	want := []Event{
		{Reason: "first", Count: 1}, {Reason: "second", Count: 1, Time: at(2, 1)},
		{Reason: "third", Count: 7, Time: at(3, 0)}, {Reason: "fourth", Count: 3, Time: at(4, 1)},
	}
	for i := range want {
		want[i].Type, want[i].Object, want[i].Message = "Warning", "Pod "+w.ns+"/web", "a b"
	}
	if len(got) > 0 {
		want[0].Time = got[0].Time // when the test ran
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if all, err := w.Events(t.Context(), ""); err != nil || len(all) < len(got) {
		t.Errorf("in all namespaces are %d events, %v", len(all), err)
	}
}

func TestWatchEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.event("before", "count: 1")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shown := make(chan string, 10)
	done := make(chan error, 1)
	go func() { done <- w.WatchEvents(ctx, w.ns, func(e Event) { shown <- e.Reason }) }()
	next := func() string {
		select {
		case reason := <-shown:
			return reason
		case err := <-done:
			t.Fatalf("the watch ended: %v", err)
			return ""
		}
	}
	got := []string{next()}
	old, err := w.Get(t.Context(), "event", w.ns, "before")
	if err != nil {
		t.Fatal(err)
	}
	w.delete(old) // as the server does after an hour
	w.event("after", "count: 1")
	got = append(got, next())
	if diff := cmp.Diff([]string{"before", "after"}, got); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	cancel()
	if err := <-done; err == nil {
		t.Error("the end of the context is no error")
	}
}

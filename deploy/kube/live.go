package kube

import (
	"context"
	"errors"
	"net/url"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

const (
	fewGets       = 3 // up to so many objects of a kind in a namespace are got one by one
	fewNamespaces = 8 // beyond so many namespaces one list of the whole cluster is cheaper
	pageSize      = "500"
)

// live fetches the objects that are there, with as few requests as it takes.
// What is not there is not in the result.
func (c *client) live(ctx context.Context, want []target) (map[id]map[string]any, error) {
	l := &lookup{client: c, found: make(map[id]map[string]any, len(want)), wanted: make(map[id]bool, len(want))}
	byResource := map[resource][]target{}
	for _, t := range want {
		l.wanted[t.id] = true
		byResource[t.res] = append(byResource[t.res], t)
	}
	var tasks []func() error
	for res, targets := range byResource {
		tasks = append(tasks, l.tasks(ctx, res, targets)...)
	}
	return l.found, each(tasks, func(task func() error) error { return task() })
}

// lookup gathers what concurrent requests find.
type lookup struct {
	client *client
	wanted map[id]bool
	mu     sync.Mutex
	found  map[id]map[string]any
}

// tasks chooses between gets and lists for the objects of one kind. Custom
// resource definitions are always got: they are large and others' are many.
func (l *lookup) tasks(ctx context.Context, res resource, targets []target) []func() error {
	byNamespace := map[string][]target{}
	for _, t := range targets {
		byNamespace[t.namespace] = append(byNamespace[t.namespace], t)
	}
	if len(targets) > fewGets && len(byNamespace) > fewNamespaces {
		return []func() error{func() error { return l.list(ctx, res, "") }}
	}
	var tasks []func() error
	for namespace, some := range byNamespace {
		if len(some) > fewGets && res.kind != kindCRD {
			tasks = append(tasks, func() error { return l.list(ctx, res, namespace) })
			continue
		}
		for _, t := range some {
			tasks = append(tasks, func() error { return l.get(ctx, t) })
		}
	}
	return tasks
}

func (l *lookup) get(ctx context.Context, t target) error {
	content := map[string]any{}
	err := l.client.get(ctx, t.res.path(t.namespace, t.name), acceptAll, nil, &content)
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return problem(t.id, err)
	}
	l.keep(t.id, content)
	return nil
}

// list reads a kind page by page and keeps only what is wanted.
func (l *lookup) list(ctx context.Context, res resource, namespace string) error {
	query := url.Values{"limit": {pageSize}}
	for {
		var page struct {
			Metadata struct {
				Continue string `json:"continue"`
			} `json:"metadata"`
			Items []map[string]any `json:"items"`
		}
		err := l.client.get(ctx, res.path(namespace, ""), acceptAll, query, &page)
		if apierrors.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return problem(id{kind: res.kind, namespace: namespace, name: "(all)"}, err)
		}
		for _, item := range page.Items {
			item["apiVersion"], item["kind"] = res.apiVersion(), res.kind // lists leave them out
			l.keep(id{res.group, res.kind, metaString(item, "namespace"), metaString(item, "name")}, item)
		}
		if page.Metadata.Continue == "" {
			return nil
		}
		query.Set("continue", page.Metadata.Continue)
	}
}

func (l *lookup) keep(o id, content map[string]any) {
	if !l.wanted[o] {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.found[o] = content
}

// each works on all items at once and returns every error. The client bounds
// the requests in flight.
func each[T any](items []T, work func(T) error) error {
	errs := make([]error, len(items))
	var wg sync.WaitGroup
	for i, item := range items {
		wg.Go(func() { errs[i] = work(item) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

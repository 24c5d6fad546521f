package kube

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// resource is where the objects of a kind are served.
type resource struct {
	kindOf
	plural     string
	namespaced bool
}

// path is the URL path of an object, or of all when name is empty; namespace
// "" of a namespaced resource means all namespaces.
func (r resource) path(namespace, name string) string {
	parts := []string{"apis", r.group, r.version}
	if r.group == "" {
		parts = []string{"api", r.version}
	}
	if r.namespaced && namespace != "" {
		parts = append(parts, "namespaces", namespace)
	}
	parts = append(parts, r.plural)
	if name != "" {
		parts = append(parts, url.PathEscape(name))
	}
	return "/" + strings.Join(parts, "/")
}

// mapper knows which kinds the server serves, learnt one group version at a
// time when it is first asked for. A kind that is missing is asked for again
// after forget: a CustomResourceDefinition may have come.
type mapper struct {
	client *client
	mu     sync.Mutex
	groups map[string]*groupVersion // by apiVersion
}

type groupVersion struct {
	once  sync.Once
	kinds map[string]resource
	err   error
}

func newMapper(c *client) *mapper {
	return &mapper{client: c, groups: map[string]*groupVersion{}}
}

// find is the resource of a kind; false when the server does not serve it.
func (m *mapper) find(ctx context.Context, k kindOf) (resource, bool, error) {
	m.mu.Lock()
	gv := m.groups[k.apiVersion()]
	if gv == nil {
		gv = &groupVersion{}
		m.groups[k.apiVersion()] = gv
	}
	m.mu.Unlock()
	gv.once.Do(func() { gv.kinds, gv.err = m.load(ctx, k) })
	if gv.err != nil {
		m.drop(k, gv)
		return resource{}, false, gv.err
	}
	r, ok := gv.kinds[k.kind]
	return r, ok, nil
}

// forget makes the next find ask the server, unless the kind is known.
func (m *mapper) forget(k kindOf) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if gv := m.groups[k.apiVersion()]; gv != nil {
		if _, known := gv.kinds[k.kind]; !known {
			delete(m.groups, k.apiVersion())
		}
	}
}

func (m *mapper) drop(k kindOf, gv *groupVersion) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.groups[k.apiVersion()] == gv {
		delete(m.groups, k.apiVersion())
	}
}

func (m *mapper) load(ctx context.Context, k kindOf) (map[string]resource, error) {
	var list struct {
		Resources []struct {
			Name       string `json:"name"`
			Kind       string `json:"kind"`
			Namespaced bool   `json:"namespaced"`
		} `json:"resources"`
	}
	path := "/apis/" + k.group + "/" + k.version
	if k.group == "" {
		path = "/api/" + k.version
	}
	err := m.client.get(ctx, path, acceptAll, nil, &list)
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("asking for the kinds of %s: %w", k.apiVersion(), err)
	}
	kinds := make(map[string]resource, len(list.Resources))
	for _, r := range list.Resources {
		if strings.Contains(r.Name, "/") { // a subresource
			continue
		}
		kinds[r.Kind] = resource{kindOf{k.group, k.version, r.Kind}, r.Name, r.Namespaced}
	}
	return kinds, nil
}

package helm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"helm.sh/helm/v4/pkg/action"
	helmrelease "helm.sh/helm/v4/pkg/release"
	release "helm.sh/helm/v4/pkg/release/v1"
	"helm.sh/helm/v4/pkg/storage/driver"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// session is Helm at work in one namespace until a context ends; namespace ""
// is for looking at all of them. What the cluster serves is learnt once a
// session.
type session struct {
	*action.Configuration
	getter *getter
	ctx    context.Context //nolint:containedctx // most of Helm's actions take none
}

func (d *Deployer) session(ctx context.Context, namespace string) *session {
	cfg := rest.CopyConfig(d.config)
	cfg.Wrap(func(next http.RoundTripper) http.RoundTripper { return ending{next, ctx} })
	s := &session{
		Configuration: action.NewConfiguration(action.ConfigurationSetLogger(d.logger.Handler())),
		getter:        &getter{config: cfg, namespace: namespace}, ctx: ctx,
	}
	_ = s.Init(s.getter, namespace, "secret") // fails only for other drivers
	return s
}

// ending is a transport whose requests end with a context, so that Helm's
// actions do, which run in goroutines of their own.
type ending struct {
	next http.RoundTripper
	ctx  context.Context //nolint:containedctx // see session
}

func (e ending) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := e.ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(r.Context())
	context.AfterFunc(e.ctx, cancel)
	return e.next.RoundTrip(r.WithContext(ctx))
}

// patience is what is left of the context for Helm's own timeouts, which say
// what was waited for: they end a little earlier.
func (s *session) patience() time.Duration {
	deadline, ok := s.ctx.Deadline()
	if !ok {
		return time.Hour
	}
	left := time.Until(deadline)
	return max(left-max(left/20, 2*time.Second), left/2)
}

// last is the newest revision of a release, nil when there is none.
func (s *session) last(name string) (*release.Release, error) {
	found, err := s.Releases.Last(name)
	if errors.Is(err, driver.ErrReleaseNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the release %s: %w", name, err)
	}
	return found.(*release.Release), nil
}

// history are all revisions of a release, oldest first.
func (s *session) history(name string) ([]*release.Release, error) {
	found, err := s.Releases.History(name)
	if errors.Is(err, driver.ErrReleaseNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history of the release %s: %w", name, err)
	}
	return ordered(found), nil
}

// labelled are all revisions with the labels, in every namespace of the session.
func (s *session) labelled(labels map[string]string) ([]*release.Release, error) {
	labels["owner"] = "helm"
	found, err := s.Releases.Query(labels)
	if errors.Is(err, driver.ErrReleaseNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for releases: %w", err)
	}
	return ordered(found), nil
}

func ordered(found []helmrelease.Releaser) []*release.Release {
	var all []*release.Release
	for _, r := range found {
		if r, ok := r.(*release.Release); ok {
			all = append(all, r)
		}
	}
	sortReleases(all)
	return all
}

// getter hands Helm a cluster without a kubeconfig.
type getter struct {
	config    *rest.Config
	namespace string
	once      sync.Once
	discovery discovery.CachedDiscoveryInterface
	err       error
}

func (g *getter) ToRESTConfig() (*rest.Config, error) { return rest.CopyConfig(g.config), nil }

func (g *getter) ToDiscoveryClient() (discovery.CachedDiscoveryInterface, error) {
	g.once.Do(func() {
		var client *discovery.DiscoveryClient
		if client, g.err = discovery.NewDiscoveryClientForConfig(g.config); g.err == nil {
			g.discovery = memory.NewMemCacheClient(client)
		}
	})
	return g.discovery, g.err
}

func (g *getter) ToRESTMapper() (meta.RESTMapper, error) {
	client, err := g.ToDiscoveryClient()
	if err != nil {
		return nil, err
	}
	return restmapper.NewDeferredDiscoveryRESTMapper(client), nil
}

func (g *getter) ToRawKubeConfigLoader() clientcmd.ClientConfig {
	overrides := &clientcmd.ConfigOverrides{Context: api.Context{Namespace: g.namespace}}
	return clientcmd.NewDefaultClientConfig(*api.NewConfig(), overrides)
}

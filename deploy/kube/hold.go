package kube

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/rest"

	"slipway.dev/slipway/assembly"
)

// Hold waits for one gate of a unit. It never gives up by itself except when
// the gate can no longer hold; a server that is restarting is waited for.
func (d *Deployer) Hold(ctx context.Context, u *assembly.Unit, g assembly.Gate) error {
	check, err := d.checkOf(ctx, u, g)
	if err != nil {
		return err
	}
	every := pollEvery
	var last error
	for {
		began := time.Now()
		seen := check(ctx)
		var never neverError
		if seen == nil || errors.As(seen, &never) {
			return seen
		}
		if last == nil || ctx.Err() == nil { // a look that was cut short has seen nothing
			last = seen
		}
		// A look at a thousand objects must not become the cluster's main load.
		if pause(ctx, max(every, 3*time.Since(began))) != nil || ctx.Err() != nil {
			return last
		}
		every = min(every*11/10, 500*time.Millisecond)
	}
}

// neverError is a condition that no waiting mends.
type neverError struct{ error }

// checkOf is the condition of a gate as a function that says what is missing.
func (d *Deployer) checkOf(ctx context.Context, u *assembly.Unit, g assembly.Gate) (func(context.Context) error, error) {
	switch g.Kind {
	case assembly.Established:
		return d.definedCheck(u)
	case assembly.Ready:
		if g.Object.IsZero() {
			return d.allReady(ctx, u)
		}
		return func(ctx context.Context) error { return d.ready(ctx, g.Object) }, nil
	case assembly.Field:
		path, err := parsePath(g.Path)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context) error { return d.field(ctx, g, path) }, nil
	case assembly.Webhook:
		return func(ctx context.Context) error { return d.webhooks(ctx, g.Object) }, nil
	case assembly.HTTP:
		client, err := d.pageClient()
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context) error { return answers(ctx, client, g.URL) }, nil
	default:
		return nil, fmt.Errorf("a kubernetes unit knows no gate %q", g.Kind)
	}
}

// definedCheck wants every kind that the unit defines to be served.
func (d *Deployer) definedCheck(u *assembly.Unit) (func(context.Context) error, error) {
	objects, err := read(u)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) error {
		for _, o := range objects {
			if o.kind != kindCRD {
				continue
			}
			missing, err := d.missing(ctx, definition(o.content))
			if err != nil {
				return err
			}
			if missing != "" {
				return fmt.Errorf("%s is not served yet", missing)
			}
		}
		return nil
	}, nil
}

// object gets the object of a reference; nil when it is not there.
func (d *Deployer) object(ctx context.Context, ref assembly.ObjectRef) (map[string]any, error) {
	k := parseKind(ref.APIVersion, ref.Kind)
	res, ok, err := d.mapper.find(ctx, k)
	if err != nil {
		return nil, err
	}
	if !ok {
		d.mapper.forget(k)
		return nil, fmt.Errorf("%s of %s is not served yet", k.kind, k.apiVersion())
	}
	content := map[string]any{}
	err = d.client.get(ctx, res.path(ref.Namespace, ref.Name), acceptAll, nil, &content)
	if apierrors.IsNotFound(err) {
		return nil, fmt.Errorf("%s is not there", ref)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ref, err)
	}
	return content, nil
}

func (d *Deployer) field(ctx context.Context, g assembly.Gate, path []hop) error {
	content, err := d.object(ctx, g.Object)
	if err != nil {
		return err
	}
	value, ok := lookupPath(content, path)
	switch {
	case !ok:
		return explained(fmt.Errorf("%s has no %s yet", g.Object, g.Path), content)
	case value != g.Value:
		return explained(fmt.Errorf("%s: %s is %q", g.Object, g.Path, value), content)
	}
	return nil
}

// pageClient trusts the cluster's authority besides the machine's.
func (d *Deployer) pageClient() (*http.Client, error) {
	pool, err := systemPool()
	if err != nil {
		return nil, err
	}
	cfg := rest.CopyConfig(d.config)
	if err := rest.LoadTLSFiles(cfg); err != nil {
		return nil, fmt.Errorf("reading the cluster's authority: %w", err)
	}
	pool.AppendCertsFromPEM(cfg.CAData)
	return &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true},
	}, nil
}

func answers(ctx context.Context, client *http.Client, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return neverError{err}
	}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("GET %s: %w", url, cause(err))
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("GET %s answers %s", url, resp.Status)
	}
	return nil
}

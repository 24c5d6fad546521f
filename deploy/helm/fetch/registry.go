package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"helm.sh/helm/v4/pkg/registry"
	"oras.land/oras-go/v2/errdef"
	"oras.land/oras-go/v2/registry/remote/errcode"

	"slipway.dev/slipway/charts"
)

// fromRegistry pulls a chart from an OCI registry: the repository REPO/NAME,
// the version as its tag. Who may pull is known from Helm's and Docker's files.
func (f *Fetcher) fromRegistry(ctx context.Context, repo *url.URL, k charts.Key) ([]byte, error) {
	return f.pull(ctx, repo.Host+strings.TrimSuffix(repo.Path, "/")+"/"+k.Name+":"+k.Version, repo.Hostname())
}

func (f *Fetcher) pull(ctx context.Context, ref, host string) ([]byte, error) {
	opts := []registry.ClientOption{registry.ClientOptHTTPClient(f.web(ctx, f.most))}
	if loopback(host) {
		opts = append(opts, registry.ClientOptPlainHTTP())
	}
	client, err := registry.NewClient(opts...)
	if err != nil {
		return nil, fmt.Errorf("reading the settings for registries: %w", err)
	}
	pulled, err := client.Pull(ref, registry.PullOptWithChart(true))
	if err != nil {
		return nil, explain(ref, err)
	}
	return pulled.Chart.Data, nil
}

// explain says in few words what a registry's answer means.
func explain(ref string, err error) error {
	if errors.Is(err, errdef.ErrNotFound) {
		return fmt.Errorf("oci://%s is not there: no such repository or no such version", ref)
	}
	var answer *errcode.ErrorResponse
	if !errors.As(err, &answer) {
		return unreachable("oci://"+ref, err)
	}
	switch answer.StatusCode {
	case http.StatusNotFound:
		return fmt.Errorf("oci://%s is not there: no such repository or no such version", ref)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("oci://%s: the registry wants a login (%d)\n    Log in with 'docker login' or 'helm registry login'", ref, answer.StatusCode)
	default:
		return fmt.Errorf("oci://%s: the registry answers %d %s", ref, answer.StatusCode, http.StatusText(answer.StatusCode))
	}
}

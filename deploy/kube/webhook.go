package kube

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"slipway.dev/slipway/assembly"
)

// review is a question that every admission webhook understands and that asks nothing.
const review = `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"00000000-0000-0000-0000-000000000000","kind":{"group":"","version":"v1","kind":"ConfigMap"},"resource":{"group":"","version":"v1","resource":"configmaps"},"name":"slipway-gate","namespace":"slipway-system","operation":"CREATE","userInfo":{"username":"slipway"},"object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"slipway-gate","namespace":"slipway-system"}},"dryRun":true}}`

// webhooks wants every webhook of a configuration to answer. One at a URL is
// asked over TLS with the configuration's own authority; one behind a service
// is only reachable from the API server, so its ready endpoints must do.
func (d *Deployer) webhooks(ctx context.Context, ref assembly.ObjectRef) error {
	content, err := d.object(ctx, ref)
	if err != nil {
		return err
	}
	hooks, _ := content["webhooks"].([]any)
	if len(hooks) == 0 {
		return fmt.Errorf("%s has no webhooks yet", ref)
	}
	return each(hooks, func(h any) error {
		hook, _ := h.(map[string]any)
		config, _ := hook["clientConfig"].(map[string]any)
		if err := d.webhook(ctx, config); err != nil {
			return fmt.Errorf("%v: %w", hook["name"], err)
		}
		return nil
	})
}

func (d *Deployer) webhook(ctx context.Context, config map[string]any) error {
	encoded, _ := config["caBundle"].(string)
	bundle, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return fmt.Errorf("its caBundle is not base64")
	}
	if address, ok := config["url"].(string); ok {
		return askWebhook(ctx, address, bundle)
	}
	service, _ := config["service"].(map[string]any)
	if len(bundle) == 0 {
		return errors.New("it has no caBundle yet")
	}
	namespace, _ := service["namespace"].(string)
	name, _ := service["name"].(string)
	return d.endpoints(ctx, namespace, name)
}

// endpoints wants a service to have a ready address.
func (d *Deployer) endpoints(ctx context.Context, namespace, name string) error {
	var slices struct {
		Items []struct {
			Endpoints []struct {
				Conditions struct {
					Ready *bool `json:"ready"`
				} `json:"conditions"`
			} `json:"endpoints"`
		} `json:"items"`
	}
	query := url.Values{"labelSelector": {"kubernetes.io/service-name=" + name}}
	path := "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices"
	if err := d.client.get(ctx, path, acceptAll, query, &slices); err != nil {
		return err
	}
	for _, s := range slices.Items {
		for _, e := range s.Endpoints {
			if e.Conditions.Ready == nil || *e.Conditions.Ready {
				return nil
			}
		}
	}
	return fmt.Errorf("the service %s/%s has no ready endpoint", namespace, name)
}

// askWebhook posts a review. Any answer that is not a missing page or a broken
// server counts: what the webhook thinks of the question does not matter.
func askWebhook(ctx context.Context, address string, bundle []byte) error {
	pool := x509.NewCertPool()
	if len(bundle) == 0 {
		var err error
		if pool, err = systemPool(); err != nil {
			return err
		}
	} else if !pool.AppendCertsFromPEM(bundle) {
		return fmt.Errorf("its caBundle holds no certificate")
	}
	client := &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader([]byte(review)))
	if err != nil {
		return neverError{err}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("POST %s: %w", address, cause(err))
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	if resp.StatusCode == http.StatusNotFound || resp.StatusCode >= 500 {
		return fmt.Errorf("POST %s answers %s", address, resp.Status)
	}
	return nil
}

func systemPool() (*x509.CertPool, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("reading the machine's certificate authorities: %w", err)
	}
	return pool, nil
}

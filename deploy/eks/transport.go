package eks

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"k8s.io/client-go/rest"
)

// Config is how to reach the cluster's API server. Each request carries a
// token that is good; one that the server refuses is sent once more with a new
// token. Errors of the network say what keeps a private endpoint away.
func (c *Cluster) Config() (*rest.Config, error) {
	if c.Endpoint == "" || len(c.CA) == 0 {
		return nil, c.unready()
	}
	tokens := NewTokens(c.cfg, c.Name)
	return &rest.Config{
		Host: c.Endpoint, QPS: -1, UserAgent: "slipway",
		TLSClientConfig: rest.TLSClientConfig{CAData: c.CA},
		WrapTransport: func(next http.RoundTripper) http.RoundTripper {
			return &transport{next: next, tokens: tokens, cluster: c}
		},
	}, nil
}

// transport signs requests to an API server.
type transport struct {
	next    http.RoundTripper
	tokens  *Tokens
	cluster *Cluster
}

// RoundTrip sends the request, and once again when its token was refused.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, token, err := t.send(r)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	t.tokens.refused(token)
	again, ok := repeat(r)
	if !ok {
		return resp, nil
	}
	resp.Body.Close()
	resp, _, err = t.send(again)
	return resp, err
}

func (t *transport) send(r *http.Request) (*http.Response, string, error) {
	token, err := t.tokens.Token(r.Context())
	if err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, "", err
	}
	signed := r.Clone(r.Context())
	signed.Header.Set("Authorization", "Bearer "+token.Value)
	resp, err := t.next.RoundTrip(signed)
	if err != nil {
		return nil, "", t.cluster.unreachable(err)
	}
	return resp, token.Value, nil
}

// repeat is the request with its body from the start, if there is a way back to it.
func repeat(r *http.Request) (*http.Request, bool) {
	again := r.Clone(r.Context())
	if r.Body == nil || r.Body == http.NoBody {
		return again, true
	}
	if r.GetBody == nil {
		return nil, false
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, false
	}
	again.Body = body
	return again, true
}

// unreachable adds what EKS says about the endpoint to an error of the network.
func (c *Cluster) unreachable(err error) error {
	var network net.Error
	if !errors.As(err, &network) {
		return err
	}
	switch {
	case !c.Public:
		return fmt.Errorf("the endpoint of the EKS cluster %s is private: %w\n    It answers only inside %s: run this there, over a VPN or from a pipeline in the network, or give the cluster a public endpoint", c.Name, err, c.VPC)
	case len(c.PublicCIDRs) > 0 && c.PublicCIDRs[0] != "0.0.0.0/0":
		return fmt.Errorf("the endpoint of the EKS cluster %s does not answer: %w\n    It is open to %s only: run this from there, or add where you are", c.Name, err, strings.Join(c.PublicCIDRs, ", "))
	}
	return err
}

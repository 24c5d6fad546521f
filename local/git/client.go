package git

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client speaks to a [Service] in another process.
type Client struct {
	http *http.Client
	base string
}

// NewClient takes the client that reaches the daemon and the URL under which
// it mounts the service, such as http://daemon/git.
func NewClient(client *http.Client, base string) *Client {
	return &Client{http: client, base: strings.TrimSuffix(base, "/")}
}

// Serve is [Service.Serve].
func (c *Client) Serve(ctx context.Context, mapping Mapping) (Repo, error) {
	var repo Repo
	err := c.do(ctx, http.MethodPut, "/repos", mapping, &repo)
	return repo, err
}

// Unserve is [Service.Unserve].
func (c *Client) Unserve(ctx context.Context, remote string) error {
	return c.do(ctx, http.MethodDelete, "/repos?url="+url.QueryEscape(remote), nil, nil)
}

// Repos is [Service.Repos].
func (c *Client) Repos(ctx context.Context) ([]Repo, error) {
	var repos []Repo
	err := c.do(ctx, http.MethodGet, "/repos", nil, &repos)
	return repos, err
}

// AddWebhook is [Service.AddWebhook].
func (c *Client) AddWebhook(ctx context.Context, hook Webhook) error {
	return c.do(ctx, http.MethodPut, "/webhooks", hook, nil)
}

// RemoveWebhook is [Service.RemoveWebhook].
func (c *Client) RemoveWebhook(ctx context.Context, hook string) error {
	return c.do(ctx, http.MethodDelete, "/webhooks?url="+url.QueryEscape(hook), nil, nil)
}

// Webhooks tells how each receiver fares.
func (c *Client) Webhooks(ctx context.Context) ([]WebhookStatus, error) {
	var hooks []WebhookStatus
	err := c.do(ctx, http.MethodGet, "/webhooks", nil, &hooks)
	return hooks, err
}

// Environment is [Service.Environment].
func (c *Client) Environment(ctx context.Context) (Environment, error) {
	var env Environment
	err := c.do(ctx, http.MethodGet, "/env", nil, &env)
	return env, err
}

// Missing is [Service.Missing].
func (c *Client) Missing(ctx context.Context) ([]Miss, error) {
	var missing []Miss
	err := c.do(ctx, http.MethodGet, "/missing", nil, &missing)
	return missing, err
}

// Events calls a function for each commit until the context ends, which is no
// error, or the daemon does.
func (c *Client) Events(ctx context.Context, each func(Commit)) error {
	response, err := c.send(ctx, http.MethodGet, "/events", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	for lines := json.NewDecoder(response.Body); ; {
		var commit Commit
		switch err := lines.Decode(&commit); {
		case ctx.Err() != nil, errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading commit events: %w", err)
		}
		each(commit)
	}
}

func (c *Client) do(ctx context.Context, method, path string, in, out any) error {
	response, err := c.send(ctx, method, path, in)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(response.Body).Decode(out); err != nil {
		return fmt.Errorf("reading the git service's answer: %w", err)
	}
	return nil
}

// send gives a good answer, or the service's own error.
func (c *Client) send(ctx context.Context, method, path string, in any) (*http.Response, error) {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return nil, fmt.Errorf("writing a request to the git service: %w", err)
		}
		body = bytes.NewReader(data)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, fmt.Errorf("asking the git service: %w", err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking the git service: %w", err)
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}
	defer response.Body.Close()
	problem := &Problem{}
	if err := json.NewDecoder(response.Body).Decode(problem); err != nil {
		return nil, fmt.Errorf("asking the git service: it answered %s", response.Status)
	}
	return nil, problem
}

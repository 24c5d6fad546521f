package git

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Webhook is where push events go.
type Webhook struct {
	URL    string `json:"url"`
	Secret string `json:"secret,omitempty"` // signs X-Hub-Signature-256 when set
}

func (h Webhook) check() error {
	u, err := url.Parse(h.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return &Problem{What: fmt.Sprintf("%q is not the URL of a webhook", h.URL), Fix: "Give one like http://127.0.0.1:8080/api/webhook."}
	}
	return nil
}

// WebhookStatus is a webhook and how it fared.
type WebhookStatus struct {
	URL       string    `json:"url"`
	Delivered int       `json:"delivered"`
	Dropped   int       `json:"dropped"` // given up, or pushed out of a full queue
	Error     string    `json:"error,omitempty"`
	Last      time.Time `json:"last,omitzero"` // of the newest attempt
}

// post sends one event. Only 2xx answers count as delivered.
func (h Webhook) post(ctx context.Context, client *http.Client, payload []byte) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(payload))
	if err != nil {
		return fmt.Errorf("posting to %s: %w", h.URL, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "GitHub-Hookshot/slipway")
	request.Header.Set("X-GitHub-Event", "push")
	request.Header.Set("X-GitHub-Delivery", rand.Text())
	if h.Secret != "" {
		sum := hmac.New(sha256.New, []byte(h.Secret))
		sum.Write(payload)
		request.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(sum.Sum(nil)))
	}
	response, err := client.Do(request)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return fmt.Errorf("posting to %s: %w", h.URL, err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 512))
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("posting to %s: it answered %s: %s", h.URL, response.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

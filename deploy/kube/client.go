package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/json"
)

// client speaks to an API server in JSON, bytes in and bytes out: requests are
// made once and sent as they are, and answers are decoded only as far as they
// are needed. client-go's transport does the rest (TLS, identities, HTTP/2).
type client struct {
	web      *http.Client
	base     *url.URL
	patience time.Duration
	slots    chan struct{}
}

// Accepted formats. Metadata is enough after a write and saves decoding a
// CustomResourceDefinition twice.
const (
	acceptAll      = "application/json"
	acceptMetadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
	acceptList     = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"
	applyPatch     = "application/apply-patch+yaml" // JSON is YAML
)

// call is one request.
type call struct {
	method, path string
	query        url.Values
	accept       string
	content      string // type of body
	body         []byte
}

// do sends the request, again when the server asks for that or is not there,
// and returns the body of a successful answer. Other answers are API errors.
func (c *client) do(ctx context.Context, req call) ([]byte, int, error) {
	var unreachableSince time.Time
	wait := 50 * time.Millisecond
	for tries := 1; ; tries++ {
		body, status, err := c.once(ctx, req)
		if err == nil || ctx.Err() != nil && !isAnswer(err) {
			return body, status, stopped(ctx, err)
		}
		pause, again := retry(err)
		if !again || brokenFor(err, tries) {
			return nil, status, err
		}
		if !isAnswer(err) {
			if unreachableSince.IsZero() {
				unreachableSince = time.Now()
			} else if time.Since(unreachableSince) > c.patience {
				return nil, 0, fmt.Errorf("the API server at %s does not answer: %w; is the cluster running? see: slipway status", c.base.Host, cause(err))
			}
		}
		select {
		case <-ctx.Done():
			return nil, status, fmt.Errorf("gave up, %w; last: %w", ctx.Err(), cause(err))
		case <-time.After(max(pause, wait+rand.N(wait))):
			wait = min(2*wait, 2*time.Second)
		}
	}
}

// brokenFor gives an internal error a few tries only: the server also answers
// so to manifests that do not fit the schema. A webhook that cannot be called
// is another matter, it may be starting.
func brokenFor(err error, tries int) bool {
	return apierrors.IsInternalError(err) && tries >= 3 && !strings.Contains(err.Error(), "failed calling webhook")
}

// stopped keeps an error of a context that ended recognisable.
func stopped(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, ctx.Err()) {
		return err
	}
	return errors.Join(ctx.Err(), cause(err))
}

func (c *client) once(ctx context.Context, req call) ([]byte, int, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return nil, 0, ctx.Err()
	}
	target := c.base.JoinPath(req.path)
	target.RawQuery = req.query.Encode()
	r, err := http.NewRequestWithContext(ctx, req.method, target.String(), bytes.NewReader(req.body))
	if err != nil {
		return nil, 0, err
	}
	r.Header.Set("Accept", req.accept)
	if req.content != "" {
		r.Header.Set("Content-Type", req.content)
	}
	r.Header.Set("User-Agent", FieldManager)
	resp, err := c.web.Do(r)
	if err != nil {
		return nil, 0, err
	}
	defer resp.Body.Close()
	body, err := readAll(resp)
	if err != nil {
		return nil, 0, err
	}
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return body, resp.StatusCode, nil
	}
	return nil, resp.StatusCode, answer(req, resp, body)
}

// readAll reads a body of known length without growing a buffer.
func readAll(resp *http.Response) ([]byte, error) {
	if n := resp.ContentLength; n > 0 && n < 64<<20 {
		body := make([]byte, n)
		_, err := io.ReadFull(resp.Body, body)
		return body, err
	}
	return io.ReadAll(resp.Body)
}

// answer is the error that an API server gave, with its status when there is one.
func answer(req call, resp *http.Response, body []byte) error {
	var status metav1.Status
	if err := json.UnmarshalCaseSensitivePreserveInts(body, &status); err == nil && status.Kind == "Status" && status.Status == metav1.StatusFailure {
		if status.Code == 0 {
			status.Code = int32(resp.StatusCode)
		}
		return &apierrors.StatusError{ErrStatus: status}
	}
	after, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return apierrors.NewGenericServerResponse(resp.StatusCode, req.method, schema.GroupResource{}, "", string(body[:min(len(body), 200)]), after, true)
}

// isAnswer reports whether an API server was reached at all.
func isAnswer(err error) bool {
	var status apierrors.APIStatus
	return errors.As(err, &status)
}

// retry tells errors that pass by themselves from those that do not.
func retry(err error) (pause time.Duration, again bool) {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return 0, false
	}
	if !isAnswer(err) {
		return 0, !isTrust(err)
	}
	if seconds, ok := apierrors.SuggestsClientDelay(err); ok {
		pause = min(time.Duration(seconds)*time.Second, 2*time.Second)
	}
	switch {
	case apierrors.IsTooManyRequests(err), apierrors.IsServerTimeout(err), apierrors.IsTimeout(err),
		apierrors.IsServiceUnavailable(err), apierrors.IsInternalError(err),
		apierrors.HasStatusCause(err, namespaceTerminating):
		return pause, true
	}
	var status apierrors.APIStatus
	errors.As(err, &status)
	return pause, status.Status().Code >= 500
}

func (c *client) get(ctx context.Context, path, accept string, query url.Values, into any) error {
	body, _, err := c.do(ctx, call{method: http.MethodGet, path: path, accept: accept, query: query})
	if err != nil {
		return err
	}
	if err := json.UnmarshalCaseSensitivePreserveInts(body, into); err != nil {
		return fmt.Errorf("reading the answer to GET %s: %w", path, err)
	}
	return nil
}

package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// address reads where to fetch from. Plain http would let anybody on the way
// change a chart, so only this machine may speak it.
func address(from string) (*url.URL, error) {
	at, err := url.Parse(from)
	if err != nil {
		return nil, fmt.Errorf("%q is not an address", from)
	}
	if at.User != nil {
		return nil, fmt.Errorf("the address of %s has a password in it; keep it in the registry's or the machine's own settings", at.Host)
	}
	return at, allowed(at)
}

func allowed(at *url.URL) error {
	switch {
	case at.Host == "":
		return fmt.Errorf("%q names no host", at)
	case at.Scheme == "https" || at.Scheme == "oci" || at.Scheme == "http" && loopback(at.Hostname()):
		return nil
	case at.Scheme == "http":
		return fmt.Errorf("%s speaks plain http, which only this machine may; use https", at)
	default:
		return fmt.Errorf("%s is neither https:// nor oci://", at)
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// errTooLarge ends a download.
var errTooLarge = errors.New("more than allowed")

// web is an HTTP client whose requests end with ctx, whose answers end at most
// bytes, and which follows redirects only to where it might have gone itself.
func (f *Fetcher) web(ctx context.Context, most int64) *http.Client {
	return &http.Client{
		Transport: bounded{next: cmp.Or(f.opts.Transport, http.DefaultTransport), ctx: ctx, most: most},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) >= 10 {
				return errors.New("10 redirects")
			}
			if via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
				return fmt.Errorf("%s leads to %s, which is not https", via[0].URL.Redacted(), r.URL.Redacted())
			}
			return allowed(r.URL)
		},
		Timeout: 5 * time.Minute,
	}
}

// bounded is a transport for clients that take neither a context nor a limit.
type bounded struct {
	next http.RoundTripper
	ctx  context.Context //nolint:containedctx // Helm's registry client has no parameter for it
	most int64
}

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, stop := context.WithCancelCause(r.Context())
	release := context.AfterFunc(b.ctx, func() { stop(context.Cause(b.ctx)) })
	resp, err := b.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		release()
		stop(nil)
		if b.ctx.Err() != nil {
			return nil, fmt.Errorf("%s did not answer: %w", r.URL.Host, context.Cause(b.ctx))
		}
		return nil, err
	}
	if resp.ContentLength > b.most {
		release()
		stop(nil)
		resp.Body.Close()
		return nil, fmt.Errorf("%s: %d bytes, %w: %d", r.URL.Redacted(), resp.ContentLength, errTooLarge, b.most)
	}
	resp.Body = &limited{ReadCloser: resp.Body, left: b.most, from: r.URL.Redacted(), most: b.most, done: func() { release(); stop(nil) }}
	return resp, nil
}

// limited fails where io.LimitReader would end quietly.
type limited struct {
	io.ReadCloser
	left, most int64
	from       string
	done       func()
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, fmt.Errorf("%s: %w: %d bytes", l.from, errTooLarge, l.most)
	}
	return n, err
}

func (l *limited) Close() error {
	defer l.done()
	return l.ReadCloser.Close()
}

// get reads one page whole.
func (f *Fetcher) get(ctx context.Context, at *url.URL, most int64) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", at.Host, err)
	}
	req.Header.Set("User-Agent", "slipway")
	resp, err := f.web(ctx, most).Do(req)
	if err != nil {
		return nil, unreachable(at.Redacted(), err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", at.Redacted(), resp.Status)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", at.Redacted(), err)
	}
	return body, nil
}

// unreachable says how a chart is got where its repository is out of reach.
func unreachable(from string, err error) error {
	var network net.Error
	if err = cause(err); errors.As(err, &network) && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w\n    Where it cannot be reached, name a mirror: slipway vendor --from REPO=URL", from, err)
	}
	return fmt.Errorf("%s: %w", from, err)
}

// cause drops the method and address that net/http puts before an error.
func cause(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

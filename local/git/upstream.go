package git

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// upstream reaches the real network, through the user's own proxy if the
// environment names one.
type upstream struct {
	transport *http.Transport
	proxy     func(*http.Request) (*url.URL, error)
}

func newUpstream(self net.Addr) upstream {
	proxy := func(r *http.Request) (*url.URL, error) {
		u, err := http.ProxyFromEnvironment(r)
		if isSelf(u, self) {
			return nil, err
		}
		return u, err
	}
	return upstream{proxy: proxy, transport: &http.Transport{
		Proxy:                 proxy,
		DialContext:           (&net.Dialer{Timeout: reachTimeout}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   reachTimeout,
		ResponseHeaderTimeout: 2 * time.Minute,
		IdleConnTimeout:       time.Minute,
		DisableCompression:    true, // the client's own choice passes through
	}}
}

// dial opens a connection to host:port, by CONNECT when a proxy is in between.
func (u upstream) dial(ctx context.Context, address string) (net.Conn, error) {
	via, err := u.proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: address}})
	if err != nil {
		return nil, fmt.Errorf("reading the proxy variables: %w", err)
	}
	var dialer net.Dialer
	if via == nil || via.Scheme != "http" {
		return dialer.DialContext(ctx, "tcp", address)
	}
	conn, err := dialer.DialContext(ctx, "tcp", via.Host)
	if err != nil {
		return nil, fmt.Errorf("reaching the proxy %s: %w", via.Host, err)
	}
	if err := tunnel(ctx, conn, via, address); err != nil {
		conn.Close()
		return nil, fmt.Errorf("asking the proxy %s for %s: %w", via.Host, address, err)
	}
	return conn, nil
}

func tunnel(ctx context.Context, conn net.Conn, via *url.URL, address string) error {
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if user := via.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := request.Write(conn); err != nil {
		return err
	}
	// The peer is silent until the client's first TLS record, so nothing of
	// the tunnel can be read ahead.
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("it answered %s", response.Status)
	}
	return conn.SetDeadline(time.Time{})
}

// quietLog keeps clients that distrust us from filling the log.
func quietLog(to *slog.Logger) *log.Logger {
	return slog.NewLogLogger(to.Handler(), slog.LevelDebug)
}

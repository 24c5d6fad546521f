package git

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"time"
)

// Proxy is an HTTP forward proxy that answers for served repositories at their
// real URL, and lets everything else through to the network.
type Proxy struct {
	server   *Server
	leaves   *leaves
	upstream upstream
	misses   misses
	log      *slog.Logger
}

// reachTimeout bounds connecting to the real host: below the 15 s that
// Argo CD gives a whole request, so that our explanation arrives.
const reachTimeout = 8 * time.Second

// ServeHTTP answers CONNECT, and plain requests with an absolute URL.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodConnect {
		p.connect(w, r)
		return
	}
	if !r.URL.IsAbs() {
		http.Error(w, "this is a proxy: set HTTP_PROXY or HTTPS_PROXY to it", http.StatusBadRequest)
		return
	}
	p.answer(w, r, r.URL.Scheme, canonicalHost(r.URL.Host, "80"))
}

// answer serves a request for a repository of ours, or fetches it from the
// real host.
func (p *Proxy) answer(w http.ResponseWriter, r *http.Request, scheme, host string) {
	if repo, rest, ok := p.server.repos.find(host, r.URL.Path); ok {
		p.server.serve(w, r, repo, rest)
		return
	}
	target := &url.URL{Scheme: scheme, Host: host}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(out *httputil.ProxyRequest) {
			out.Out.URL.Scheme, out.Out.URL.Host = target.Scheme, target.Host
			out.Out.Host = out.In.Host
		},
		Transport:     p.upstream.transport,
		FlushInterval: -1, // a fetch's progress should be seen as it happens
		ErrorLog:      slog.NewLogLogger(p.log.Handler(), slog.LevelDebug),
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			http.Error(w, p.missed(target.String()+repositoryPath(r.URL.Path), err), http.StatusBadGateway)
		},
	}
	proxy.ServeHTTP(w, r)
}

// missed tells what to do when neither we nor the network have it.
func (p *Proxy) missed(remote string, err error) string {
	why := fmt.Sprintf("%s is not served locally: add --git %s=DIR (and the real one can't be reached: %v)", remote, remote, err)
	if p.misses.note(remote, why) {
		p.log.Warn("a repository is neither served nor reachable", "url", remote, "error", err)
	}
	return why
}

// repositoryPath cuts what git appends to a repository's URL.
func repositoryPath(path string) string {
	for _, tail := range []string{"/info/refs", "/git-upload-pack", "/git-receive-pack"} {
		path = strings.TrimSuffix(path, tail)
	}
	return strings.TrimSuffix(strings.TrimSuffix(path, "/"), ".git")
}

// connect opens a tunnel: to ourselves when the host has a served repository.
func (p *Proxy) connect(w http.ResponseWriter, r *http.Request) {
	host := canonicalHost(r.Host, "443")
	if p.server.repos.host(host) {
		p.intercept(w, r, host)
		return
	}
	ctx, cancel := context.WithTimeoutCause(r.Context(), reachTimeout, fmt.Errorf("no connection to %s within %s", r.Host, reachTimeout))
	defer cancel()
	real, err := p.upstream.dial(ctx, r.Host)
	if err != nil {
		p.refuse(w, p.missed("https://"+host+"/...", err))
		return
	}
	defer real.Close()
	client, buffered, err := hijack(w)
	if err != nil {
		p.log.Warn("taking over a connection", "host", host, "error", err)
		return
	}
	defer client.Close()
	if _, err := fmt.Fprint(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	splice(r.Context(), client, buffered, real)
}

// refuse puts the reason into the status line too: of a refused CONNECT it is
// all that Go's client, and so go-git, shows.
func (p *Proxy) refuse(w http.ResponseWriter, reason string) {
	client, _, err := hijack(w)
	if err != nil {
		http.Error(w, reason, http.StatusBadGateway)
		return
	}
	defer client.Close()
	line := strings.NewReplacer("\r", " ", "\n", " ").Replace(reason)
	fmt.Fprintf(client, "HTTP/1.1 502 %s\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", line, len(reason), reason)
}

// isSelf keeps a daemon that inherited its own proxy variables out of a loop.
func isSelf(proxy *url.URL, self net.Addr) bool {
	return proxy != nil && self != nil && proxy.Host == self.String()
}

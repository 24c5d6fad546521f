package git

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// intercept ends a client's TLS here, with a certificate of ours for the host
// it wanted.
func (p *Proxy) intercept(w http.ResponseWriter, r *http.Request, host string) {
	leaf, err := p.leaves.get(hostname(host))
	if err != nil {
		p.log.Error("answering for a host", "host", host, "error", err)
		p.refuse(w, err.Error())
		return
	}
	client, buffered, err := hijack(w)
	if err != nil {
		p.log.Warn("taking over a connection", "host", host, "error", err)
		return
	}
	defer client.Close()
	if _, err := fmt.Fprint(client, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	conn := tls.Server(&bufferedConn{client, buffered}, &tls.Config{
		Certificates: []tls.Certificate{*leaf},
		NextProtos:   []string{"http/1.1"},
		MinVersion:   tls.VersionTLS12,
	})
	stop := context.AfterFunc(r.Context(), func() { client.Close() })
	defer stop()
	p.serveConn(conn, host)
}

// serveConn answers the requests of one connection until it closes.
func (p *Proxy) serveConn(conn net.Conn, host string) {
	listener := &oneConn{conn: conn, closed: make(chan struct{})}
	server := &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.answer(w, r, "https", host) }),
		ReadHeaderTimeout: 30 * time.Second,
		// Longer than clients keep one (Go: 90 s): who closes first must not be us,
		// or a request that is not repeated, such as a fetch, can meet a closed connection.
		IdleTimeout: 5 * time.Minute,
		ErrorLog:    quietLog(p.log),
		ConnState: func(_ net.Conn, state http.ConnState) {
			if state == http.StateClosed || state == http.StateHijacked {
				listener.Close()
			}
		},
	}
	_ = server.Serve(listener) // ends with the connection, which is no error
}

// oneConn is a listener of one connection: how net/http takes one.
type oneConn struct {
	conn   net.Conn
	given  bool
	once   sync.Once
	closed chan struct{}
}

func (l *oneConn) Accept() (net.Conn, error) {
	if !l.given {
		l.given = true
		return l.conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

func (l *oneConn) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *oneConn) Addr() net.Addr { return l.conn.LocalAddr() }

// bufferedConn reads first what net/http had read ahead.
type bufferedConn struct {
	net.Conn
	reader *bufio.Reader
}

func (c *bufferedConn) Read(into []byte) (int, error) { return c.reader.Read(into) }

func hijack(w http.ResponseWriter) (net.Conn, *bufio.Reader, error) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, buffered.Reader, nil
}

// splice copies both ways until both sides are done or the context ends.
func splice(ctx context.Context, client net.Conn, buffered io.Reader, real net.Conn) {
	stop := context.AfterFunc(ctx, func() { client.Close(); real.Close() })
	defer stop()
	var group sync.WaitGroup
	group.Go(func() { _, _ = io.Copy(real, buffered); closeWrite(real) })
	group.Go(func() { _, _ = io.Copy(client, real); closeWrite(client) })
	group.Wait()
}

// closeWrite tells the peer that no more comes, while it may still send.
func closeWrite(conn net.Conn) {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
		return
	}
	_ = conn.Close()
}

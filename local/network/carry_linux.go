package network

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"time"
)

var loopback = netip.AddrFrom4([4]byte{127, 0, 0, 1})

// dialTimeout bounds connecting; nodes are one virtual cable away.
const dialTimeout = 5 * time.Second

// carrier takes connections across the border of the cluster's network.
type carrier struct{ listeners []net.Listener }

func (c *carrier) close() {
	for _, l := range c.listeners {
		_ = l.Close()
	}
}

// inward serves a port of the machine's loopback interface at an address inside.
func (c *carrier) inward(ns *namespace, at netip.AddrPort, port int) error {
	l, err := ns.listen(at.String())
	if err != nil {
		return err
	}
	target := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	c.serve(l, func() (net.Conn, error) { return net.DialTimeout("tcp", target, dialTimeout) })
	return nil
}

// outward serves a port inside under one of the machine's loopback interface.
func (c *carrier) outward(ns *namespace, machine, port int) error {
	at, target := net.JoinHostPort("127.0.0.1", strconv.Itoa(machine)), net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	var l net.Listener
	// The caller's thread is inside; the listener must not be.
	err := onMachine(func() (err error) {
		l, err = net.Listen("tcp", at)
		return err
	})
	if err != nil {
		return fmt.Errorf("publishing port %d as %d: %w", port, machine, err)
	}
	c.serve(l, func() (net.Conn, error) { return ns.dial(target) })
	return nil
}

// onMachine runs a function on a thread of the machine's own network. Threads
// that goroutines get by themselves are: only locked ones ever change theirs.
func onMachine(run func() error) error {
	done := make(chan error, 1)
	go func() { done <- run() }()
	return <-done
}

func (c *carrier) serve(l net.Listener, dial func() (net.Conn, error)) {
	c.listeners = append(c.listeners, l)
	go accept(l, func(conn net.Conn) {
		other, err := dial()
		if err != nil {
			_ = conn.Close() // as a host without that port would
			return
		}
		join(conn, other)
	})
}

// egress serves the API server's egress selector: HTTP CONNECT on a unix socket
// (Kubernetes' API, apiserver.k8s.io EgressSelectorConfiguration).
func (c *carrier) egress(ns *namespace, path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("placing the API server's way into the network: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return fmt.Errorf("opening the API server's way into the network: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("closing the API server's way into the network to others: %w", err)
	}
	c.listeners = append(c.listeners, l)
	go accept(l, func(conn net.Conn) { connect(ns, conn) })
	return nil
}

func connect(ns *namespace, conn net.Conn) {
	reader := bufio.NewReader(conn)
	request, err := http.ReadRequest(reader)
	if err != nil || request.Method != http.MethodConnect {
		_ = conn.Close()
		return
	}
	other, err := ns.dial(request.Host)
	if err != nil {
		fmt.Fprintf(conn, "HTTP/1.1 502 Bad Gateway\r\n\r\n%v", err)
		_ = conn.Close()
		return
	}
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = conn.Close()
		_ = other.Close()
		return
	}
	join(&buffered{conn.(*net.UnixConn), reader}, other)
}

// buffered is a connection of which a reader holds the first bytes.
type buffered struct {
	*net.UnixConn
	reader *bufio.Reader
}

func (b *buffered) Read(p []byte) (int, error) { return b.reader.Read(p) }

func accept(l net.Listener, handle func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(50 * time.Millisecond) // out of files: those that end make room
			continue
		}
		go handle(conn)
	}
}

// join copies both ways until both sides have said all. An end of one side is
// told to the other, which may still be answering.
func join(a, b net.Conn) {
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		both.Go(func() {
			_, err := io.Copy(way[0], way[1])
			if w, ok := way[0].(interface{ CloseWrite() error }); err == nil && ok {
				_ = w.CloseWrite()
				return
			}
			_ = way[0].Close()
			_ = way[1].Close()
		})
	}
	both.Wait()
	_ = a.Close()
	_ = b.Close()
}

// listen opens a listener inside; it may be used from any thread.
func (n *namespace) listen(address string) (net.Listener, error) {
	var l net.Listener
	err := n.do(func() (err error) {
		l, err = net.Listen("tcp", address)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listening on %s in the cluster's network: %w", address, err)
	}
	return l, nil
}

// dial connects from inside to a numeric address; no name is looked up there.
func (n *namespace) dial(address string) (net.Conn, error) {
	if _, err := netip.ParseAddrPort(address); err != nil {
		return nil, fmt.Errorf("connecting to %q: want an address and a port: %w", address, err)
	}
	var conn net.Conn
	err := n.do(func() (err error) {
		conn, err = net.DialTimeout("tcp", address, dialTimeout)
		return err
	})
	return conn, err
}

package network

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// place makes a router for one test, and takes it away.
func place(t *testing.T, reach ...int) (path, egress string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("network namespaces need root")
	}
	dir := t.TempDir()
	path, egress = filepath.Join(dir, "network"), filepath.Join(dir, "e.sock")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	router := Router{Path: path, Addr: netip.MustParsePrefix("10.7.0.1/16"), Egress: egress, Reach: reach}
	go func() { done <- router.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := Remove(path); err != nil {
			t.Error(err)
		}
		if kept(path) {
			t.Errorf("%s is still mounted", path)
		}
	})
	eventually(t, "the router", func() error {
		_, err := os.Stat(egress) // made last
		return err
	})
	return path, egress
}

func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if err = try(); err == nil {
			return
		}
	}
	t.Fatalf("waited 10s for %s: %v", what, err)
}

// attach runs a function on a host of the network.
func attach(t *testing.T, a Attachment, use func(*Host) error) {
	t.Helper()
	a.Gateway = netip.MustParseAddr("10.7.0.1")
	if err := a.Attach(use); err != nil {
		t.Fatal(err)
	}
}

// greet answers every connection with a word; it listens where the calling
// thread is.
func greet(t *testing.T, address, word string) (port int) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go accept(l, func(c net.Conn) {
		_, _ = io.WriteString(c, word)
		_ = c.Close()
	})
	return l.Addr().(*net.TCPAddr).Port
}

func heard(conn net.Conn, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer conn.Close()
	data, err := io.ReadAll(conn)
	return string(data), err
}

func TestHostsReachEachOtherAndWhatTheyAreGiven(t *testing.T) {
	given := greet(t, "127.0.0.1:0", "given")
	kept := greet(t, "127.0.0.1:0", "not given")
	path, egress := place(t, given)
	attach(t, Attachment{Router: path, Addr: netip.MustParsePrefix("10.7.0.10/16"), Reach: []int{given}}, func(a *Host) error {
		served := greet(t, "0.0.0.0:0", "from a")
		attach(t, Attachment{Router: path, Addr: netip.MustParsePrefix("10.7.1.11/16")}, func(b *Host) error {
			for _, test := range []struct {
				from          *Host
				address, want string
			}{
				{b, "10.7.0.10:" + strconv.Itoa(served), "from a"},
				{a, "127.0.0.1:" + strconv.Itoa(given), "given"},
				{b, "10.7.0.1:" + strconv.Itoa(given), "given"},
			} {
				if got, err := heard(test.from.Dial(test.address)); err != nil || got != test.want {
					t.Errorf("%s: heard %q, %v; want %q", test.address, got, err, test.want)
				}
			}
			for _, closed := range []int{given, kept} { // b was given nothing
				if got, err := heard(b.Dial("127.0.0.1:" + strconv.Itoa(closed))); err == nil {
					t.Errorf("b hears %q on the machine's port %d", got, closed)
				}
			}
			return nil
		})
		if got, err := connectThrough(egress, "10.7.0.10:"+strconv.Itoa(served)); err != nil || got != "from a" {
			t.Errorf("through the egress: heard %q, %v", got, err)
		}
		if got, err := connectThrough(egress, "127.0.0.1:"+strconv.Itoa(kept)); err == nil {
			t.Errorf("through the egress the machine's own port answers %q", got)
		}
		return nil
	})
}

// connectThrough speaks HTTP CONNECT, as the API server does.
func connectThrough(socket, address string) (string, error) {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", address, address)
	reader := bufio.NewReader(conn)
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", errors.New(response.Status)
	}
	data, err := io.ReadAll(reader)
	return string(data), err
}

func TestPublishedPorts(t *testing.T) {
	path, _ := place(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	_ = free.Close()
	a := Attachment{Router: path, Addr: netip.MustParsePrefix("10.7.0.3/16"), Publish: map[int]int{port: 8080}}
	attach(t, a, func(*Host) error {
		greet(t, "127.0.0.1:8080", "published")
		got := make(chan string, 1)
		go func() { // on the machine
			text, err := heard(net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(port)))
			got <- fmt.Sprint(text, err)
		}()
		if text := <-got; text != "published<nil>" {
			t.Errorf("the machine hears %q", text)
		}
		return nil
	})
	if conn, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
		_ = conn.Close()
		t.Error("the port is still published after its host has gone")
	}
	// An address can be had again at once: a node that was killed starts anew.
	attach(t, a, func(*Host) error { return nil })
}

func TestPodsRangesLeadToTheirNodes(t *testing.T) {
	path, _ := place(t)
	attach(t, Attachment{Router: path, Addr: netip.MustParsePrefix("10.7.0.10/16")}, func(a *Host) error {
		if err := a.Route(netip.MustParsePrefix("10.244.3.0/24")); err != nil {
			return err
		}
		return a.router.do(func() error {
			data, err := os.ReadFile("/proc/thread-self/net/route")
			if err == nil && !strings.Contains(string(data), "0003F40A") { // 10.244.3.0
				t.Errorf("no route:\n%s", data)
			}
			return err
		})
	})
}

func TestTheMachineStaysAsItWas(t *testing.T) {
	before, err := os.ReadFile("/proc/net/dev")
	if err != nil {
		t.Fatal(err)
	}
	path, _ := place(t)
	attach(t, Attachment{Router: path, Addr: netip.MustParsePrefix("10.7.0.10/16")}, func(*Host) error { return nil })
	after, err := os.ReadFile("/proc/net/dev")
	if err != nil {
		t.Fatal(err)
	}
	if b, a := strings.Count(string(before), "\n"), strings.Count(string(after), "\n"); a != b {
		t.Errorf("the machine had %d interfaces and has %d", b-2, a-2)
	}
}

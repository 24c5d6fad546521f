package process

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/local/supervisor"
)

// Times of a probe: how often it asks, how long one question and all of them may take.
const (
	probeEvery  = 50 * time.Millisecond
	probeOnce   = 5 * time.Second
	probeWithin = 90 * time.Second
)

// probe asks one process whether it is ready.
type probe struct {
	process string
	url     string
	address string
	client  *http.Client
}

func (w *work) probe(ctx context.Context, proc assembly.Process) (probe, error) {
	p := probe{process: w.place.cluster + "/" + proc.Name}
	if proc.Ready == nil {
		return p, nil
	}
	var err error
	if p.url, err = w.place.fill(ctx, proc, proc.Ready.HTTP); err != nil {
		return p, err
	}
	if p.address, err = w.place.fill(ctx, proc, proc.Ready.TCP); err != nil {
		return p, err
	}
	roots, err := w.roots()
	if err != nil {
		return p, err
	}
	p.client = &http.Client{Timeout: probeOnce, Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{RootCAs: roots, InsecureSkipVerify: proc.Ready.Insecure, MinVersion: tls.VersionTLS12},
	}}
	return p, nil
}

// roots trusts the cluster's own authority; there is none before the first start.
func (w *work) roots() (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	data, err := os.ReadFile(w.place.files.PKI() + "/ca.crt")
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("reading the cluster's certificate authority: %w", err)
	}
	pool.AppendCertsFromPEM(data)
	return pool, nil
}

// once asks a single time.
func (p probe) once(ctx context.Context) error {
	switch {
	case p.url != "":
		return p.get(ctx)
	case p.address != "":
		conn, err := (&net.Dialer{Timeout: probeOnce}).DialContext(ctx, "tcp", p.address)
		if err != nil {
			return err
		}
		return conn.Close()
	default:
		return nil
	}
}

func (p probe) get(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url, nil)
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 200)) // only to explain a refusal
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s %s", p.url, resp.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

// wait asks until the process is ready. The error says what was seen last and
// where the log is; a process that keeps dying is not waited for to the end.
func (p probe) wait(ctx context.Context, daemon Daemon) error {
	ctx, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	tick := time.NewTicker(probeEvery)
	defer tick.Stop()
	var last error
	for {
		err := p.once(ctx)
		if err == nil {
			return nil
		}
		if last == nil || ctx.Err() == nil { // that time ran out says nothing about the process
			last = err
		}
		if err := p.dying(ctx, daemon); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s was not ready within %s: %w\n    See 'slipway logs %s'", p.process, probeWithin, last, p.process)
		case <-tick.C:
		}
	}
}

// dying reports a process that died three times while it was waited for.
func (p probe) dying(ctx context.Context, daemon Daemon) error {
	list, err := daemon.Processes(ctx)
	if err != nil {
		return nil // the probe itself will tell
	}
	for _, s := range list {
		if s.Name == p.process && (s.Restarts >= 3 || s.State == supervisor.Failed) {
			return fmt.Errorf("%s does not stay up: %s\n%s", p.process, cmp.Or(s.LastExit, "no exit status"), tail(s.LogFile, 5))
		}
	}
	return nil
}

// tail is the last lines of a log, indented.
func tail(file string, lines int) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return "    its log cannot be read: " + err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(data)), "\n")
	return "    " + strings.Join(all[max(0, len(all)-lines):], "\n    ")
}

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
	"slices"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/local/supervisor"
)

// Timing of probes.
type Timing struct {
	Every  time.Duration // between two questions
	Once   time.Duration // one question may take
	Within time.Duration // a process has to be ready
}

func (t Timing) orDefault() Timing {
	return Timing{
		Every:  cmp.Or(t.Every, 50*time.Millisecond),
		Once:   cmp.Or(t.Once, 5*time.Second),
		Within: cmp.Or(t.Within, 90*time.Second),
	}
}

// probe asks one process whether it is ready.
type probe struct {
	process string
	url     string
	network string // of the address: tcp or unix
	address string
	client  *http.Client
	timing  Timing
}

func (w *work) probe(ctx context.Context, proc assembly.Process) (probe, error) {
	p := probe{process: w.place.cluster + "/" + proc.Name, timing: w.timing}
	if proc.Ready == nil {
		return p, nil
	}
	var err error
	if p.url, err = w.place.fill(ctx, proc, proc.Ready.HTTP); err != nil {
		return p, err
	}
	p.network, p.address = "tcp", proc.Ready.TCP
	if proc.Ready.Unix != "" {
		p.network, p.address = "unix", proc.Ready.Unix
	}
	if p.address, err = w.place.fill(ctx, proc, p.address); err != nil {
		return p, err
	}
	roots, err := w.roots()
	if err != nil {
		return p, err
	}
	p.client = &http.Client{Timeout: w.timing.Once, Transport: &http.Transport{
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
		conn, err := (&net.Dialer{Timeout: p.timing.Once}).DialContext(ctx, p.network, p.address)
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
	asking, cancel := context.WithTimeout(ctx, p.timing.Within)
	defer cancel()
	tick := time.NewTicker(p.timing.Every)
	defer tick.Stop()
	before, _ := p.status(asking, daemon) // restarts of its earlier life do not count
	var last error
	for {
		err := p.once(asking)
		if err == nil {
			return nil
		}
		if last == nil || asking.Err() == nil { // that time ran out says nothing about the process
			last = err
		}
		if err := p.dying(asking, daemon, before); err != nil {
			return err
		}
		select {
		case <-asking.Done():
			if ctx.Err() != nil {
				return fmt.Errorf("waiting for %s: %w\n    Seen last: %w", p.process, context.Cause(ctx), last)
			}
			return fmt.Errorf("%s was not ready within %s: %w\n    See 'slipway logs %s'", p.process, p.timing.Within, last, p.process)
		case <-tick.C:
		}
	}
}

// status is the process as the daemon sees it; where that cannot be told the probe itself will.
func (p probe) status(ctx context.Context, daemon Daemon) (supervisor.Status, bool) {
	list, err := daemon.Processes(ctx)
	if err != nil {
		return supervisor.Status{}, false
	}
	i := slices.IndexFunc(list, func(s supervisor.Status) bool { return s.Name == p.process })
	if i < 0 {
		return supervisor.Status{}, false
	}
	return list[i], true
}

// dying reports a process that died three times while it was waited for.
func (p probe) dying(ctx context.Context, daemon Daemon, before supervisor.Status) error {
	s, known := p.status(ctx, daemon)
	if !known || s.State != supervisor.Failed && s.Restarts-before.Restarts < 3 {
		return nil
	}
	return fmt.Errorf("%s does not stay up: %s\n%s", p.process, cmp.Or(s.LastExit, "no exit status"), tail(s.LogFile, 5))
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

// Package testcluster is a real API server for tests: etcd and kube-apiserver
// of our own distribution, one a test binary, started on first use. There is
// no controller and no node: what a test needs them to do, it does itself.
// Only tests may import it.
package testcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// Programs is the environment variable that names the folder with the programs
// etcd and kube-apiserver.
const Programs = "SLIPWAY_TEST_PROGRAMS"

// startTimeout is generous: a busy two-core machine needs 15 s, an idle one 4.
const startTimeout = 2 * time.Minute

// Cluster is shared by the tests of a package. Its zero value is ready; use
//
//	var cluster testcluster.Cluster
//
//	func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }
type Cluster struct {
	once      sync.Once
	err       error
	dir       string
	config    *rest.Config
	processes []*process
}

// Main runs the tests and takes the cluster down. When a test panics the
// kernel stops the programs, and the next run removes their data.
func (c *Cluster) Main(m *testing.M) int {
	defer c.stop()
	return m.Run()
}

// Start starts the cluster if no test has yet, and says how to reach it as an
// administrator. The config is the test's own copy.
func (c *Cluster) Start(t testing.TB) *rest.Config {
	t.Helper()
	c.once.Do(func() { c.err = c.start() })
	if c.err != nil {
		t.Fatalf("starting the test cluster: %v", c.err)
	}
	return rest.CopyConfig(c.config)
}

func (c *Cluster) start() error {
	programs, err := find()
	if err != nil {
		return err
	}
	if c.dir, err = scratch(); err != nil {
		return err
	}
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	keys, err := newKeys(c.dir)
	if err != nil {
		return fmt.Errorf("making certificates: %w", err)
	}
	c.config = keys.config(ports[2])
	if err := c.run(programs, ports); err != nil {
		c.stop()
		return err
	}
	return nil
}

func (c *Cluster) run(programs string, ports []int) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for name, args := range commands(c.dir, ports) {
		p, err := launch(programs, name, c.dir, args)
		if err != nil {
			return err
		}
		c.processes = append(c.processes, p)
	}
	return c.ready(ctx)
}

// ready polls until the server says it is, or a program has exited.
func (c *Cluster) ready(ctx context.Context) error {
	client, err := rest.HTTPClientFor(c.config)
	if err != nil {
		return err
	}
	for {
		last := ping(ctx, client, c.config.Host+"/readyz")
		if last == nil {
			return nil
		}
		for _, p := range c.processes {
			if p.exited() {
				return fmt.Errorf("%s exited: %s", p.name, p.tail())
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not ready within %s: %w", startTimeout, last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (c *Cluster) stop() {
	for i := len(c.processes) - 1; i >= 0; i-- {
		c.processes[i].kill()
	}
	if c.dir != "" {
		_ = os.RemoveAll(c.dir)
	}
}

// find locates the programs. A test that cannot run must say so, not pass.
func find() (string, error) {
	dir := os.Getenv(Programs)
	if dir == "" {
		return "", errors.New(Programs + " is not set; run the tests with `make test`, which builds the programs and sets it")
	}
	for _, name := range []string{"etcd", "kube-apiserver"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return "", fmt.Errorf("%s names a folder without %s (%w); run `make test`, which builds it", Programs, name, err)
		}
	}
	return dir, nil
}

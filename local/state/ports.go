package state

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// Ports are taken from a range that neither Linux (32768 up) nor macOS (49152
// up) uses for outgoing connections, so that none of those can sit on a port
// while its process restarts, and that ends before Kubernetes' node ports.
const (
	firstPort = 20000
	lastPort  = 29999
)

const portsFile = "ports.json"

// Ports hands out ports on 127.0.0.1 by name and remembers them.
type Ports struct {
	dir  Dir
	ours func(pid int) bool
}

// Ports opens the platform's ports. ours says whether a pid is a process of
// this platform: a port such a process listens on keeps its name. nil means
// that none runs.
func (d Dir) Ports(ours func(pid int) bool) *Ports {
	if ours == nil {
		ours = func(int) bool { return false }
	}
	return &Ports{d, ours}
}

// Port returns the port of a name such as "dev/apiserver". It stays the same
// from run to run unless a stranger took it. No two names get the same port,
// of this platform or another under the same root.
func (p *Ports) Port(ctx context.Context, name string) (int, error) {
	release, err := p.lock(ctx)
	if err != nil {
		return 0, err
	}
	defer release()
	taken, err := p.load()
	if err != nil {
		return 0, err
	}
	if port, ok := taken[name]; ok && p.usable(ctx, port) {
		return port, nil
	}
	port, err := p.pick(ctx, taken)
	if err != nil {
		return 0, fmt.Errorf("choosing a port for %s: %w", name, err)
	}
	taken[name] = port
	return port, p.save(taken)
}

// Release forgets a name; its port may be given to another.
func (p *Ports) Release(ctx context.Context, name string) error {
	release, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	taken, err := p.load()
	if err != nil {
		return err
	}
	delete(taken, name)
	return p.save(taken)
}

// All returns every name and its port.
func (p *Ports) All() (map[string]int, error) { return p.load() }

// lock is one lock for all platforms under a root: a port that was given out
// but is not listened on yet looks free to everyone else.
func (p *Ports) lock(ctx context.Context) (func(), error) {
	if err := p.dir.Create(); err != nil {
		return nil, err
	}
	return Exclusive(ctx, filepath.Join(filepath.Dir(p.dir.path), ".ports.lock"))
}

func (p *Ports) load() (map[string]int, error) {
	taken, err := readPorts(p.dir.Join(portsFile))
	if err != nil {
		return nil, fmt.Errorf("reading the ports in use: %w", err)
	}
	return taken, nil
}

func (p *Ports) save(taken map[string]int) error {
	data, err := json.MarshalIndent(taken, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the ports in use: %w", err)
	}
	return WriteFile(p.dir.Join(portsFile), append(data, '\n'), 0o600)
}

func readPorts(path string) (map[string]int, error) {
	taken := map[string]int{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return taken, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &taken); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return taken, nil
}

// pick walks the range from a random place: platforms under different roots
// cannot see each other's files, and so seldom meet.
func (p *Ports) pick(ctx context.Context, taken map[string]int) (int, error) {
	used := p.foreign()
	for _, port := range taken {
		used[port] = true
	}
	const size = lastPort - firstPort + 1
	start := rand.IntN(size)
	for i := range size {
		port := firstPort + (start+i)%size
		if !used[port] && free(ctx, port) {
			return port, nil
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("none between %d and %d is free", firstPort, lastPort)
}

// foreign returns the ports of the other platforms. A file that cannot be read
// is passed over: a broken neighbour must not stop this platform.
func (p *Ports) foreign() map[int]bool {
	used := map[int]bool{}
	files, _ := filepath.Glob(filepath.Join(globQuote(filepath.Dir(p.dir.path)), "*", portsFile))
	for _, file := range files {
		if file == p.dir.Join(portsFile) {
			continue
		}
		ports, _ := readPorts(file)
		for _, port := range ports {
			used[port] = true
		}
	}
	return used
}

// usable says whether a remembered port can be kept: nobody has it, or a
// process of this platform or of a group such a process leads.
func (p *Ports) usable(ctx context.Context, port int) bool {
	if free(ctx, port) {
		return true
	}
	for _, pid := range listeners(ctx, port) {
		if p.ours(pid) {
			return true
		}
		if group, err := unix.Getpgid(pid); err == nil && p.ours(group) {
			return true
		}
	}
	return false
}

// free dials before it listens: macOS lets one listen on 127.0.0.1 although
// another process has the same port on all addresses.
func free(ctx context.Context, port int) bool {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	dialer := net.Dialer{Timeout: time.Second}
	if conn, err := dialer.DialContext(ctx, "tcp", address); err == nil {
		_ = conn.Close()
		return false
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return false
	}
	return l.Close() == nil
}

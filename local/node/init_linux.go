package node

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Init is the first process of a node, PID 1 in its namespaces: it gives the
// node mounts of its own, then keeps containerd, kubelet and kube-proxy alive
// until ctx ends. The kernel ends the rest when it returns.
func Init(ctx context.Context, file string) error {
	if os.Getpid() != 1 {
		return errors.New("this is a part of 'slipway up' and runs in namespaces of its own only")
	}
	c, err := ReadConfig(file)
	if err != nil {
		return err
	}
	if err := c.mounts(); err != nil {
		return fmt.Errorf("mounting the file systems of %s: %w", c.Name, err)
	}
	if err := unix.Sethostname([]byte(c.Name)); err != nil {
		return fmt.Errorf("naming the host %s: %w", c.Name, err)
	}
	if err := os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644); err != nil {
		return fmt.Errorf("letting %s forward packets: %w", c.Name, err)
	}
	i := &initProcess{waiting: map[int]chan struct{}{}}
	go i.reap(ctx)
	var all sync.WaitGroup
	for _, p := range c.programs() {
		all.Go(func() { i.keep(ctx, p) })
	}
	all.Wait()
	return nil
}

// mounts makes what differs from the machine: processes, /run, and the logs
// and the CNI's notes that kubelet and containerd write to fixed places.
func (c Config) mounts() error {
	// First nothing goes out; then mounts are shared within the node, which is
	// what pods that mount for others need.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return err
	}
	for _, dir := range []string{"/run", "/var/log", "/var/lib/cni", "/var/lib/kubelet"} {
		if err := c.cover(dir); err != nil {
			return err
		}
	}
	// No name of the outside can be looked up, and asking must fail at once.
	if err := c.bind(c.path("resolv.conf"), "/etc/resolv.conf"); err != nil {
		return err
	}
	return unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, "")
}

func (c Config) bind(from, over string) error {
	real, err := filepath.EvalSymlinks(over)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return unix.Mount(from, real, "", unix.MS_BIND, "")
}

// cover lays an empty file system over a directory, unless the node's own data
// is below it: then the machine's stays in sight.
func (c Config) cover(dir string) error {
	real, err := filepath.EvalSymlinks(dir)
	if errors.Is(err, os.ErrNotExist) {
		return os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return err
	}
	for _, needed := range []string{c.Dir, c.Kube, c.CA, c.Kubelet} {
		if strings.HasPrefix(needed, real+"/") {
			return nil
		}
	}
	return unix.Mount("tmpfs", real, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755")
}

// program is one that the node keeps alive.
type program struct {
	name  string
	args  []string
	needs func(context.Context) bool // waits for what must be there first; false: ctx ended
}

func (c Config) programs() []program {
	var labels []string
	for key, value := range c.Labels {
		labels = append(labels, key+"="+value)
	}
	slices.Sort(labels)
	return []program{
		{name: "containerd", args: []string{"containerd", "--config", c.path("containerd.toml"), "--log-level", "warn"}},
		{name: "kubelet", needs: c.expected, args: []string{
			filepath.Join(c.Kube, "kubelet"), "--config=" + c.path("kubelet.yaml"), "--kubeconfig=" + c.Kubelet,
			"--hostname-override=" + c.Name, "--node-ip=" + c.Address.Addr().String(), "--node-labels=" + strings.Join(labels, ","),
			"--root-dir=" + c.path("kubelet"), "--cert-dir=" + c.path("kubelet", "pki"), "--v=1",
		}},
		{name: "kube-proxy", args: []string{filepath.Join(c.Kube, "kube-proxy"), "--config=" + c.path("proxy.yaml")}},
	}
}

// initProcess knows the children of PID 1, which inherits every orphan of the
// node: it alone may wait, and tells who waits for one of its own.
type initProcess struct {
	mu      sync.Mutex
	waiting map[int]chan struct{}
}

// keep runs a program until ctx ends, again whenever it ends.
func (i *initProcess) keep(ctx context.Context, p program) {
	for delay := 100 * time.Millisecond; ; delay = min(2*delay, 5*time.Second) {
		if p.needs != nil && !p.needs(ctx) {
			return
		}
		begun := time.Now()
		ended, err := i.start(p)
		if err != nil {
			fmt.Fprintf(os.Stderr, "starting %s: %v\n", p.name, err)
		} else {
			select {
			case <-ended:
			case <-ctx.Done():
				return
			}
			fmt.Fprintf(os.Stderr, "%s ended and is started again\n", p.name)
		}
		if time.Since(begun) > 10*time.Second {
			delay = 100 * time.Millisecond
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(delay):
		}
	}
}

func (i *initProcess) start(p program) (<-chan struct{}, error) {
	path, err := lookPath(p.args[0])
	if err != nil {
		return nil, err
	}
	i.mu.Lock() // the reaper must not see its end before its name is known
	defer i.mu.Unlock()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	process, err := os.StartProcess(path, p.args, &os.ProcAttr{Files: []*os.File{null, os.Stdout, os.Stderr}, Env: os.Environ()})
	if err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	i.waiting[process.Pid] = ended
	return ended, process.Release()
}

// reap waits for whatever ends. A look every so often costs nothing and, unlike
// signals, cannot be missed.
func (i *initProcess) reap(ctx context.Context) {
	for ctx.Err() == nil {
		i.mu.Lock()
		pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil)
		if ended, ok := i.waiting[pid]; ok && err == nil {
			delete(i.waiting, pid)
			close(ended)
		}
		i.mu.Unlock()
		if pid <= 0 {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// expected waits for what the kubelet needs: containerd, and the network of its
// pods, which is there when the node is known to the API server. So the Node is
// the one that was asked for and not one that the kubelet made up.
func (c Config) expected(ctx context.Context) bool {
	return eventually(ctx, func() bool {
		conn, err := net.Dial("unix", socket)
		if err == nil {
			_ = conn.Close()
			_, err = os.Stat(c.path(podsNetwork))
		}
		return err == nil
	})
}

// eventually asks until the answer is yes, or ctx ends.
func eventually(ctx context.Context, yes func() bool) bool {
	for !yes() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

func lookPath(name string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	return exec.LookPath(name)
}

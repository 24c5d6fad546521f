package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/local/network"
)

// Run is a node until ctx ends. inner is the command of this program that calls
// Init, to which the path of the node's file is added.
func Run(ctx context.Context, file string, inner ...string) error {
	c, err := ReadConfig(file)
	if err != nil {
		return err
	}
	plugins, err := pluginsDir()
	if err != nil {
		return err
	}
	if err := removeCgroups(c.cgroup()); err != nil {
		return err
	}
	if err := c.makeCgroup(); err != nil {
		return err
	}
	if err := c.write(plugins); err != nil {
		return err
	}
	reach := []int{c.APIServer}
	if c.Registry != 0 {
		reach = append(reach, c.Registry)
	}
	err = network.Attachment{Router: c.Network, Addr: c.Address, Gateway: c.Gateway, Reach: reach}.Attach(func(h *network.Host) error {
		return c.run(ctx, h, append(inner, file))
	})
	return errors.Join(err, removeCgroups(c.cgroup()))
}

// run starts the node's first process and helps it with what can only be done
// from outside: what the API server says about the node.
func (c Config) run(ctx context.Context, h *network.Host, inner []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("starting the node %s: %w", c.Name, err)
	}
	cmd := exec.CommandContext(ctx, self, inner...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	api, err := newClient(c)
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the node %s: %w", c.Name, err)
	}
	go c.connect(ctx, api, h)
	err = cmd.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("the node %s ended: %w", c.Name, err)
}

// connect waits for the node's share of the pods' range, which the
// controller-manager gives out, and makes it known to the CNI and the router.
func (c Config) connect(ctx context.Context, api *client, h *network.Host) {
	for {
		n, err := api.node(ctx)
		if err == nil && n.Spec.PodCIDR.IsValid() {
			if err = h.Route(n.Spec.PodCIDR); err == nil {
				if err = c.install(n.Spec.PodCIDR); err == nil {
					return
				}
			}
			fmt.Fprintf(os.Stderr, "connecting the pods of %s: %v\n", c.Name, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// install writes the CNI's configuration under its name only when it is whole.
func (c Config) install(share netip.Prefix) error {
	file := c.path(podsNetwork)
	if err := os.WriteFile(file+".new", c.network(share), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}

// client asks the API server about the node, as the node.
type client struct {
	http *http.Client
	url  string
}

// nodeObject is what of a Node matters here.
type nodeObject struct {
	Spec struct {
		PodCIDR netip.Prefix `json:"podCIDR"`
	} `json:"spec"`
}

func newClient(c Config) (*client, error) {
	cfg, err := clientcmd.BuildConfigFromFlags("", c.Kubelet)
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig of %s: %w", c.Name, err)
	}
	cfg.Timeout = 5 * time.Second
	h, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig of %s: %w", c.Name, err)
	}
	return &client{h, cfg.Host + "/api/v1/nodes/" + c.Name}, nil
}

func (c *client) node(ctx context.Context) (nodeObject, error) {
	var n nodeObject
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url, nil)
	if err != nil {
		return n, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return n, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return n, fmt.Errorf("asking for the node: %s", response.Status)
	}
	return n, json.NewDecoder(response.Body).Decode(&n)
}

// pluginsDir is where the CNI plugins are: Debian's place, then upstream's.
func pluginsDir() (string, error) {
	for _, dir := range []string{"/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"} {
		if _, err := os.Stat(filepath.Join(dir, "bridge")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("the CNI plugins are not installed\n    Install them, for example: apt-get install containernetworking-plugins")
}

// Clean removes what nodes and network of a cluster have left that no longer
// run: network is where the cluster's network is kept. Nothing to remove is no error.
func Clean(networkPath string) error {
	return errors.Join(removeCgroups(ControlGroup(networkPath)), network.Remove(networkPath))
}

// Package local runs a compiled platform on this machine: it takes the
// platform's lock, builds the programs that are needed, starts the daemon that
// keeps them alive, serves local folders as Git repositories and executes the
// assembly. What a cluster is made of is decided elsewhere (compile); this
// package only brings it to life and takes it away again.
package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/local/daemon"
	"slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/pki"
	"slipway.dev/slipway/local/registry"
	"slipway.dev/slipway/local/state"
)

// Platform is one platform on this machine.
type Platform struct {
	Name  string
	State state.Dir
	// Build names the program that runs: a daemon of another build is replaced. "" accepts every one.
	Build string

	free func(dir string) (uint64, error) // bytes left on a disk; nil asks the system
}

// Open finds a platform by name; it need not exist yet.
func Open(name string) (*Platform, error) {
	dir, err := state.For(name)
	if err != nil {
		return nil, fmt.Errorf("finding the state of %s: %w", name, err)
	}
	return &Platform{Name: name, State: dir}, nil
}

// ErrNone says that no platform, or not this one, was ever started here.
var ErrNone = errors.New("no platform runs here")

// Find opens the platform that a command means: by name, or the only one there is.
func Find(name string) (*Platform, error) {
	known, err := state.List()
	if err != nil {
		return nil, fmt.Errorf("listing platforms: %w", err)
	}
	switch {
	case name != "" && !slices.Contains(known, name):
		return nil, fmt.Errorf("%w: %s is not known on this machine\n    Start it with 'slipway up'; known: %s", ErrNone, name, list(known))
	case name != "":
		return Open(name)
	case len(known) == 0:
		return nil, fmt.Errorf("%w\n    Start one with 'slipway up'", ErrNone)
	case len(known) > 1:
		return nil, fmt.Errorf("%d platforms are known here: name one with --platform\n    Known: %s", len(known), list(known))
	default:
		return Open(known[0])
	}
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Assembly is what the platform was last started as.
func (p *Platform) Assembly() (*assembly.Assembly, error) {
	a, err := assembly.Read(p.State.Join("assembly"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s was never started to the end of its compile", ErrNone, p.Name)
	}
	return a, err
}

// Nodes is what the platform's nodes were last asked to be, "" if never: real,
// simulated or auto.
func (p *Platform) Nodes() string {
	data, err := os.ReadFile(p.State.Join("nodes"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// Clusters are the names of the clusters that were started.
func (p *Platform) Clusters() ([]string, error) {
	entries, err := os.ReadDir(p.State.Join("clusters"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing the clusters of %s: %w", p.Name, err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Daemon is a client of the platform's daemon, which may not be running.
func (p *Platform) Daemon() (*daemon.Client, error) {
	c, err := daemon.NewClient(p.State, p.Build)
	if err != nil {
		return nil, fmt.Errorf("finding the daemon of %s: %w", p.Name, err)
	}
	return c, nil
}

// Git is a client of the daemon's Git service.
func Git(d *daemon.Client) *git.Client {
	return git.NewClient(d.HTTP("git"))
}

// RegistryPort is the port of the daemon's image registry on 127.0.0.1.
func RegistryPort(ctx context.Context, d *daemon.Client) (int, error) {
	client, base := d.HTTP("registry")
	return registry.Port(ctx, client, base)
}

// Images are the platform's images; they can be written before it runs.
func (p *Platform) Images() (*registry.Store, error) { return registry.Of(p.State) }

// Administrator is the identity that people and commands use on a local
// cluster. Slipway's own deployer has another, so that the audit log tells them apart.
const (
	Administrator = "kubernetes-admin"
	deployerUser  = "slipway"
	adminGroup    = "system:masters"
)

// Kubeconfig is a kubeconfig for a cluster of the platform, as an administrator
// or as anyone else: a user name and groups.
func (p *Platform) Kubeconfig(cluster, user string, groups ...string) ([]byte, error) {
	files := p.State.Cluster(cluster)
	if _, err := os.Stat(filepath.Join(files.PKI(), "ca.crt")); err != nil {
		return nil, fmt.Errorf("%w: %s has no cluster %s on this machine", ErrNone, p.Name, cluster)
	}
	ca, err := pki.EnsureCA(files.PKI(), "ca")
	if err != nil {
		return nil, fmt.Errorf("reading the authority of %s: %w", cluster, err)
	}
	// Looking never moves a port: while the API server restarts its port looks
	// free or foreign, and only who starts it may decide that it is lost.
	ports, err := p.State.Ports(nil).All()
	if err != nil {
		return nil, fmt.Errorf("finding the API server of %s: %w", cluster, err)
	}
	port, known := ports[cluster+"/apiserver"]
	if !known {
		return nil, fmt.Errorf("%w: the API server of %s was never started", ErrNone, cluster)
	}
	return ca.Kubeconfig("user-"+fileName(user, groups), pki.Kubeconfig{
		Context: p.ContextName(cluster), Server: fmt.Sprintf("https://127.0.0.1:%d", port),
		Subject: pki.Subject{CN: user, Orgs: groups},
	})
}

// ContextName is the name of a cluster's context in a kubeconfig.
func (p *Platform) ContextName(cluster string) string {
	return "slipway-" + p.Name + "-" + cluster
}

// fileName makes a file's name of an identity.
func fileName(user string, groups []string) string {
	clean := func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}
	return strings.Map(clean, strings.ToLower(strings.Join(append([]string{user}, groups...), "-")))
}

// Client is a client configuration for a cluster as its administrator.
func (p *Platform) Client(cluster string) (*rest.Config, error) {
	return p.clientFor(cluster, Administrator)
}

func (p *Platform) clientFor(cluster, user string) (*rest.Config, error) {
	data, err := p.Kubeconfig(cluster, user, adminGroup)
	if err != nil {
		return nil, err
	}
	cfg, err := clientcmd.RESTConfigFromKubeConfig(data)
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig of %s: %w", cluster, err)
	}
	cfg.QPS = -1 // the API server decides how much it takes
	cfg.UserAgent = "slipway"
	return cfg, nil
}

// daemonCommand is how the daemon is started: this program again.
func daemonCommand(dir state.Dir) func() *exec.Cmd {
	return func() *exec.Cmd { return exec.Command(self(), "daemon", dir.Path()) }
}

// self is this program.
func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

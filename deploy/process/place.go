package process

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/local/pki"
	"slipway.dev/slipway/local/state"
)

// apiserverPort is the name of the port that kubeconfigs lead to.
const apiserverPort = "apiserver"

// place is where the processes of one cluster run: it turns what a unit says
// into what this machine has.
type place struct {
	cluster  string
	platform string
	files    state.Cluster
	ports    *state.Ports      // nil while units are only compared: then nothing is given out or written
	programs map[string]string // directory of each program
	self     string            // this program, for its hidden commands
	git      map[string]string // environment for processes that read Git
	registry int               // port of the platform's images
	ca       *pki.CA
	kept     map[string]int // the ports as they were given out before
	used     map[string]int // ports that were named, by name; they do not move while the unit is applied
}

// settle goes over from comparing to applying: it makes the cluster's keys
// where there are none, and from here on a port that a stranger took moves.
func (p *place) settle(ports *state.Ports) error {
	p.ports = ports
	var err error
	if p.ca, err = pki.EnsureCA(p.files.PKI(), "ca"); err != nil {
		return fmt.Errorf("making the cluster's certificate authority: %w", err)
	}
	front, err := pki.EnsureCA(p.files.PKI(), "front-proxy-ca")
	if err != nil {
		return fmt.Errorf("making the front proxy's certificate authority: %w", err)
	}
	if _, err := front.Client("front-proxy-client", pki.Subject{CN: "front-proxy-client"}); err != nil {
		return fmt.Errorf("making the front proxy's certificate: %w", err)
	}
	if _, err := pki.EnsureServiceAccountKey(p.files.PKI(), "sa"); err != nil {
		return fmt.Errorf("making the service account keys: %w", err)
	}
	if _, err := p.ca.Client("apiserver-kubelet-client", pki.Subject{CN: "kube-apiserver-kubelet-client", Orgs: []string{"system:masters"}}); err != nil {
		return fmt.Errorf("making the API server's certificate for kubelets: %w", err)
	}
	return p.settleEtcd()
}

// settleEtcd makes an authority for etcd alone: what the cluster's own one
// signs, every account and every team, must not open the database.
func (p *place) settleEtcd() error {
	ca, err := pki.EnsureCA(p.files.PKI(), "etcd-ca")
	if err != nil {
		return fmt.Errorf("making etcd's certificate authority: %w", err)
	}
	if _, err := ca.Server("etcd", pki.Subject{CN: "etcd"}, hosts([]string{"127.0.0.1", "localhost"})); err != nil {
		return fmt.Errorf("making etcd's certificate: %w", err)
	}
	if _, err := ca.Client("apiserver-etcd-client", pki.Subject{CN: "kube-apiserver"}); err != nil {
		return fmt.Errorf("making the API server's certificate for etcd: %w", err)
	}
	return nil
}

// secret is a random text that stays the same for the cluster; only its owner can read the file.
func (p *place) secret(name string) (string, error) {
	file := filepath.Join(p.files.Path(), "secrets", name)
	if kept, err := os.ReadFile(file); err == nil && len(kept) > 0 {
		return string(kept), nil
	}
	made := rand.Text()
	if err := state.WriteFile(file, []byte(made), 0o600); err != nil {
		return "", fmt.Errorf("keeping the secret %s: %w", name, err)
	}
	return made, nil
}

// serve issues the server certificates that a process asks for, into its directory.
func (p *place) serve(proc assembly.Process) error {
	for _, c := range proc.Serving {
		pair, err := p.ca.Server(proc.Name+"-"+c.Name, pki.Subject{CN: proc.Name}, hosts(c.Hosts))
		if err != nil {
			return fmt.Errorf("issuing the certificate %s of %s: %w", c.Name, proc.Name, err)
		}
		for from, ending := range map[string]string{pair.Cert: ".crt", pair.Key: ".key"} {
			data, err := os.ReadFile(from)
			if err != nil {
				return fmt.Errorf("reading the certificate of %s: %w", proc.Name, err)
			}
			if err := replace(filepath.Join(p.dir(proc.Name), c.Name+ending), data); err != nil {
				return err
			}
		}
	}
	return nil
}

func hosts(names []string) pki.Hosts {
	var h pki.Hosts
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			h.IPs = append(h.IPs, ip)
		} else {
			h.DNS = append(h.DNS, n)
		}
	}
	return h
}

// identify writes the kubeconfig of a process and returns its path.
func (p *place) identify(ctx context.Context, name string, id assembly.Identity) (string, error) {
	path := p.kubeconfig(name)
	if p.ports == nil {
		return path, nil
	}
	port, err := p.port(ctx, apiserverPort)
	if err != nil {
		return "", err
	}
	return path, p.ca.WriteKubeconfig(path, name+"-client", pki.Kubeconfig{
		Context: "slipway-" + p.platform + "-" + p.cluster,
		Server:  "https://127.0.0.1:" + strconv.Itoa(port),
		Subject: pki.Subject{CN: id.User, Orgs: id.Groups},
	})
}

// identity is one of a process's, with the name that its kubeconfig has.
func identity(proc assembly.Process, name string) (string, *assembly.Identity) {
	if name == "" {
		return proc.Name, proc.Identity
	}
	if id, ok := proc.Identities[name]; ok {
		return proc.Name + "." + name, &id
	}
	return "", nil
}

func (p *place) kubeconfig(process string) string {
	return filepath.Join(p.files.Path(), "kubeconfigs", process+".kubeconfig")
}

func (p *place) dir(process string) string { return p.files.Data(process) }

// errNoPort says that a port was never given out, which comparing must not do.
var errNoPort = errors.New("has no port yet")

func (p *place) port(ctx context.Context, name string) (int, error) {
	if n, ok := p.used[name]; ok {
		return n, nil
	}
	if p.ports == nil {
		if n, ok := p.kept[p.cluster+"/"+name]; ok {
			return n, nil
		}
		return 0, fmt.Errorf("%s %w", name, errNoPort)
	}
	n, err := p.ports.Port(ctx, p.cluster+"/"+name)
	if err != nil {
		return 0, fmt.Errorf("finding a port for %s: %w", name, err)
	}
	p.used[name] = n
	return n, nil
}

var placeholder = regexp.MustCompile(`\$\{([a-z]+)(?:\.([a-z0-9-]+))?\}`)

// fill replaces the placeholders of a text; what it does not know is an error.
func (p *place) fill(ctx context.Context, proc assembly.Process, text string) (string, error) {
	var failed error
	out := placeholder.ReplaceAllStringFunc(text, func(token string) string {
		m := placeholder.FindStringSubmatch(token)
		value, err := p.value(ctx, proc, m[1], m[2])
		if err != nil && failed == nil {
			failed = fmt.Errorf("%s in process %s: %w", token, proc.Name, err)
		}
		return value
	})
	return out, failed
}

func (p *place) value(ctx context.Context, proc assembly.Process, kind, name string) (string, error) {
	switch kind {
	case "port":
		n, err := p.port(ctx, name)
		return strconv.Itoa(n), err
	case "dir":
		return p.dir(proc.Name), nil
	case "pki":
		return p.files.PKI(), nil
	case "kubeconfig":
		who, id := identity(proc, name)
		if id == nil {
			return "", fmt.Errorf("the process has no identity of that name")
		}
		return p.identify(ctx, who, *id)
	case "network":
		return p.files.Network(), nil
	case "shared":
		if name != "" {
			return p.files.Socket("network", name)
		}
	case "sockets":
		if name != "" {
			return p.files.Sockets(name, p.ports != nil)
		}
	case "self":
		if name == "" {
			return p.self, nil
		}
	case "program":
		dir, ok := p.programs[name]
		if !ok {
			return "", fmt.Errorf("the program %q was not asked for", name)
		}
		return dir, nil
	case "registry":
		if name == "" && p.registry != 0 {
			return strconv.Itoa(p.registry), nil
		}
		return "", fmt.Errorf("the platform has no registry")
	case "socket":
		if name != "" {
			return p.files.Socket(proc.Name, name)
		}
	case "secret":
		if name != "" {
			return p.secret(name)
		}
	}
	return "", fmt.Errorf("unknown placeholder")
}

// outputs are what the unit tells the units that bind to it.
func (p *place) outputs() deploy.Outputs {
	out := deploy.Outputs{"ca": base64.StdEncoding.EncodeToString(p.ca.PEM())}
	for name, n := range p.used {
		out["port."+name] = strconv.Itoa(n)
	}
	return out
}

// replace writes a file for its owner only, and leaves an equal one alone.
func replace(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && slices.Equal(old, data) {
		return nil
	}
	if err := state.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("writing %s: %w", filepath.Base(path), err)
	}
	return nil
}

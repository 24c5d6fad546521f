package assembly

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Process is one upstream program that runs beside a local control plane. Its
// strings may hold placeholders that only the machine knows:
//
//	${port.NAME}     a TCP port on 127.0.0.1, the same for every process of the cluster
//	${dir}           the process's own directory, kept across restarts
//	${pki}           the cluster's PKI directory: ca.crt, ca.key, sa.pub, sa.key,
//	                 front-proxy-ca.crt, front-proxy-client.crt, front-proxy-client.key,
//	                 etcd-ca.crt, etcd.crt, etcd.key, apiserver-etcd-client.crt, apiserver-etcd-client.key,
//	                 apiserver-kubelet-client.crt, apiserver-kubelet-client.key
//	${secret.NAME}   a random text, the same for every process of the cluster; for Files and Env
//	                 only, since everybody on the machine can read arguments
//	${socket.NAME}   the path of a unix socket of the process, short enough for one
//	${shared.NAME}   the path of a unix socket, the same for every process of the cluster
//	${sockets.NAME}  a folder for unix sockets, the same for every process of the cluster; short
//	                 enough for those whose name has no more than 24 characters
//	${self}          the path of the program that slipway itself is
//	${network}       where the cluster's own network is kept
//	${kubeconfig}    a kubeconfig file for the process's Identity
//	${registry}      the TCP port of the platform's image registry on 127.0.0.1
//	${kubeconfig.NAME} a kubeconfig file for one of its other Identities
//	${program.NAME}  the directory that holds a program of the distribution
//
// A unit of processes hands out these outputs, for the bindings of other units:
//
//	port.NAME        the number behind ${port.NAME}, for every port its processes name
//	ca               the cluster's CA as base64 of PEM, the way a caBundle field wants it
type Process struct {
	Name     string            `yaml:"name"`              // unique in the cluster: "kube-apiserver"
	Program  string            `yaml:"program,omitempty"` // program of the distribution, or Self; "" means Command is found on the machine's PATH
	Command  string            `yaml:"command"`           // one of the names the program provides
	Args     []string          `yaml:"args,omitempty"`
	Env      map[string]string `yaml:"env,omitempty"`
	Path     []string          `yaml:"path,omitempty"`     // programs of the distribution that the process must find on its PATH
	Identity *Identity         `yaml:"identity,omitempty"` // who it is to the API server
	// Identities are others that parts of it have, by name.
	Identities map[string]Identity `yaml:"identities,omitempty"`
	After      []string            `yaml:"after,omitempty"`   // processes of the same unit that must be ready first
	Files      map[string]string   `yaml:"files,omitempty"`   // files written into ${dir} before the start, by relative name
	Serving    []Certificate       `yaml:"serving,omitempty"` // server certificates issued by the cluster's CA into ${dir}
	Ready      *Probe              `yaml:"ready,omitempty"`   // nil: ready as soon as it runs
	// Git says that the process reads Git repositories: its environment then leads
	// it to the folders that are served here in place of remote ones, and makes it trust them.
	Git bool `yaml:"git,omitempty"`
	// Push is a URL of the process that wants to hear of every commit, in GitHub's push webhook format.
	Push string `yaml:"push,omitempty"`
	// Network makes the process a host of the cluster's own network, where it
	// reaches nodes, pods and nothing else; nil leaves it on the machine.
	Network *Network `yaml:"network,omitempty"`
}

// Published are the machine's port and the process's own: "web:8080" is web and 8080,
// "web" is web and nothing.
func Published(entry string) (name, own string) {
	name, own, _ = strings.Cut(entry, ":")
	return name, own
}

// Self is the program that slipway itself is: its hidden commands.
const Self = "slipway"

// Network is a process's place in the cluster's own network. The process's
// loopback interface is its own: what else it uses there must be named.
type Network struct {
	Address string   `yaml:"address"`         // its own, with the prefix of all hosts: 10.0.0.3/16
	Gateway string   `yaml:"gateway"`         // the router's
	Reach   []string `yaml:"reach,omitempty"` // ports of the machine that are served on its loopback interface, by name
	// Publish are its own ports that are served on the machine's, by name: "web",
	// or "web:8080" where its own has another number.
	Publish []string `yaml:"publish,omitempty"`
	DNS     string   `yaml:"dns,omitempty"` // name server of the cluster
}

// Identity is a user and groups in the API server's eyes.
type Identity struct {
	User   string   `yaml:"user"`
	Groups []string `yaml:"groups,omitempty"`
}

// ServiceAccount is the identity of a service account. A client certificate
// with these names authenticates exactly as the account does (Kubernetes
// documentation, "Authenticating": service account usernames and groups).
func ServiceAccount(namespace, name string) *Identity {
	return &Identity{
		User:   "system:serviceaccount:" + namespace + ":" + name,
		Groups: []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace},
	}
}

// Certificate is a server certificate: ${dir}/NAME.crt and ${dir}/NAME.key.
type Certificate struct {
	Name  string   `yaml:"name"`
	Hosts []string `yaml:"hosts"` // DNS names and IP addresses
}

// Probe tells when a process is ready. Exactly one of HTTP, TCP and Unix is set.
type Probe struct {
	HTTP string `yaml:"http,omitempty"` // URL that answers 200; https is verified against the cluster's CA unless Insecure
	TCP  string `yaml:"tcp,omitempty"`  // host:port that accepts
	Unix string `yaml:"unix,omitempty"` // path of a unix socket that accepts
	// Insecure skips verification, for programs that make their own certificate.
	Insecure bool `yaml:"insecure,omitempty"`
}

// ProcessList is the content of a process unit's processes.yaml.
type ProcessList struct {
	Processes []Process `yaml:"processes"`
}

// Encode writes the list as a process unit's processes.yaml.
func (l ProcessList) Encode() ([]byte, error) {
	data, err := encode(l)
	if err != nil {
		return nil, fmt.Errorf("writing processes: %w", err)
	}
	return data, nil
}

// Programs are the programs of the distribution that the processes need, sorted.
func (l ProcessList) Programs() []string {
	seen := map[string]bool{}
	for _, p := range l.Processes {
		for _, name := range append([]string{p.Program}, p.Path...) {
			seen[name] = name != "" && name != Self
		}
		for _, text := range slices.Concat(p.Args, slices.Collect(maps.Values(p.Env)), slices.Collect(maps.Values(p.Files))) {
			for _, m := range programToken.FindAllStringSubmatch(text, -1) {
				seen[m[1]] = true
			}
		}
	}
	maps.DeleteFunc(seen, func(_ string, needed bool) bool { return !needed })
	return slices.Sorted(maps.Keys(seen))
}

var programToken = regexp.MustCompile(`\$\{program\.([a-z0-9-]+)\}`)

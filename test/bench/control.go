package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/local/pki"
)

// rawControlPlane is etcd and kube-apiserver with the fewest flags, started by
// nobody but this program: the least that a control plane can take, and a
// server that two deployers can be compared on.
type rawControlPlane struct {
	kubeconfig string
	ready      time.Duration // from the start of etcd to /readyz
	processes  []*exec.Cmd
}

// startRaw starts the programs that Slipway would start.
func (b *bench) startRaw(ctx context.Context) (*rawControlPlane, error) {
	out, err := b.command(ctx, b.slipway, "programs", "--dir", "kube").Output()
	if err != nil {
		return nil, fmt.Errorf("finding the control plane's programs: %w", err)
	}
	programs := strings.TrimSpace(string(out))
	dir, err := os.MkdirTemp(b.dir, "raw-")
	if err != nil {
		return nil, err
	}
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	args, err := rawArguments(dir, ports)
	if err != nil {
		return nil, err
	}
	r := &rawControlPlane{kubeconfig: filepath.Join(dir, "kubeconfig")}
	began := time.Now()
	for i, name := range []string{"etcd", "kube-apiserver"} {
		cmd := exec.Command(filepath.Join(programs, name), args[i]...)
		if err := cmd.Start(); err != nil {
			r.stop()
			return nil, err
		}
		r.processes = append(r.processes, cmd)
	}
	if err := awaitReady(ctx, r.kubeconfig); err != nil {
		r.stop()
		return nil, err
	}
	r.ready = time.Since(began)
	return r, nil
}

// rawArguments makes the keys and says how the two programs use them.
func rawArguments(dir string, ports []int) ([2][]string, error) {
	var out [2][]string
	ca, err := pki.EnsureCA(dir, "ca")
	if err != nil {
		return out, err
	}
	serving, err := ca.Server("server", pki.Subject{CN: "server"}, pki.Hosts{IPs: []net.IP{net.IPv4(127, 0, 0, 1)}})
	if err != nil {
		return out, err
	}
	accounts, err := pki.EnsureServiceAccountKey(dir, "sa")
	if err != nil {
		return out, err
	}
	err = ca.WriteKubeconfig(filepath.Join(dir, "kubeconfig"), "admin", pki.Kubeconfig{
		Context: "raw", Server: fmt.Sprintf("https://127.0.0.1:%d", ports[2]), Subject: pki.Subject{CN: "admin", Orgs: []string{"system:masters"}},
	})
	etcd := fmt.Sprintf("http://127.0.0.1:%d", ports[0])
	out[0] = []string{"--data-dir=" + filepath.Join(dir, "etcd"), "--client-url=" + etcd, fmt.Sprintf("--peer-url=http://127.0.0.1:%d", ports[1]), "--unsafe-no-fsync"}
	out[1] = []string{
		"--etcd-servers=" + etcd, "--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", ports[2]),
		"--tls-cert-file=" + serving.Cert, "--tls-private-key-file=" + serving.Key, "--client-ca-file=" + ca.Cert,
		"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + accounts.Key,
		"--service-account-signing-key-file=" + accounts.Key, "--authorization-mode=RBAC",
		"--service-cluster-ip-range=10.96.0.0/16", "--endpoint-reconciler-type=none",
		"--disable-admission-plugins=ServiceAccount", // no controller makes the accounts it would insist on
	}
	return out, err
}

func awaitReady(ctx context.Context, kubeconfig string) error {
	cfg, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, 2*time.Minute, fmt.Errorf("the API server was not ready within 2m0s"))
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, cfg.Host+"/readyz", nil)
		if err != nil {
			return err
		}
		if resp, err := client.Do(req); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends the API server before etcd; nothing of theirs is kept.
func (r *rawControlPlane) stop() {
	for i := len(r.processes) - 1; i >= 0; i-- {
		_ = r.processes[i].Process.Kill()
		_ = r.processes[i].Wait()
	}
}

func freePorts(n int) ([]int, error) {
	ports := make([]int, n)
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("finding a free port: %w", err)
		}
		defer l.Close() // all are held until all are found
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return ports, nil
}

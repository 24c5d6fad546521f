package local

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
	"k8s.io/client-go/tools/clientcmd"

	"slipway.dev/slipway/local/pki"
)

// platform is one with a state of its own, below a root of its own.
func platform(t *testing.T, name string) *Platform {
	t.Helper()
	t.Setenv("SLIPWAY_STATE", t.TempDir())
	p, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFind(t *testing.T) {
	for name, tc := range map[string]struct {
		known      []string
		name, want string
		err        string
	}{
		"none":              {nil, "", "", "no platform runs here\n    Start one with 'slipway up'"},
		"none of that name": {nil, "a", "", "no platform runs here: a is not known on this machine\n    Start it with 'slipway up'; known: none"},
		"the only one":      {[]string{"a"}, "", "a", ""},
		"one by name":       {[]string{"b", "a"}, "b", "b", ""},
		"several":           {[]string{"b", "a"}, "", "", "2 platforms are known here: name one with --platform\n    Known: a, b"},
		"unknown":           {[]string{"b", "a"}, "c", "", "no platform runs here: c is not known on this machine\n    Start it with 'slipway up'; known: a, b"},
		"not a name":        {[]string{"a"}, "../a", "", "no platform runs here: ../a is not known on this machine\n    Start it with 'slipway up'; known: a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("SLIPWAY_STATE", t.TempDir())
			for _, known := range tc.known {
				p, err := Open(known)
				if err == nil {
					err = p.State.Create()
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			got, err := Find(tc.name)
			if text := errorText(err); text != tc.err {
				t.Errorf("got %s\nwant %s", text, tc.err)
			}
			if err == nil && got.Name != tc.want {
				t.Errorf("found %s, want %s", got.Name, tc.want)
			}
			if named := len(tc.known) < 2 || tc.name != ""; err != nil && errors.Is(err, ErrNone) != named {
				t.Errorf("is ErrNone: %v, want %v", errors.Is(err, ErrNone), named)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestClusters(t *testing.T) {
	p := platform(t, "demo")
	if got, err := p.Clusters(); err != nil || got != nil {
		t.Errorf("before the first start: %v, %v", got, err)
	}
	for _, name := range []string{"prod", "dev"} {
		if err := os.MkdirAll(p.State.Cluster(name).Path(), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(p.State.Join("clusters", "a-file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := p.Clusters()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"dev", "prod"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAssemblyOfAPlatformThatNeverStarted(t *testing.T) {
	p := platform(t, "demo")
	if _, err := p.Assembly(); !errors.Is(err, ErrNone) {
		t.Errorf("got %v", err)
	}
}

func TestKubeconfig(t *testing.T) {
	p := platform(t, "demo")
	_, err := p.Kubeconfig("dev", "alice", "team-troi")
	if want := "no platform runs here: demo has no cluster dev on this machine"; errorText(err) != want || !errors.Is(err, ErrNone) {
		t.Errorf("got %v, want %s", err, want)
	}
	if left, _ := filepath.Glob(p.State.Join("*")); len(left) > 0 {
		t.Errorf("asking left %v", left)
	}
	ca, err := pki.EnsureCA(p.State.Cluster("dev").PKI(), "ca")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Kubeconfig("dev", "alice"); !errors.Is(err, ErrNone) {
		t.Errorf("without an API server that was ever started: %v", err)
	}
	port, err := p.State.Ports(nil).Port(t.Context(), "dev/apiserver")
	if err != nil {
		t.Fatal(err)
	}
	bound(t, port) // as it is while an API server dies or starts: taken, and nobody listens
	first, err := p.Kubeconfig("dev", "alice", "team-troi", "readers")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := clientcmd.RESTConfigFromKubeConfig(first)
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("https://127.0.0.1:%d", port); cfg.Host != want {
		t.Errorf("it leads to %s, the API server is at %s", cfg.Host, want)
	}
	block, _ := pem.Decode(cfg.CertData)
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	groups := slices.Sorted(slices.Values(cert.Subject.Organization))
	if cert.Subject.CommonName != "alice" || !slices.Equal(groups, []string{"readers", "team-troi"}) {
		t.Errorf("it is for %s of %q", cert.Subject.CommonName, groups)
	}
	if string(cfg.CAData) != string(ca.PEM()) {
		t.Error("it trusts another authority")
	}
	again, err := p.Kubeconfig("dev", "alice", "team-troi", "readers")
	if err != nil || string(again) != string(first) {
		t.Errorf("the same question has another answer, %v", err)
	}
	loaded, err := clientcmd.Load(first)
	if err != nil || loaded.CurrentContext != "slipway-demo-dev" {
		t.Errorf("its context is %q, %v", loaded.CurrentContext, err)
	}
}

// bound takes a port without listening on it.
func bound(t *testing.T, port int) {
	t.Helper()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if err := unix.Bind(fd, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
}

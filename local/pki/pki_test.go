package pki

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

var loopback = Hosts{IPs: []net.IP{net.IPv4(127, 0, 0, 1)}, DNS: []string{"localhost"}}

func newCA(t *testing.T, dir string) *CA {
	t.Helper()
	ca, err := EnsureCA(dir, "ca")
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

// caAt is the CA as a run at another time would see it.
func caAt(t *testing.T, dir string, at time.Time) *CA {
	t.Helper()
	ca, err := ensureCA(dir, "ca", func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

func server(t *testing.T, ca *CA, hosts Hosts) *x509.Certificate {
	t.Helper()
	pair, err := ca.Server("apiserver", Subject{CN: "kube-apiserver"}, hosts)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, pair)
}

func client(t *testing.T, ca *CA, subject Subject) *x509.Certificate {
	t.Helper()
	pair, err := ca.Client("client", subject)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, pair)
}

// load insists that the pair is whole and private.
func load(t *testing.T, pair Pair) *x509.Certificate {
	t.Helper()
	both, err := tls.LoadX509KeyPair(pair.Cert, pair.Key)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(pair.Key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key mode %v, %v", info.Mode(), err)
	}
	return both.Leaf
}

func verify(ca *CA, cert *x509.Certificate, options x509.VerifyOptions) error {
	options.Roots = x509.NewCertPool()
	options.Roots.AppendCertsFromPEM(ca.PEM())
	_, err := cert.Verify(options)
	return err
}

func TestChains(t *testing.T) {
	t.Parallel()
	ca, other := newCA(t, t.TempDir()), newCA(t, t.TempDir())
	serving := server(t, ca, loopback)
	user := client(t, ca, Subject{CN: "admin", Orgs: []string{"system:masters"}})
	asClient := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	for name, tc := range map[string]struct {
		ca   *CA
		cert *x509.Certificate
		opts x509.VerifyOptions
		ok   bool
	}{
		"server by ip":       {ca, serving, x509.VerifyOptions{DNSName: "127.0.0.1"}, true},
		"server by name":     {ca, serving, x509.VerifyOptions{DNSName: "localhost"}, true},
		"another name":       {ca, serving, x509.VerifyOptions{DNSName: "example.com"}, false},
		"another CA":         {other, serving, x509.VerifyOptions{DNSName: "localhost"}, false},
		"server as client":   {ca, serving, x509.VerifyOptions{KeyUsages: asClient}, false},
		"client":             {ca, user, x509.VerifyOptions{KeyUsages: asClient}, true},
		"client as server":   {ca, user, x509.VerifyOptions{}, false},
		"client, another CA": {other, user, x509.VerifyOptions{KeyUsages: asClient}, false},
	} {
		if err := verify(tc.ca, tc.cert, tc.opts); (err == nil) != tc.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestGoodCertificatesAreReused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	make := func() map[string]string {
		ca := newCA(t, dir)
		server(t, ca, loopback)
		client(t, ca, ServiceAccount("argocd", "server"))
		if _, err := EnsureServiceAccountKey(dir, "sa"); err != nil {
			t.Fatal(err)
		}
		return snapshot(t, dir)
	}
	if diff := cmp.Diff(make(), make()); diff != "" {
		t.Errorf("the second run changed files:\n%s", diff)
	}
}

func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func TestIssuedAnewWhenSomethingChanged(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, dir string) *x509.Certificate{
		"one more address": func(t *testing.T, dir string) *x509.Certificate {
			return server(t, newCA(t, dir), Hosts{IPs: loopback.IPs, DNS: []string{"localhost", "kubernetes"}})
		},
		"another address": func(t *testing.T, dir string) *x509.Certificate {
			return server(t, newCA(t, dir), Hosts{IPs: []net.IP{net.IPv4(127, 0, 0, 2)}, DNS: loopback.DNS})
		},
		"expires in less than 30 days": func(t *testing.T, dir string) *x509.Certificate {
			return server(t, caAt(t, dir, time.Now().Add(leafLife-29*24*time.Hour)), loopback)
		},
		"clock was wrong when it was made": func(t *testing.T, dir string) *x509.Certificate {
			return server(t, caAt(t, dir, time.Now().Add(-24*time.Hour)), loopback)
		},
		"cut off": func(t *testing.T, dir string) *x509.Certificate {
			truncate(t, filepath.Join(dir, "apiserver.crt"))
			return server(t, newCA(t, dir), loopback)
		},
		"key lost": func(t *testing.T, dir string) *x509.Certificate {
			truncate(t, filepath.Join(dir, "apiserver.key"))
			return server(t, newCA(t, dir), loopback)
		},
		"CA key lost": func(t *testing.T, dir string) *x509.Certificate {
			truncate(t, filepath.Join(dir, "ca.key"))
			return server(t, newCA(t, dir), loopback)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			before := server(t, newCA(t, dir), loopback)
			after := change(t, dir)
			if before.Equal(after) {
				t.Error("the old certificate was used again")
			}
			if err := after.CheckSignatureFrom(newCA(t, dir).cert); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestStillGoodAfterTenMonths(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := server(t, newCA(t, dir), loopback)
	after := server(t, caAt(t, dir, time.Now().Add(leafLife-31*24*time.Hour)), loopback)
	if !before.Equal(after) {
		t.Error("a certificate with 31 days left was replaced")
	}
}

func TestLostCACertificateKeepsWhatItIssued(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := server(t, newCA(t, dir), loopback)
	truncate(t, filepath.Join(dir, "ca.crt"))
	ca := newCA(t, dir)
	if err := verify(ca, before, x509.VerifyOptions{DNSName: "localhost"}); err != nil {
		t.Error(err)
	}
	if after := server(t, ca, loopback); !before.Equal(after) {
		t.Error("a valid certificate was replaced")
	}
}

// truncate leaves what a full disk or a bad copy would.
func truncate(t *testing.T, path string) {
	t.Helper()
	if err := os.Truncate(path, 40); err != nil {
		t.Fatal(err)
	}
}

func TestOneNameFromManyGoroutines(t *testing.T) {
	t.Parallel()
	ca := newCA(t, t.TempDir())
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if _, err := ca.Client("client", Subject{CN: fmt.Sprint("user-", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	load(t, pairAt(ca.dir, "client"))
}

func TestNamesStayInTheDirectory(t *testing.T) {
	t.Parallel()
	ca := newCA(t, t.TempDir())
	for _, name := range []string{"", "../x", "a/b", "ca"} {
		if _, err := ca.Client(name, Subject{CN: "x"}); err == nil {
			t.Errorf("name %q was accepted", name)
		}
	}
}

// TestKubeconfigLogsIn goes the whole way: what the file embeds opens a TLS
// connection, and the server sees the service account.
func TestKubeconfigLogsIn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca := newCA(t, dir)
	url := serve(t, ca)
	path := filepath.Join(dir, "kubeconfig")
	want := Kubeconfig{Context: `a "quoted": name`, Server: url, Namespace: "argocd", Subject: ServiceAccount("argocd", "server")}
	if err := ca.WriteKubeconfig(path, "argocd-server", want); err != nil {
		t.Fatal(err)
	}
	transport, context := dial(t, path)
	if context != want.Context {
		t.Errorf("context %q, want %q", context, want.Context)
	}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	const seen = "system:serviceaccount:argocd:server [system:serviceaccounts system:serviceaccounts:argocd]"
	if got := response.Header.Get("Seen"); got != seen {
		t.Errorf("the server saw %q, want %q", got, seen)
	}
}

func serve(t *testing.T, ca *CA) string {
	t.Helper()
	pair, err := ca.Server("apiserver", Subject{CN: "kube-apiserver"}, loopback)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := tls.LoadX509KeyPair(pair.Cert, pair.Key)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		subject := r.TLS.PeerCertificates[0].Subject
		w.Header().Set("Seen", fmt.Sprint(subject.CommonName, " ", subject.Organization))
	}))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool}
	s.StartTLS()
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "localhost", "127.0.0.1", 1)
}

// dial reads the kubeconfig as another program would.
func dial(t *testing.T, path string) (*http.Transport, string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Clusters []struct{ Cluster map[string]string }
		Users    []struct{ User map[string]string }
		Current  string `yaml:"current-context"`
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	decode := func(s string) []byte {
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(decode(file.Clusters[0].Cluster["certificate-authority-data"]))
	user := file.Users[0].User
	cert, err := tls.X509KeyPair(decode(user["client-certificate-data"]), decode(user["client-key-data"]))
	if err != nil {
		t.Fatal(err)
	}
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{cert}}}, file.Current
}

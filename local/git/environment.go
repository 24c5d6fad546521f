package git

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Environment is what a child process needs so that served repositories
// answer at their real URL.
type Environment struct {
	GitPort   int    `json:"gitPort"`
	ProxyPort int    `json:"proxyPort"`
	GitURL    string `json:"gitURL"`   // repositories are below, as <name>.git
	ProxyURL  string `json:"proxyURL"` // of the forward proxy
	CAFile    string `json:"caFile"`   // PEM; for GIT_SSL_CAINFO, or a Secret's ca.crt
	// Variables: HTTPS_PROXY, HTTP_PROXY, NO_PROXY (both cases),
	// ARGOCD_TLS_DATA_PATH and SSL_CERT_DIR.
	Variables map[string]string `json:"variables"`
}

// Environment gives it. NO_PROXY names loopback only: the user's own list may
// hold the very hosts that are served here, and is applied behind the proxy.
func (s *Service) Environment() Environment {
	proxy := fmt.Sprintf("http://127.0.0.1:%d", port(s.proxyPort))
	const direct = "localhost,127.0.0.1,::1"
	certificates := cmp.Or(os.Getenv("SSL_CERT_DIR"), "/etc/ssl/certs:/etc/pki/tls/certs")
	return Environment{
		GitPort: port(s.gitPort), ProxyPort: port(s.proxyPort),
		GitURL: fmt.Sprintf("http://127.0.0.1:%d", port(s.gitPort)), ProxyURL: proxy,
		CAFile: s.caFile(),
		Variables: map[string]string{
			"HTTPS_PROXY": proxy, "https_proxy": proxy,
			"HTTP_PROXY": proxy, "http_proxy": proxy,
			"NO_PROXY": direct, "no_proxy": direct,
			"ARGOCD_TLS_DATA_PATH": s.tlsDir(),
			"SSL_CERT_DIR":         filepath.Dir(s.caFile()) + ":" + certificates,
		},
	}
}

func (s *Service) caFile() string { return filepath.Join(s.dir, "ca", "slipway.pem") }
func (s *Service) tlsDir() string { return filepath.Join(s.dir, "tls") }

func (s *Service) publishAuthority() error {
	for _, dir := range []string{filepath.Dir(s.caFile()), s.tlsDir()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("publishing the certificate authority: %w", err)
		}
	}
	if err := writeAtomic(s.caFile(), s.authority.PEM(), 0o644); err != nil {
		return fmt.Errorf("publishing the certificate authority: %w", err)
	}
	return nil
}

// trust writes the file by which Argo CD trusts us for a host. It looks for
// the host as the repository URL spells it.
func (s *Service) trust(a Address) error {
	if a.SSH {
		return nil
	}
	hosts := []string{hostname(a.Host)}
	if u, err := url.Parse(a.URL); err == nil {
		hosts = append(hosts, strings.Split(u.Host, ":")[0])
	}
	for _, host := range hosts {
		if err := writeAtomic(filepath.Join(s.tlsDir(), filepath.Base(host)), s.authority.PEM(), 0o644); err != nil {
			return fmt.Errorf("making Argo CD trust what is served for %s: %w", host, err)
		}
	}
	return nil
}

package git

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// get fetches through the service's proxy, trusting it and a real server.
func get(t *testing.T, s *Service, trusted *x509.CertPool, target string) (string, *x509.Certificate) {
	t.Helper()
	proxy, err := url.Parse(s.Environment().ProxyURL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: trusted}, DisableKeepAlives: true}
	response, err := (&http.Client{Transport: transport}).Get(target)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.TLS == nil {
		return string(body), nil
	}
	return string(body), response.TLS.PeerCertificates[0]
}

func TestRealNetwork(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "real ", r.URL.RequestURI(), " ", r.Host) })
	plain, secure := httptest.NewServer(page), httptest.NewTLSServer(page)
	t.Cleanup(plain.Close)
	t.Cleanup(secure.Close)
	s, _ := startService(t, Config{})
	trusted := x509.NewCertPool()
	trusted.AddCert(secure.Certificate())
	s.proxy.upstream.transport.TLSClientConfig.RootCAs = trusted.Clone()
	trusted.AddCert(s.authority.Certificate)
	host := secure.Listener.Addr().String()
	want := "real /a?b=c " + host

	body, certificate := get(t, s, trusted, secure.URL+"/a?b=c")
	if body != want || !certificate.Equal(secure.Certificate()) {
		t.Errorf("a host without mappings is not left alone: %q", body)
	}
	if body, _ := get(t, s, trusted, plain.URL+"/x"); body != "real /x "+plain.Listener.Addr().String() {
		t.Errorf("plain http: got %q", body)
	}

	dir := t.TempDir()
	serve(t, s, secure.URL+"/team/repo", dir)
	body, certificate = get(t, s, trusted, secure.URL+"/a?b=c")
	if body != want || certificate.Equal(secure.Certificate()) {
		t.Errorf("an unmapped path of a mapped host: %q", body)
	}
	if body, _ := get(t, s, trusted, secure.URL+"/team/repo"); body != secure.URL+"/team/repo is served locally from "+dir+"\n" {
		t.Errorf("a mapped path: %q", body)
	}
}

func TestUntrustedHostIsNotPassedOn(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	s, _ := startService(t, Config{})
	serve(t, s, secure.URL+"/team/repo", t.TempDir())
	trusted := x509.NewCertPool()
	trusted.AddCert(s.authority.Certificate)
	body, _ := get(t, s, trusted, secure.URL+"/other")
	if want := secure.URL + "/other is not served locally: add --git"; len(body) < len(want) || body[:len(want)] != want {
		t.Errorf("got %q", body)
	}
}

func TestTunnelThroughUsersProxy(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "far") }))
	t.Cleanup(secure.Close)
	users, _ := startService(t, Config{}) // any CONNECT proxy will do
	via, err := url.Parse(users.Environment().ProxyURL)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := startService(t, Config{})
	asked := make(chan string, 1)
	s.proxy.upstream.proxy = func(r *http.Request) (*url.URL, error) { asked <- r.URL.Host; return via, nil }
	trusted := x509.NewCertPool()
	trusted.AddCert(secure.Certificate())
	if body, _ := get(t, s, trusted, secure.URL); body != "far" || <-asked != secure.Listener.Addr().String() {
		t.Errorf("got %q", body)
	}
}

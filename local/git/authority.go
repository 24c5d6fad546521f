package git

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"
)

// Authority signs the certificates of the hosts the proxy answers for.
type Authority struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
}

// PEM is the certificate clients must trust.
func (a Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw})
}

// leaves makes and keeps host certificates, in memory only. It is safe for
// concurrent use.
type leaves struct {
	authority Authority

	mu    sync.Mutex
	key   *ecdsa.PrivateKey // one for all hosts; making one is the slow part
	hosts map[string]*tls.Certificate
}

// leafLife is short because a new one costs nothing.
const leafLife = 7 * 24 * time.Hour

// get gives a host's certificate, made now or before.
func (l *leaves) get(host string) (*tls.Certificate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if leaf, ok := l.hosts[host]; ok && time.Until(leaf.Leaf.NotAfter) > leafLife/7 {
		return leaf, nil
	}
	leaf, err := l.sign(host)
	if err != nil {
		return nil, fmt.Errorf("making a certificate for %s: %w", host, err)
	}
	if l.hosts == nil {
		l.hosts = map[string]*tls.Certificate{}
	}
	l.hosts[host] = leaf
	return leaf, nil
}

func (l *leaves) sign(host string) (*tls.Certificate, error) {
	if l.key == nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		l.key = key
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(leafLife)
	if end := l.authority.Certificate.NotAfter; end.Before(until) {
		until = end
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "Slipway local stand-in"},
		NotBefore:    time.Now().Add(-time.Hour), // clocks of containers may lag
		NotAfter:     until,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, l.authority.Certificate, l.key.Public(), l.authority.Key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, l.authority.Certificate.Raw}, PrivateKey: l.key, Leaf: leaf}, nil
}

package pki

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"path/filepath"
	"sync"
	"time"
)

const (
	caLife   = 10 * 365 * 24 * time.Hour
	leafLife = 365 * 24 * time.Hour
	// renewBefore is how long before its end a certificate is made anew.
	renewBefore = 30 * 24 * time.Hour
	// backdate covers the clock of a virtual machine that lags its host's.
	backdate = time.Hour
)

// Pair is a certificate and its key, as files that components are given.
type Pair struct{ Cert, Key string }

// CA signs the certificates of one cluster. Its methods may be called from
// several goroutines.
type CA struct {
	Pair
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	now  func() time.Time
	mu   sync.Mutex // two calls for one name must not mix key and certificate
}

// EnsureCA returns the authority dir/name.crt and .key, made on first use. A CA
// whose certificate is lost or expiring is signed again with its old key, so
// that the certificates it has issued stay valid.
func EnsureCA(dir, name string) (*CA, error) {
	return ensureCA(dir, name, time.Now)
}

func ensureCA(dir, name string, now func() time.Time) (*CA, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	ca := &CA{Pair: pairAt(dir, name), dir: dir, now: now}
	var err error
	if ca.key, err = ensureKey(ca.Key); err != nil {
		return nil, fmt.Errorf("making the key of %s: %w", name, err)
	}
	if ca.cert = readCert(ca.Cert); ca.good(name) {
		return ca, nil
	}
	if ca.cert, err = ca.sign(ca.template(name)); err != nil {
		return nil, fmt.Errorf("making the certificate of %s: %w", name, err)
	}
	return ca, writeCert(ca.Cert, ca.cert)
}

// PEM returns the certificate as clients are given it to trust.
func (c *CA) PEM() []byte { return encodeCert(c.cert) }

func (c *CA) good(name string) bool {
	return c.cert != nil && c.cert.IsCA && c.cert.Subject.CommonName == name &&
		c.key.PublicKey.Equal(c.cert.PublicKey) && c.lasts(c.cert)
}

func (c *CA) lasts(cert *x509.Certificate) bool {
	now := c.now()
	return now.After(cert.NotBefore) && now.Add(renewBefore).Before(cert.NotAfter)
}

func (c *CA) template(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject:               pkix.Name{CommonName: name},
		NotAfter:              c.now().Add(caLife),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
	}
}

// sign makes the CA's own certificate.
func (c *CA) sign(template *x509.Certificate) (*x509.Certificate, error) {
	return c.issue(template, template, &c.key.PublicKey)
}

// issue fills in what all certificates share and signs with the CA's key.
func (c *CA) issue(template, parent *x509.Certificate, public *ecdsa.PublicKey) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	template.NotBefore = c.now().Add(-backdate)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, c.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func pairAt(dir, name string) Pair {
	return Pair{filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")}
}

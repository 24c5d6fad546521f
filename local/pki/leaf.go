package pki

import (
	"crypto/ecdsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"slices"
)

// Subject is who a client certificate speaks for: Kubernetes reads the common
// name as the user and the organizations as the groups.
type Subject struct {
	CN   string
	Orgs []string
}

// ServiceAccount is the identity a pod of that service account would have.
// Kubernetes adds the group system:authenticated by itself.
func ServiceAccount(namespace, name string) Subject {
	return Subject{
		CN:   "system:serviceaccount:" + namespace + ":" + name,
		Orgs: []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace},
	}
}

// Hosts are the addresses a serving certificate is valid for.
type Hosts struct {
	IPs []net.IP
	DNS []string
}

// Server ensures a serving certificate dir/name.crt and .key.
func (c *CA) Server(name string, subject Subject, hosts Hosts) (Pair, error) {
	if len(hosts.IPs)+len(hosts.DNS) == 0 {
		return Pair{}, fmt.Errorf("serving certificate %s: no address to serve", name)
	}
	return c.ensure(name, &x509.Certificate{
		Subject:     subject.name(),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses: hosts.IPs,
		DNSNames:    hosts.DNS,
	})
}

// Client ensures a client certificate dir/name.crt and .key.
func (c *CA) Client(name string, subject Subject) (Pair, error) {
	return c.ensure(name, &x509.Certificate{
		Subject:     subject.name(),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
}

func (s Subject) name() pkix.Name {
	// Go writes the organizations as a set, in its own order.
	return pkix.Name{CommonName: s.CN, Organization: slices.Sorted(slices.Values(s.Orgs))}
}

// ensure keeps the key when it is good and replaces the certificate alone:
// that is one rename, and no reader sees a certificate with another's key.
func (c *CA) ensure(name string, want *x509.Certificate) (Pair, error) {
	if err := checkName(name); err != nil {
		return Pair{}, err
	}
	if want.Subject.CommonName == "" {
		return Pair{}, fmt.Errorf("certificate %s: %w", name, errors.New("no common name"))
	}
	pair := pairAt(c.dir, name)
	if pair == c.Pair {
		return Pair{}, fmt.Errorf("certificate %s: that is the name of the CA", name)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	key, err := ensureKey(pair.Key)
	if err != nil {
		return Pair{}, fmt.Errorf("making the key of %s: %w", name, err)
	}
	if c.serves(readCert(pair.Cert), want, key) {
		return pair, nil
	}
	want.KeyUsage = x509.KeyUsageDigitalSignature
	want.NotAfter = c.now().Add(leafLife)
	cert, err := c.issue(want, c.cert, &key.PublicKey)
	if err != nil {
		return Pair{}, fmt.Errorf("making the certificate of %s: %w", name, err)
	}
	return pair, writeCert(pair.Cert, cert)
}

// serves says whether the certificate on disk is as good as a new one.
func (c *CA) serves(have, want *x509.Certificate, key *ecdsa.PrivateKey) bool {
	if have == nil || !key.PublicKey.Equal(have.PublicKey) || !c.lasts(have) {
		return false
	}
	if have.CheckSignatureFrom(c.cert) != nil {
		return false
	}
	return have.Subject.CommonName == want.Subject.CommonName &&
		slices.Equal(have.ExtKeyUsage, want.ExtKeyUsage) &&
		sameSet(have.Subject.Organization, want.Subject.Organization) &&
		sameSet(have.DNSNames, want.DNSNames) &&
		sameSet(texts(have.IPAddresses), texts(want.IPAddresses))
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func texts(ips []net.IP) []string {
	var out []string
	for _, ip := range ips {
		out = append(out, ip.String())
	}
	return out
}

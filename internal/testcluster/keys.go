package testcluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/rest"
)

// keys are one certificate authority and the administrator's certificate.
type keys struct {
	ca, admin, adminKey []byte
}

// newKeys writes ca.crt, server.crt, server.key and sa.key into dir.
func newKeys(dir string) (*keys, error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	root := certificate(1, "slipway-test")
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	k := &keys{}
	if k.ca, _, err = sign(root, root, caKey, caKey); err != nil {
		return nil, err
	}
	server := certificate(2, "kube-apiserver")
	server.IPAddresses, server.ExtKeyUsage = []net.IP{net.IPv4(127, 0, 0, 1)}, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serverCert, serverKey, err := issue(server, root, caKey)
	if err != nil {
		return nil, err
	}
	admin := certificate(3, "admin")
	admin.Subject.Organization, admin.ExtKeyUsage = []string{"system:masters"}, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if k.admin, k.adminKey, err = issue(admin, root, caKey); err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{"ca.crt": k.ca, "server.crt": serverCert, "server.key": serverKey, "sa.key": serverKey} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func certificate(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
}

func issue(cert, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) (certPEM, keyPEM []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	return sign(cert, parent, key, parentKey)
}

func sign(cert, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) (certPEM, keyPEM []byte, err error) {
	der, err := x509.CreateCertificate(rand.Reader, cert, parent, key.Public(), parentKey)
	if err != nil {
		return nil, nil, err
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER}), nil
}

func (k *keys) config(port int) *rest.Config {
	return &rest.Config{
		Host:            fmt.Sprintf("https://127.0.0.1:%d", port),
		QPS:             -1,
		TLSClientConfig: rest.TLSClientConfig{CAData: k.ca, CertData: k.admin, KeyData: k.adminKey},
	}
}

package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"slipway.dev/slipway/local/state"
)

var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

func checkName(name string) error {
	if !fileName.MatchString(name) {
		return fmt.Errorf("certificate name %q: want letters, digits, dots, dashes and underscores", name)
	}
	return nil
}

const (
	certBlock   = "CERTIFICATE"
	keyBlock    = "EC PRIVATE KEY"
	publicBlock = "PUBLIC KEY"
)

// ensureKey reads a P-256 key or makes one. Anything unreadable is replaced:
// a local cluster's key protects nothing that cannot be made again.
func ensureKey(path string) (*ecdsa.PrivateKey, error) {
	if key := readKey(path); key != nil {
		// A copied or restored directory may have lost the modes.
		return key, os.Chmod(path, 0o600)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, state.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: der}), 0o600)
}

func readKey(path string) *ecdsa.PrivateKey {
	der := readBlock(path, keyBlock)
	key, err := x509.ParseECPrivateKey(der)
	if err != nil || key.Curve != elliptic.P256() {
		return nil
	}
	return key
}

func readCert(path string) *x509.Certificate {
	cert, err := x509.ParseCertificate(readBlock(path, certBlock))
	if err != nil {
		return nil
	}
	return cert
}

// readBlock returns nil for a file that is missing, cut off or of another kind.
func readBlock(path, kind string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(data)
	if block == nil || block.Type != kind {
		return nil
	}
	return block.Bytes
}

func encodeCert(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: certBlock, Bytes: cert.Raw})
}

func writeCert(path string, cert *x509.Certificate) error {
	return state.WriteFile(path, encodeCert(cert), 0o600)
}

// EnsureServiceAccountKey returns the key pair that signs service account
// tokens: Key is private, Cert is the public key (--service-account-key-file).
// A pod's token stays valid as long as the private key stays.
func EnsureServiceAccountKey(dir, name string) (Pair, error) {
	if err := checkName(name); err != nil {
		return Pair{}, err
	}
	pair := Pair{Cert: filepath.Join(dir, name+".pub"), Key: filepath.Join(dir, name+".key")}
	key, err := ensureKey(pair.Key)
	if err != nil {
		return Pair{}, fmt.Errorf("making the service account key: %w", err)
	}
	if public, err := x509.ParsePKIXPublicKey(readBlock(pair.Cert, publicBlock)); err == nil && key.PublicKey.Equal(public) {
		return pair, nil
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return Pair{}, fmt.Errorf("making the service account key: %w", err)
	}
	return pair, state.WriteFile(pair.Cert, pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), 0o600)
}

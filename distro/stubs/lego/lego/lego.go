// Package lego has the shape of lego's client.
package lego

import (
	"crypto/x509"
	"errors"
	"net/http"
	"time"

	"github.com/go-acme/lego/v4/certcrypto"
	"github.com/go-acme/lego/v4/certificate"
	"github.com/go-acme/lego/v4/challenge"
	"github.com/go-acme/lego/v4/challenge/dns01"
	"github.com/go-acme/lego/v4/challenge/http01"
	"github.com/go-acme/lego/v4/challenge/tlsalpn01"
	"github.com/go-acme/lego/v4/registration"
)

// LEDirectoryProduction is Let's Encrypt.
const LEDirectoryProduction = "https://acme-v02.api.letsencrypt.org/directory"

var errLeftOut = errors.New("this build of Traefik has no ACME client: use certificates of your own")

// Config would configure a client.
type Config struct {
	CADirURL, UserAgent string
	HTTPClient          *http.Client
	Certificate         CertificateConfig
}

// CertificateConfig would say what certificates are like.
type CertificateConfig struct {
	KeyType           certcrypto.KeyType
	Timeout           time.Duration
	DisableCommonName bool
}

// Client is never made.
type Client struct {
	Certificate  certificate.Certifier
	Challenge    Solvers
	Registration registration.Registrar
}

// Solvers are never asked.
type Solvers interface {
	SetHTTP01Provider(challenge.Provider, ...http01.ChallengeOption) error
	SetTLSALPN01Provider(challenge.Provider, ...tlsalpn01.ChallengeOption) error
	SetDNS01Provider(challenge.Provider, ...dns01.ChallengeOption) error
}

// NewConfig is an empty configuration.
func NewConfig(registration.User) *Config { return &Config{} }

// NewClient says that there is none.
func NewClient(*Config) (*Client, error) { return nil, errLeftOut }

// CreateCertPool says that there is no client for it.
func CreateCertPool([]string, bool) (*x509.CertPool, error) { return nil, errLeftOut }

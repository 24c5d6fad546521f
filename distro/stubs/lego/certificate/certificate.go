// Package certificate has the shape of lego's requests.
package certificate

// Resource would be a certificate.
type Resource struct {
	Domain                  string
	PrivateKey, Certificate []byte
}

// ObtainRequest would ask for one.
type ObtainRequest struct {
	Domains, EmailAddresses []string
	Bundle                  bool
	Profile, PreferredChain string
}

// RenewOptions would say how to renew one.
type RenewOptions struct {
	EmailAddresses          []string
	Bundle                  bool
	Profile, PreferredChain string
}

// Certifier is never made.
type Certifier interface {
	Obtain(ObtainRequest) (*Resource, error)
	RenewWithOptions(Resource, *RenewOptions) (*Resource, error)
}

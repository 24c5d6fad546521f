// Package registration has the shape of accounts.
package registration

import "crypto"

// Resource would be an account, and where it is.
type Resource struct{ URI string }

// User is who has one.
type User interface {
	GetEmail() string
	GetRegistration() *Resource
	GetPrivateKey() crypto.PrivateKey
}

// RegisterOptions would ask for an account.
type RegisterOptions struct{ TermsOfServiceAgreed bool }

// RegisterEABOptions would ask for one that is bound to another.
type RegisterEABOptions struct {
	TermsOfServiceAgreed bool
	Kid, HmacEncoded     string
}

// Registrar is never made.
type Registrar interface {
	Register(RegisterOptions) (*Resource, error)
	RegisterWithExternalAccountBinding(RegisterEABOptions) (*Resource, error)
}

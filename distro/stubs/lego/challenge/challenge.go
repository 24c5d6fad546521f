// Package challenge has the shape of what answers a challenge.
package challenge

import "time"

// Provider answers a challenge.
type Provider interface {
	Present(domain, token, keyAuth string) error
	CleanUp(domain, token, keyAuth string) error
}

// ProviderTimeout is a Provider with limits of its own.
type ProviderTimeout interface {
	Provider
	Timeout() (timeout, interval time.Duration)
}

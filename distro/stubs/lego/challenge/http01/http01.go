// Package http01 has the shape of the challenge by HTTP.
package http01

import "time"

// PathPrefix is where the challenge is served (RFC 8555, 8.3).
const PathPrefix = "/.well-known/acme-challenge/"

// ChallengeOption is never used.
type ChallengeOption func()

// SetDelay does nothing.
func SetDelay(time.Duration) ChallengeOption { return nil }

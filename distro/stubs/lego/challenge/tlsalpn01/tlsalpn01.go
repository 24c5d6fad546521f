// Package tlsalpn01 has the shape of the challenge by TLS.
package tlsalpn01

import (
	"errors"
	"time"
)

// ACMETLS1Protocol is the protocol's name in a handshake (RFC 8737).
const ACMETLS1Protocol = "acme-tls/1"

// ChallengeOption is never used.
type ChallengeOption func()

// SetDelay does nothing.
func SetDelay(time.Duration) ChallengeOption { return nil }

// ChallengeBlocks is never called: nothing asks for a challenge.
func ChallengeBlocks(string, string) (certificate, key []byte, err error) {
	return nil, nil, errors.ErrUnsupported
}

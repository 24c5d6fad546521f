// Package dns01 has the shape of the challenge by DNS.
package dns01

import (
	"strings"
	"time"
)

// UnFqdn removes the dot at the end of a name.
func UnFqdn(name string) string { return strings.TrimSuffix(name, ".") }

// ChallengeOption is never used.
type ChallengeOption func()

// AddRecursiveNameservers does nothing.
func AddRecursiveNameservers([]string) ChallengeOption { return nil }

// RecursiveNSsPropagationRequirement does nothing.
func RecursiveNSsPropagationRequirement() ChallengeOption { return nil }

// DisableAuthoritativeNssPropagationRequirement does nothing.
func DisableAuthoritativeNssPropagationRequirement() ChallengeOption { return nil }

// PropagationWait does nothing.
func PropagationWait(time.Duration, bool) ChallengeOption { return nil }

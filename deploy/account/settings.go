package account

import (
	"cmp"
	"strings"
	"time"

	"slipway.dev/slipway/diag"
)

// DefaultRole is the role that 'slipway bootstrap' makes in a target account.
const DefaultRole = "slipway-deploy"

// defaultTimeout bounds each question of a preflight. STS answers within a
// second, also from the other side of the world.
const defaultTimeout = 10 * time.Second

// Settings say how a platform gets into its accounts. Only Platform is needed.
type Settings struct {
	Platform string
	// DeployRole is the name of the role to assume in every account. "": the
	// caller's own credentials in the account they belong to, DefaultRole elsewhere.
	DeployRole string
	// ExternalID is what the role's trust policy asks for, "" for none.
	ExternalID string
	// Profiles are profiles of the AWS configuration by account id. A profile
	// that is named for an account must lead to that account. Other accounts are
	// reached from the credentials that the SDK finds by itself.
	Profiles map[string]string
	// Asking says by account id who asks for the account, where that is known: "the
	// cluster dev (platform.yaml:14:5)".
	Asking map[string]string
	// Partition overrides the one that a region's name tells: "aws-cn".
	Partition string
	// Timeout bounds each question that Preflight asks, 0 means 10 s.
	Timeout time.Duration
}

func (s Settings) role() string           { return cmp.Or(s.DeployRole, DefaultRole) }
func (s Settings) timeout() time.Duration { return cmp.Or(s.Timeout, defaultTimeout) }

func (s Settings) partition(region string) string { return cmp.Or(s.Partition, Partition(region)) }

// session is the name that the account's audit log shows, at most 64 characters
// (AssumeRole, AWS STS API reference).
func (s Settings) session() string {
	name := strings.TrimSuffix("slipway-"+s.Platform, "-")
	return name[:min(len(name), 64)]
}

// check finds what cannot be meant.
func (s Settings) check() error {
	var problems diag.Problems
	for id, profile := range s.Profiles {
		if !accountID.MatchString(id) {
			problems.Add(diag.Problem{
				Message: "the profile " + profile + " is set for the account \"" + id + "\", which is not an account id",
				Fix:     "An account id has twelve digits; quote it in YAML.",
			})
		}
	}
	return problems.Err()
}

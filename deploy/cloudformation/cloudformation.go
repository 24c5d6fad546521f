// Package cloudformation deploys units that are stacks of CloudFormation, by
// change sets, and follows what happens in them. It keeps nothing itself: what
// it must know between two runs stands in the stacks and their tags. It never
// touches a stack of the same name that the platform did not make, and it never
// lets go of a resource without saying so. It must not know what the templates
// are for nor where credentials come from.
//
// A stack's tags are given to all its resources, so they hold only what rarely
// changes. Whether a stack is as asked for is told from its template and
// parameters themselves: a digest among the tags would have every change of a
// template touch every resource.
package cloudformation

import (
	"cmp"
	"context"
	"fmt"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"

	"slipway.dev/slipway/deploy"
)

// Tags that the deployer puts on stacks.
const (
	PlatformTag = "slipway.dev/platform" // whose stack it is; others are left alone
	UnitTag     = "slipway.dev/unit"
	AfterTag    = "slipway.dev/after" // units that this one comes after, with spaces between
)

// Options adjust a Deployer. Platform and Where must be set.
type Options struct {
	Platform string
	// Where is the account and region as units name them, "aws:111111111111/us-east-2".
	Where string
	// Preview has Diff delete the change sets it reads. Its plans cannot be applied.
	Preview bool
	// Drift has Diff look for what somebody else has changed, and Apply undo it.
	// Detection takes AWS from seconds to minutes a stack.
	Drift bool
	// Tagged finds the ARNs of all that has these tags, in the account and region:
	// what an earlier stack has kept is known by them. nil: nothing is taken over.
	Tagged func(ctx context.Context, tags map[string]string) ([]string, error)
	// Poll is about how long to wait between two looks at a stack. 0 means 5 s.
	Poll time.Duration
}

// Deployer applies cloudformation units to one account and region. It is safe
// for concurrent use.
type Deployer struct {
	api  *sdk.Client
	opts Options
}

var _ deploy.Deployer = (*Deployer)(nil)

// New is a deployer on a client, best one of NewClient. It makes no request.
func New(api *sdk.Client, opts Options) (*Deployer, error) {
	if opts.Platform == "" || opts.Where == "" {
		return nil, fmt.Errorf("a deployer needs the name of the platform, and its account and region")
	}
	opts.Poll = cmp.Or(opts.Poll, 5*time.Second)
	return &Deployer{api: api, opts: opts}, nil
}

package cloudformation

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
)

const (
	attempts   = 10               // how often one request is tried
	maxBackoff = 20 * time.Second // between two tries
)

// NewClient is a client for the account and region of a configuration that
// slows down when AWS says so. CloudFormation allows a few requests a second
// for an account and region, and many stacks share them.
func NewClient(cfg aws.Config, more ...func(*sdk.Options)) *sdk.Client {
	patient := func(o *sdk.Options) {
		o.Retryer = retry.NewAdaptiveMode(func(a *retry.AdaptiveModeOptions) {
			a.StandardOptions = append(a.StandardOptions, func(s *retry.StandardOptions) {
				s.MaxAttempts, s.MaxBackoff = attempts, maxBackoff
			})
		})
	}
	return sdk.NewFromConfig(cfg, append([]func(*sdk.Options){patient}, more...)...)
}

package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Login is one way into one region, as a command line names it.
type Login struct {
	Region     string // "" for the profile's, or AWS_REGION
	Account    string // "" for the account of the credentials
	Role       string // ARN of a role to assume, "" for the deploy role where Account is another one's
	ExternalID string
	Profile    string
	Platform   string            // whose cluster it is, "" where that is not known
	Asking     map[string]string // as in Settings
}

// Config is how to reach the region. The error is a diag.Problem when the
// credentials cannot be had.
func (l Login) Config(ctx context.Context) (aws.Config, error) {
	from := &source{profile: l.Profile}
	cfg, err := from.load(ctx)
	if err != nil {
		return aws.Config{}, credentialsProblem(from.name(), err)
	}
	region := l.Region
	if region == "" {
		region = cfg.Region
	}
	if !regionName.MatchString(region) {
		if region == "" {
			return aws.Config{}, errors.New("no region is known: name one with --region or AWS_REGION, such as us-east-2, or set one in the profile")
		}
		return aws.Config{}, fmt.Errorf("%q is not the name of a region; name one with --region or AWS_REGION, such as us-east-2", region)
	}
	cfg.Region = region
	if l.Account == "" && l.Role == "" {
		_, err := cfg.Credentials.Retrieve(ctx)
		if err != nil {
			return aws.Config{}, credentialsProblem(from.name(), stopped(ctx, err))
		}
		return cfg, nil
	}
	a, err := New(ctx, Settings{Platform: l.Platform, ExternalID: l.ExternalID, Asking: l.Asking})
	if err != nil {
		return aws.Config{}, err
	}
	a.sources[""] = from
	if l.Role == "" {
		return a.Config(ctx, Place{Account: l.Account, Region: region}.String())
	}
	cfg, who, err := from.caller(ctx, near(region, Partition(region)))
	if err != nil {
		return aws.Config{}, err
	}
	cfg, err = a.take(ctx, cfg, who, from, l.Role)
	cfg.Region = region
	return cfg, err
}

package account

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Accounts hands out the AWS configuration of each place. It is safe for
// concurrent use; credentials are asked for once an account and refreshed
// before they expire.
type Accounts struct {
	settings Settings

	mu      sync.Mutex
	sources map[string]*source // by profile
	targets map[string]*target // by account id
}

// target is one account. Its lock is held while the credentials are found, so
// that they are found once.
type target struct {
	mu  sync.Mutex
	cfg *aws.Config
}

// New reads no file and makes no request; problems of the settings are found at once.
func New(_ context.Context, settings Settings) (*Accounts, error) {
	if err := settings.check(); err != nil {
		return nil, err
	}
	return &Accounts{settings: settings, sources: map[string]*source{}, targets: map[string]*target{}}, nil
}

// Config is how to reach a place, "aws:111111111111/us-east-2", with
// credentials that work in its account. The error is a diag.Problem when the
// credentials cannot be had.
func (a *Accounts) Config(ctx context.Context, where string) (aws.Config, error) {
	place, err := Parse(where)
	if err != nil {
		return aws.Config{}, err
	}
	cfg, err := a.account(ctx, place)
	if err != nil {
		return aws.Config{}, at(err, place)
	}
	return cfg, nil
}

// account is the configuration of a place. An account's credentials are good
// in all of its regions.
func (a *Accounts) account(ctx context.Context, place Place) (aws.Config, error) {
	t := a.target(place.Account)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cfg == nil {
		cfg, err := a.enter(ctx, place)
		if err != nil {
			return aws.Config{}, err
		}
		t.cfg = &cfg
	}
	cfg := t.cfg.Copy()
	cfg.Region = place.Region
	return cfg, nil
}

// enter finds credentials for an account: the caller's own ones where they
// belong there, else those of the deploy role.
func (a *Accounts) enter(ctx context.Context, place Place) (aws.Config, error) {
	partition := a.settings.partition(place.Region)
	from := a.source(a.settings.Profiles[place.Account])
	cfg, who, err := from.caller(ctx, near(place.Region, partition))
	if err != nil {
		return aws.Config{}, err
	}
	if from.profile != "" && who.Account != place.Account {
		return aws.Config{}, wrongAccount(from.profile, place.Account, who)
	}
	direct := who.Account == place.Account && a.settings.DeployRole == ""
	if direct || who.has(place.Account, a.settings.role()) {
		return cfg, nil
	}
	role := fmt.Sprintf("arn:%s:iam::%s:role/%s", partition, place.Account, a.settings.role())
	return a.take(ctx, cfg, who, from, role)
}

// take assumes a role, and finds out at once whether it can.
func (a *Accounts) take(ctx context.Context, cfg aws.Config, who Identity, from *source, role string) (aws.Config, error) {
	cfg.Credentials = a.assume(cfg, role)
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, a.roleProblem(role, who, from, cfg.Region, stopped(ctx, err))
	}
	return cfg, nil
}

// assume is a role's credentials, renewed five minutes before they end.
func (a *Accounts) assume(cfg aws.Config, role string) *aws.CredentialsCache {
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg, brisk), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = a.settings.session()
		if a.settings.ExternalID != "" {
			o.ExternalID = aws.String(a.settings.ExternalID)
		}
	})
	return aws.NewCredentialsCache(provider, func(o *aws.CredentialsCacheOptions) { o.ExpiryWindow = 5 * time.Minute })
}

func (a *Accounts) source(profile string) *source {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sources[profile] == nil {
		a.sources[profile] = &source{profile: profile}
	}
	return a.sources[profile]
}

func (a *Accounts) target(account string) *target {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.targets[account] == nil {
		a.targets[account] = &target{}
	}
	return a.targets[account]
}

package account

import (
	"cmp"
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

// Identity is who some credentials belong to.
type Identity struct {
	Account string
	ARN     string // "arn:aws:sts::111111111111:assumed-role/ci/build-7"
}

// source is where credentials come from: one profile, or what the SDK finds
// without one. It is asked once; what it said stays for the life of the process.
type source struct {
	profile string // "" for what the SDK finds by itself

	mu       sync.Mutex
	asked    bool
	cfg      aws.Config
	identity Identity
	err      error
}

// caller is the source's configuration and identity; STS is asked in the region
// place where the source has none of its own. What a caller with less
// time than a preflight gives did not hear is not kept.
func (s *source) caller(ctx context.Context, place string) (aws.Config, Identity, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.asked {
		s.cfg, s.identity, s.err = s.ask(ctx, place)
		var late tooLate
		s.asked = ctx.Err() == nil || errors.As(context.Cause(ctx), &late)
	}
	return s.cfg, s.identity, s.err
}

func (s *source) ask(ctx context.Context, place string) (aws.Config, Identity, error) {
	cfg, err := s.load(ctx)
	if err != nil {
		return aws.Config{}, Identity{}, credentialsProblem(s.name(), err)
	}
	cfg.Region = cmp.Or(cfg.Region, place)
	// Asked for by itself, a failure of the source is not taken for one of STS.
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, Identity{}, credentialsProblem(s.name(), stopped(ctx, err))
	}
	who, err := identify(ctx, cfg)
	if err != nil {
		return aws.Config{}, Identity{}, identityProblem(s.name(), cfg.Region, stopped(ctx, err))
	}
	return cfg, who, nil
}

// load reads the environment and the files of the AWS configuration. The
// instance's metadata gets two tries: on a laptop nothing answers there. The SDK
// logs nothing: what matters of it comes back as an error.
func (s *source) load(ctx context.Context) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{config.WithRetryer(retryer), config.WithLogger(logging.Nop{})}
	if s.profile != "" {
		options = append(options, config.WithSharedConfigProfile(s.profile))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return cfg, err
	}
	metadata := imds.NewFromConfig(cfg, func(o *imds.Options) {
		o.Retryer = retry.AddWithMaxAttempts(retry.NewStandard(), 2)
	})
	return config.LoadDefaultConfig(ctx, append(options,
		config.WithEC2RoleCredentialOptions(func(o *ec2rolecreds.Options) { o.Client = metadata }))...)
}

// name is the profile's, as a person would give it to the AWS CLI.
func (s *source) name() string {
	return cmp.Or(s.profile, os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE"), "default")
}

// origin is where the credentials come from, for people who wonder whose they are.
func (s *source) origin() string {
	switch {
	case s.profile == "" && os.Getenv("AWS_ACCESS_KEY_ID") != "":
		return "AWS_ACCESS_KEY_ID"
	case s.profile == "" && os.Getenv("AWS_PROFILE") != "":
		return "the profile " + s.name() + " (AWS_PROFILE)"
	}
	if s.profile != "" {
		return "the profile " + s.name()
	}
	return "the profile " + s.name() + ", or this machine's role"
}

// retryer bounds the tries and slows down when a service says that it is too
// much: many units ask the same account side by side.
func retryer() aws.Retryer {
	return retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
		o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) {
			o.MaxAttempts, o.MaxBackoff = 8, 20*time.Second
		})
	})
}

// brisk are a few tries within five seconds, so that a preflight hears why
// there is no answer before its time is over.
func brisk(o *sts.Options) {
	o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) { o.MaxAttempts, o.MaxBackoff = 5, time.Second })
}

func identify(ctx context.Context, cfg aws.Config) (Identity, error) {
	out, err := sts.NewFromConfig(cfg, brisk).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return Identity{}, err
	}
	return Identity{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn)}, nil
}

// has reports whether the credentials are of a role already.
func (i Identity) has(account, role string) bool {
	_, rest, ok := strings.Cut(i.ARN, ":assumed-role/")
	name, _, _ := strings.Cut(rest, "/")
	return ok && i.Account == account && name == role
}

// stopped keeps the reason why a context ended.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

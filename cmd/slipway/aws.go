//go:build !front

package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/deploy/account"
)

// awsFlags say which account and region a command means, and with whose credentials.
type awsFlags struct {
	login account.Login
}

func (f *awsFlags) flags(c *cobra.Command) {
	l := &f.login
	c.Flags().StringVar(&l.Region, "region", "", "AWS region (default: $AWS_REGION, else the profile's)")
	c.Flags().StringVar(&l.Profile, "profile", "", "profile of the AWS configuration (default: what the AWS CLI would take)")
	c.Flags().StringVar(&l.Account, "account", "", "account id; in another account than the credentials' own the role "+account.DefaultRole+" is assumed")
	c.Flags().StringVar(&l.Role, "role", "", "ARN of a role to assume")
	c.Flags().StringVar(&l.ExternalID, "external-id", "", "external id that the role asks for")
}

var (
	accountID = regexp.MustCompile(`^[0-9]{12}$`)
	roleARN   = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$`)
)

// check finds flags that cannot be meant.
func (f *awsFlags) check(c *cobra.Command) error {
	l := f.login
	switch {
	case l.Account != "" && l.Role != "":
		return usageError{c, errors.New("--account and --role are two ways to say the same; use one")}
	case l.Account != "" && !accountID.MatchString(l.Account):
		return usageError{c, fmt.Errorf("--account %s: an account id has twelve digits", l.Account)}
	case l.Role != "" && !roleARN.MatchString(l.Role):
		return usageError{c, fmt.Errorf("--role %s: the ARN of a role looks like arn:aws:iam::111111111111:role/NAME", l.Role)}
	}
	return nil
}

// answered bounds how long a command that only asks AWS something may take:
// kubectl waits for it.
func answered(ctx context.Context) (context.Context, context.CancelFunc) {
	const limit = 30 * time.Second
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("nothing within %s", limit))
}

// args are the flags again, for a kubeconfig that calls slipway. The region is
// said always: who reads the kubeconfig may have another one.
func (f *awsFlags) args(region string) []string {
	out := []string{"--region", region}
	for _, flag := range [][2]string{
		{"--profile", f.login.Profile}, {"--account", f.login.Account}, {"--role", f.login.Role}, {"--external-id", f.login.ExternalID}, {"--platform", f.login.Platform},
	} {
		if flag[1] != "" {
			out = append(out, flag[0], flag[1])
		}
	}
	return out
}

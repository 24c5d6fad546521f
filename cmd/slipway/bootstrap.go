//go:build !front

package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"slipway.dev/slipway/deploy/account"
	"slipway.dev/slipway/targets/aws/bootstrap"
)

func bootstrapCommand(s streams) *cobra.Command {
	var o bootstrap.Options
	var file string
	c := &cobra.Command{
		Use:   "bootstrap",
		Short: "Write the template of the role that deploys to an AWS account",
		Long: `Write a CloudFormation template that makes the role which Slipway assumes in a
target account. The role acts through CloudFormation, on what is named or tagged
as the platform's; each statement has its reason in the template, for those who
have to approve it. Deploy it once in each account.`,
		Example: `  slipway bootstrap --platform enterprise --trust 999999999999 -o deploy-role.json
  slipway bootstrap --platform enterprise --trust arn:aws:iam::999999999999:role/ci --external-id blue`,
		RunE: func(c *cobra.Command, _ []string) error {
			if o.Platform == "" {
				return usageError{c, errors.New("--platform: name the platform, as the blueprint does")}
			}
			t, err := bootstrap.Template(o)
			if err != nil {
				return err
			}
			data, err := t.JSON()
			if err != nil {
				return err
			}
			if file == "" {
				_, err = s.out.Write(data)
				return err
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				return fmt.Errorf("writing the template: %w", err)
			}
			fmt.Fprintf(s.err, "%s is written; with credentials of the target account:\n  aws cloudformation deploy --stack-name %s --capabilities CAPABILITY_NAMED_IAM --template-file %s\n", file, o.Role, file)
			return nil
		},
	}
	c.Flags().StringVarP(&o.Platform, "platform", "p", "", "name of the platform")
	c.Flags().StringVar(&o.Role, "role-name", account.DefaultRole, "name of the role")
	c.Flags().StringSliceVar(&o.Trust, "trust", nil, "account id, or ARN of a role or a user, that may assume the role (default: the target account's own)")
	c.Flags().StringVar(&o.ExternalID, "external-id", "", "external id that has to be given")
	c.Flags().StringVar(&o.Boundary, "boundary", "", "ARN of a permissions boundary for the role")
	c.Flags().StringSliceVar(&o.Clusters, "cluster", nil, "existing EKS cluster that the platform uses, by name")
	c.Flags().StringSliceVar(&o.Attach, "attach", nil, "ARN of a further policy that roles of the platform may get; those for EKS and its add-ons need none")
	c.Flags().StringVarP(&file, "output", "o", "", "file to write (default: standard output)")
	return c
}

//go:build !front

package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

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
have to approve it. Deploy it once in each account.

The template also makes the policy PLATFORM-boundary, the most that any role of
the platform may ever do: the deploy role can make roles only within it, so that
whoever deploys cannot become administrator. The blueprint has to name it, since
a role without it is refused:

  aws: {deployRole: slipway-deploy, permissionsBoundary: PLATFORM-boundary}`,
		Example: `  slipway bootstrap --platform enterprise --trust 999999999999 -o deploy-role.json
  slipway bootstrap --platform enterprise --trust arn:aws:iam::999999999999:role/ci --external-id blue
  slipway bootstrap --platform enterprise --boundary workload-boundary   # one of the account's own`,
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
			if o.NoBoundary {
				fmt.Fprintln(s.err, "warning: no boundary: whoever may assume the role can make itself administrator of the account; leave out --no-boundary to have its roles bounded")
			}
			if file == "" {
				_, err = s.out.Write(data)
				return err
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				return fmt.Errorf("writing the template: %w", err)
			}
			fmt.Fprintf(s.err, "%s is written; with credentials of the target account:\n  aws cloudformation deploy --stack-name %s --capabilities CAPABILITY_NAMED_IAM --template-file %s\n", file, o.Role, file)
			fmt.Fprintf(s.err, "Then the blueprint says\n  aws: {%s}\n", settings(o))
			if name := o.BoundaryName(); name != "" {
				fmt.Fprintf(s.err, "The role makes only roles that arn:aws:iam::ACCOUNT:policy/%s bounds.\n", name)
			}
			return nil
		},
	}
	c.Flags().StringVarP(&o.Platform, "platform", "p", "", "name of the platform")
	c.Flags().StringVar(&o.Role, "role-name", account.DefaultRole, "name of the role")
	c.Flags().StringSliceVar(&o.Trust, "trust", nil, "account id, or ARN of a role or a user, that may assume the role (default: the target account's own)")
	c.Flags().StringVar(&o.ExternalID, "external-id", "", "external id that has to be given")
	c.Flags().StringVar(&o.Boundary, "boundary", "", "name or ARN of the policy that bounds every role of the platform (default: the template makes PLATFORM-boundary)")
	c.Flags().BoolVar(&o.NoBoundary, "no-boundary", false, "let the platform make roles without a bound: whoever deploys can then become administrator")
	c.Flags().StringVar(&o.RoleBoundary, "role-boundary", "", "ARN of a permissions boundary for the deploy role itself")
	c.Flags().StringSliceVar(&o.Clusters, "cluster", nil, "existing EKS cluster that the platform uses, by name")
	c.Flags().StringSliceVar(&o.Attach, "attach", nil, "ARN of a further policy that roles of the platform may get; those for EKS and its add-ons need none")
	c.Flags().StringSliceVar(&o.Allow, "allow", nil, "further action that roles of the platform may ever do, such as bedrock:InvokeModel; what the catalogue needs is allowed")
	c.Flags().StringVarP(&file, "output", "o", "", "file to write (default: standard output)")
	return c
}

// settings are what the blueprint has to say under aws.
func settings(o bootstrap.Options) string {
	out := "deployRole: " + o.Role
	if o.ExternalID != "" {
		out += ", externalID: " + strconv.Quote(o.ExternalID)
	}
	if name := o.BoundaryName(); name != "" {
		out += ", permissionsBoundary: " + name
	}
	return out
}

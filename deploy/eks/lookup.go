package eks

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/eks"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	"slipway.dev/slipway/diag"
)

// Lookup is the deployer of a cluster that is there already: it finds the
// cluster's outputs and changes nothing, also when the platform is destroyed.
type Lookup struct {
	cfg  aws.Config
	name string
}

var _ deploy.Deployer = (*Lookup)(nil)

// NewLookup looks a cluster up by the name EKS knows it by, in the account and
// region of the config. It makes no request.
func NewLookup(cfg aws.Config, name string) *Lookup { return &Lookup{cfg: cfg, name: name} }

// Diff finds the cluster. A plan that is empty hands out its outputs. A cluster
// that is not there is a mistake, and not deploy.ErrAbsent: nobody will make it.
func (l *Lookup) Diff(ctx context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	c, err := Describe(ctx, l.cfg, l.name)
	if errors.Is(err, deploy.ErrAbsent) {
		return nil, fmt.Errorf("there is no EKS cluster %s in %s\n    %s", l.name, l.cfg.Region, l.others(ctx))
	}
	if err != nil {
		return nil, err
	}
	if !c.ready() {
		return nil, errors.New(c.unready().Error())
	}
	outputs, err := c.Outputs()
	if err != nil {
		return nil, err
	}
	return &deploy.Plan{Unit: u, Same: 1, Outputs: outputs}, nil
}

// others is a sentence about the clusters there are.
func (l *Lookup) others(ctx context.Context) string {
	var names []string
	for pages := eks.NewListClustersPaginator(eks.NewFromConfig(l.cfg), &eks.ListClustersInput{}); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "Look at its name, account and region in the blueprint."
		}
		names = append(names, page.Clusters...)
	}
	switch {
	case len(names) == 0:
		return "There is none in this region of this account at all; look at the cluster's account and region in the blueprint."
	case diag.Suggest(l.name, names) != "":
		return diag.DidYouMean(l.name, names)
	}
	return "There are: " + strings.Join(names, ", ") + "."
}

// Apply has nothing to do.
func (l *Lookup) Apply(_ context.Context, p *deploy.Plan, _ func(deploy.Event)) (deploy.Outputs, error) {
	return p.Outputs, nil
}

// Hold has nothing to wait for: Diff refuses a cluster that is not ready.
func (l *Lookup) Hold(context.Context, *assembly.Unit, assembly.Gate) error { return nil }

// Delete leaves the cluster as it is.
func (l *Lookup) Delete(_ context.Context, u *assembly.Unit, report func(deploy.Event)) error {
	report(deploy.Event{Type: deploy.Note, Unit: u.ID, Message: "the EKS cluster " + l.name + " was there before and stays"})
	return nil
}

// Outputs are what a cluster hands to the units that need it, the same that the
// stack of a new cluster does. EKS does not tell public subnets from private
// ones, so all are private here.
func (c *Cluster) Outputs() (deploy.Outputs, error) {
	id, err := arn.Parse(c.ARN)
	if err != nil {
		return nil, fmt.Errorf("reading the ARN of the EKS cluster %s: %w", c.Name, err)
	}
	out := deploy.Outputs{
		"ClusterName": c.Name, "ClusterArn": c.ARN, "Endpoint": c.Endpoint,
		"CertificateAuthority": base64.StdEncoding.EncodeToString(c.CA),
		"SecurityGroupId":      c.Group, "VpcId": c.VPC,
		"PrivateSubnetIds": strings.Join(c.Subnets, ","), "PublicSubnetIds": "",
		"Region": id.Region, "AccountId": id.AccountID, "Partition": id.Partition,
	}
	if issuer := strings.TrimPrefix(c.Issuer, "https://"); issuer != "" {
		out["OidcIssuer"] = issuer
		out["OidcProviderArn"] = fmt.Sprintf("arn:%s:iam::%s:oidc-provider/%s", id.Partition, id.AccountID, issuer)
	}
	return out, nil
}

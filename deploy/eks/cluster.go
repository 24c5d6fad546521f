package eks

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"
	"github.com/aws/smithy-go"

	"slipway.dev/slipway/deploy"
)

// Cluster is what EKS says about one (DescribeCluster, Amazon EKS API reference).
type Cluster struct {
	Name, ARN string
	Version   string // of Kubernetes: "1.34"
	Status    string // "ACTIVE", "CREATING", "UPDATING", "DELETING", "FAILED"
	Endpoint  string // "https://…", "" before there is one
	CA        []byte // PEM
	Issuer    string // "https://oidc.eks.us-east-2.amazonaws.com/id/…"; "" without one
	VPC       string
	Subnets   []string // those of the control plane's network interfaces
	Group     string   // the security group that EKS made
	Public    bool     // the endpoint answers outside of the VPC, for PublicCIDRs
	// PublicCIDRs are those that may reach a public endpoint.
	PublicCIDRs []string
	// Failures are what EKS says is wrong with the cluster.
	Failures []string
	Created  time.Time

	cfg aws.Config
}

// Describe asks EKS about a cluster in the account and region of the config. The
// error wraps deploy.ErrAbsent when there is none of that name.
func Describe(ctx context.Context, cfg aws.Config, name string) (*Cluster, error) {
	out, err := eks.NewFromConfig(cfg).DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)})
	if err != nil {
		return nil, describeError(name, cfg.Region, err)
	}
	return read(cfg, out.Cluster)
}

func describeError(name, region string, err error) error {
	var missing *types.ResourceNotFoundException
	var api smithy.APIError
	switch {
	case errors.As(err, &missing):
		return fmt.Errorf("there is no EKS cluster %s in %s: %w", name, region, deploy.ErrAbsent)
	case errors.As(err, &api) && strings.HasPrefix(api.ErrorCode(), "AccessDenied"):
		return fmt.Errorf("looking at the EKS cluster %s in %s: %w\n    The role needs eks:DescribeCluster; 'slipway bootstrap' makes one that has it", name, region, err)
	}
	return fmt.Errorf("looking at the EKS cluster %s in %s: %w", name, region, err)
}

func read(cfg aws.Config, in *types.Cluster) (*Cluster, error) {
	c := &Cluster{
		cfg: cfg, Name: aws.ToString(in.Name), ARN: aws.ToString(in.Arn), Version: aws.ToString(in.Version),
		Status: string(in.Status), Endpoint: aws.ToString(in.Endpoint), Created: aws.ToTime(in.CreatedAt),
	}
	if in.CertificateAuthority != nil {
		var err error
		if c.CA, err = base64.StdEncoding.DecodeString(aws.ToString(in.CertificateAuthority.Data)); err != nil {
			return nil, fmt.Errorf("reading the certificate authority of the EKS cluster %s: %w", c.Name, err)
		}
	}
	if in.Identity != nil && in.Identity.Oidc != nil {
		c.Issuer = aws.ToString(in.Identity.Oidc.Issuer)
	}
	if vpc := in.ResourcesVpcConfig; vpc != nil {
		c.VPC, c.Subnets, c.Group = aws.ToString(vpc.VpcId), vpc.SubnetIds, aws.ToString(vpc.ClusterSecurityGroupId)
		c.Public, c.PublicCIDRs = vpc.EndpointPublicAccess, vpc.PublicAccessCidrs
	}
	if in.Health != nil {
		for _, issue := range in.Health.Issues {
			c.Failures = append(c.Failures, fmt.Sprintf("%s: %s", issue.Code, aws.ToString(issue.Message)))
		}
	}
	return c, nil
}

// New reports a cluster that was asked for within the last half hour: not all of
// AWS knows about it yet. A private endpoint will not be reached later, either.
func (c *Cluster) New() bool { return c.Public && time.Since(c.Created) < 30*time.Minute }

// unready says why the cluster cannot be used. Where no API server serves, not
// yet or not any more, the error wraps deploy.ErrAbsent.
func (c *Cluster) unready() error {
	why := "it has no endpoint"
	switch types.ClusterStatus(c.Status) {
	case types.ClusterStatusCreating, types.ClusterStatusPending:
		why = "it is being created, which takes about ten minutes; run the same command again then"
	case types.ClusterStatusDeleting:
		why = "it is being deleted"
	case types.ClusterStatusFailed:
		why = "it could not be created: " + strings.Join(c.Failures, "; ")
	}
	text := fmt.Sprintf("the EKS cluster %s is not ready: %s", c.Name, why)
	if c.serverless() {
		return notServed(text)
	}
	return errors.New(text)
}

// serverless reports a cluster whose API server is not there yet, or is going.
func (c *Cluster) serverless() bool {
	switch types.ClusterStatus(c.Status) {
	case types.ClusterStatusCreating, types.ClusterStatusPending, types.ClusterStatusDeleting, types.ClusterStatusFailed:
		return true
	}
	return false
}

// notServed is why nothing can be asked of a cluster.
type notServed string

func (e notServed) Error() string { return string(e) }
func (notServed) Unwrap() error   { return deploy.ErrAbsent }

// ready reports whether the cluster's API server serves.
func (c *Cluster) ready() bool {
	s := types.ClusterStatus(c.Status)
	return c.Endpoint != "" && (s == types.ClusterStatusActive || s == types.ClusterStatusUpdating)
}

package cloudformation

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Drift is what somebody else has changed or deleted of the unit's resources,
// as far as CloudFormation can tell: not every type, and not every property. It
// changes nothing. A stack that is not there has none.
func (d *Deployer) Drift(ctx context.Context, u *assembly.Unit) ([]deploy.Change, error) {
	s, err := u.Stack()
	if err != nil {
		return nil, err
	}
	live, err := d.find(ctx, s.Name)
	if live == nil || err != nil {
		return nil, err
	}
	if err := d.refuse(ctx, live); err != nil {
		return nil, err
	}
	return d.drift(ctx, live)
}

func (d *Deployer) drift(ctx context.Context, s *types.Stack) ([]deploy.Change, error) {
	began, err := d.api.DetectStackDrift(ctx, &sdk.DetectStackDriftInput{StackName: s.StackId})
	if err != nil {
		return nil, d.problem("DetectStackDrift", err)
	}
	if err := d.detected(ctx, s, began.StackDriftDetectionId); err != nil {
		return nil, err
	}
	var out []deploy.Change
	pages := sdk.NewDescribeStackResourceDriftsPaginator(d.api, &sdk.DescribeStackResourceDriftsInput{
		StackName:                       s.StackId,
		StackResourceDriftStatusFilters: []types.StackResourceDriftStatus{types.StackResourceDriftStatusModified, types.StackResourceDriftStatusDeleted},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, d.problem("DescribeStackResourceDrifts", err)
		}
		for _, r := range page.StackResourceDrifts {
			out = append(out, drifted(r))
		}
	}
	return out, nil
}

// detected waits until the detection is over.
func (d *Deployer) detected(ctx context.Context, s *types.Stack, id *string) error {
	var last error
	for {
		out, err := d.api.DescribeStackDriftDetectionStatus(ctx, &sdk.DescribeStackDriftDetectionStatusInput{StackDriftDetectionId: id})
		switch {
		case err != nil && !passes(err):
			return d.problem("DescribeStackDriftDetectionStatus", err)
		case err == nil && out.DetectionStatus == types.StackDriftDetectionStatusDetectionFailed:
			return fmt.Errorf("the drift of the stack %s cannot be detected: %s", aws.ToString(s.StackName), plain(aws.ToString(out.DetectionStatusReason)))
		case err == nil && out.DetectionStatus == types.StackDriftDetectionStatusDetectionComplete:
			return nil
		}
		last = err
		if d.pause(ctx) != nil {
			return d.stopped(ctx, "the drift of the stack "+aws.ToString(s.StackName), "", last)
		}
	}
}

// drifted is the change that brings a resource back.
func drifted(r types.StackResourceDrift) deploy.Change {
	c := deploy.Change{Verb: deploy.Update, What: name(r.ResourceType, r.LogicalResourceId, r.PhysicalResourceId), Type: aws.ToString(r.ResourceType), Drift: true}
	if r.StackResourceDriftStatus == types.StackResourceDriftStatusDeleted {
		c.Verb = deploy.Create
	}
	var b strings.Builder
	for _, p := range r.PropertyDifferences {
		path := strings.ReplaceAll(strings.TrimPrefix(aws.ToString(p.PropertyPath), "/"), "/", ".")
		if p.DifferenceType != types.DifferenceTypeRemove {
			line(&b, "-", path, aws.ToString(p.ActualValue), "")
		}
		if p.DifferenceType != types.DifferenceTypeAdd {
			line(&b, "+", path, aws.ToString(p.ExpectedValue), "")
		}
	}
	c.Diff = b.String()
	return c
}

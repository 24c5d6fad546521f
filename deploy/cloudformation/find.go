package cloudformation

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"

	"slipway.dev/slipway/deploy"
)

// setPrefix begins the names of our change sets.
const setPrefix = "slipway-"

// find is the stack of a name or id, nil when there is none.
func (d *Deployer) find(ctx context.Context, stack string) (*types.Stack, error) {
	out, err := d.api.DescribeStacks(ctx, &sdk.DescribeStacksInput{StackName: aws.String(stack)})
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, d.problem("DescribeStacks", err)
	}
	if len(out.Stacks) == 0 {
		return nil, nil
	}
	return &out.Stacks[0], nil
}

// missing reports the answer for a stack that is not there, which has no code of its own.
func missing(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && api.ErrorCode() == "ValidationError" && strings.Contains(api.ErrorMessage(), "does not exist")
}

func tag(s *types.Stack, key string) string {
	for _, t := range s.Tags {
		if aws.ToString(t.Key) == key {
			return aws.ToString(t.Value)
		}
	}
	return ""
}

// refuse fails for a stack that is not the platform's.
func (d *Deployer) refuse(ctx context.Context, s *types.Stack) error {
	owner := tag(s, PlatformTag)
	switch {
	case owner == d.opts.Platform:
		return nil
	case owner == "" && s.StackStatus == types.StackStatusReviewInProgress:
		ours, err := d.reviewed(ctx, s)
		if ours || err != nil {
			return err
		}
	case owner != "":
		return fmt.Errorf("the stack %s belongs to the platform %s, not to %s; it was not touched\n"+
			"Choose another name for the platform or the cluster, or destroy %s first", aws.ToString(s.StackName), owner, d.opts.Platform, owner)
	}
	return fmt.Errorf("there is a stack %s that no platform made (it has no tag %s); it was not touched\n"+
		"Choose another name for the platform or the cluster, or delete that stack first", aws.ToString(s.StackName), PlatformTag)
}

// reviewed reports whether a stack that has nothing but change sets, and so no
// tags, has none of somebody else.
func (d *Deployer) reviewed(ctx context.Context, s *types.Stack) (bool, error) {
	out, err := d.api.ListChangeSets(ctx, &sdk.ListChangeSetsInput{StackName: s.StackId})
	if err != nil {
		return false, d.problem("ListChangeSets", err)
	}
	for _, c := range out.Summaries {
		if !strings.HasPrefix(aws.ToString(c.ChangeSetName), setPrefix) {
			return false, nil
		}
	}
	return true, nil
}

// outputs are what the stack hands to other units.
func outputs(s *types.Stack) deploy.Outputs {
	out := deploy.Outputs{}
	for _, o := range s.Outputs {
		out[aws.ToString(o.OutputKey)] = aws.ToString(o.OutputValue)
	}
	return out
}

func inProgress(s types.StackStatus) bool {
	return strings.HasSuffix(string(s), "_IN_PROGRESS") && s != types.StackStatusReviewInProgress
}

// complete reports a stack that has all it was last asked for.
func complete(s types.StackStatus) bool {
	return s == types.StackStatusCreateComplete || s == types.StackStatusUpdateComplete || s == types.StackStatusImportComplete
}

// updatable reports a stack that takes an update.
func updatable(s types.StackStatus) bool {
	return complete(s) || s == types.StackStatusUpdateRollbackComplete || s == types.StackStatusImportRollbackComplete
}

// neverMade reports a stack whose first creation failed: all it can do is go.
func neverMade(s types.StackStatus) bool {
	return s == types.StackStatusRollbackComplete || s == types.StackStatusRollbackFailed || s == types.StackStatusCreateFailed
}

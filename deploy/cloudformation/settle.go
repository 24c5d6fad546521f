package cloudformation

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/deploy"
)

// settle brings a stack that takes no update to where it does, or away.
func (d *Deployer) settle(ctx context.Context, s *types.Stack, report func(deploy.Event)) error {
	say := func(format string, args ...any) {
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf(format, args...)})
	}
	stack := aws.ToString(s.StackName)
	switch status := s.StackStatus; {
	case inProgress(status):
		say("the stack %s is %s since an earlier run; waiting for it", stack, status)
		_, err := d.follow(ctx, aws.ToString(s.StackId), report)
		return err
	case neverMade(status):
		if err := d.replaceable(ctx, s); err != nil {
			return err
		}
		say("the stack %s was never complete (%s); it is deleted and created again", stack, status)
		return d.delete(ctx, s, report)
	case status == types.StackStatusUpdateRollbackFailed:
		say("the rollback of the stack %s had failed; it is continued", stack)
		return d.continueRollback(ctx, s, report)
	case status == types.StackStatusDeleteFailed:
		say("deleting the stack %s had failed; it is deleted, then created again", stack)
		return d.delete(ctx, s, report)
	case status == types.StackStatusDeleteComplete:
		return nil
	case status == types.StackStatusUpdateFailed:
		return fmt.Errorf("the stack %s is UPDATE_FAILED: somebody has updated it without rollback, and it is half of each\n"+
			"Take it back, then run again: aws cloudformation rollback-stack --stack-name %s --region %s", stack, stack, d.region())
	default:
		return fmt.Errorf("the stack %s is %s, which takes no update and has no way out that is safe to take here\n"+
			"See what it says: aws cloudformation describe-stack-events --stack-name %s --region %s", stack, status, stack, d.region())
	}
}

// replaceable refuses to delete a stack that was never complete and yet holds
// data: deleting it would let go of what its policies keep.
func (d *Deployer) replaceable(ctx context.Context, s *types.Stack) error {
	if s.StackStatus == types.StackStatusRollbackComplete {
		return nil // a creation that is rolled back to the end holds nothing
	}
	body, err := d.api.GetTemplate(ctx, &sdk.GetTemplateInput{StackName: s.StackId})
	if err != nil {
		return d.problem("GetTemplate", err)
	}
	t, err := parse(aws.ToString(body.TemplateBody))
	if err != nil {
		return fmt.Errorf("the stack %s: %w", aws.ToString(s.StackName), err)
	}
	var held []string
	pages := sdk.NewListStackResourcesPaginator(d.api, &sdk.ListStackResourcesInput{StackName: s.StackId})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return d.problem("ListStackResources", err)
		}
		for _, r := range out.StackResourceSummaries {
			retained := keeps(t.Resources[aws.ToString(r.LogicalResourceId)].DeletionPolicy)
			if r.ResourceStatus != types.ResourceStatusDeleteComplete && retained && cfn.Stateful(aws.ToString(r.ResourceType)) {
				held = append(held, name(r.ResourceType, r.LogicalResourceId, r.PhysicalResourceId))
			}
		}
	}
	if len(held) == 0 {
		return nil
	}
	return fmt.Errorf("the stack %s was never complete (%s) and holds what its template retains: %s\n"+
		"See whether there is data in it, then: aws cloudformation delete-stack --stack-name %s --region %s (which leaves it behind), and run again",
		aws.ToString(s.StackName), s.StackStatus, strings.Join(held, ", "), aws.ToString(s.StackName), d.region())
}

// continueRollback takes a failed update back. It skips no resource: what is
// skipped is not any more what CloudFormation takes it for.
func (d *Deployer) continueRollback(ctx context.Context, s *types.Stack, report func(deploy.Event)) error {
	if _, err := d.api.ContinueUpdateRollback(ctx, &sdk.ContinueUpdateRollbackInput{StackName: s.StackId}); err != nil {
		return d.problem("ContinueUpdateRollback", err)
	}
	op, err := d.follow(ctx, aws.ToString(s.StackId), report)
	if err != nil {
		return err
	}
	if op.stack.StackStatus != types.StackStatusUpdateRollbackFailed {
		return nil
	}
	return fmt.Errorf("the rollback of the stack %s failed again%s\n"+
		"Mend what these need and run again, or let CloudFormation leave them as they are:\n"+
		"aws cloudformation continue-update-rollback --stack-name %s --region %s --resources-to-skip %s",
		op.name(), op.because(true), op.name(), d.region(), ids(op.failures(true)))
}

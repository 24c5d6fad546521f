package cloudformation

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Delete deletes the unit's stack, protected or not, and waits until it is
// gone. What its template retains stays, and is named. A stack of somebody
// else is refused.
func (d *Deployer) Delete(ctx context.Context, u *assembly.Unit, report func(deploy.Event)) error {
	s, err := u.Stack()
	if err != nil {
		return err
	}
	for range mostRounds {
		live, err := d.find(ctx, s.Name)
		if live == nil || err != nil {
			return err
		}
		if err := d.refuse(ctx, live); err != nil {
			return err
		}
		err = d.deleteOnce(ctx, live, report)
		if err == nil || !overtaken(err) {
			return err
		}
	}
	return fmt.Errorf("the stack %s does not settle: something else changes it, too", s.Name)
}

func (d *Deployer) deleteOnce(ctx context.Context, s *types.Stack, report func(deploy.Event)) error {
	if inProgress(s.StackStatus) && s.StackStatus != types.StackStatusDeleteInProgress {
		op, err := d.follow(ctx, aws.ToString(s.StackId), report)
		if err != nil {
			return err
		}
		s = op.stack
	}
	return d.delete(ctx, s, report)
}

// delete deletes a stack, twice where the first time fails: what still held a
// resource, a network interface say, is often gone by then.
func (d *Deployer) delete(ctx context.Context, s *types.Stack, report func(deploy.Event)) error {
	if aws.ToBool(s.EnableTerminationProtection) && s.StackStatus != types.StackStatusDeleteInProgress {
		if err := d.protect(ctx, s, false); err != nil {
			return err
		}
	}
	var op *operation
	for try := range 2 {
		if try > 0 {
			report(deploy.Event{Type: deploy.Note, Message: "deleting failed, and is tried once more"})
		}
		if try > 0 || s.StackStatus != types.StackStatusDeleteInProgress {
			if _, err := d.api.DeleteStack(ctx, &sdk.DeleteStackInput{StackName: s.StackId}); err != nil {
				return d.problem("DeleteStack", err)
			}
		}
		var err error
		if op, err = d.follow(ctx, aws.ToString(s.StackId), report); err != nil {
			return err
		}
		if op.stack.StackStatus == types.StackStatusDeleteComplete {
			return nil
		}
	}
	return d.held(op)
}

// held says what keeps a stack from being deleted.
func (d *Deployer) held(op *operation) error {
	return fmt.Errorf("the stack %s cannot be deleted (%s)%s\n"+
		"Remove what still uses these and run again, or leave them behind, for somebody to delete by hand:\n"+
		"aws cloudformation delete-stack --stack-name %s --region %s --retain-resources %s",
		op.name(), op.stack.StackStatus, op.because(false), op.name(), d.region(), ids(op.failures(false)))
}

package cloudformation

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/deploy"
)

// kept are the resources that a creation failed at because they are there, and
// that the template retains: a stack that was destroyed has left them behind.
func (w *work) kept(op *operation) []string {
	if op.stack.StackStatus != types.StackStatusRollbackComplete {
		return nil
	}
	var out []string
	for _, e := range op.failures(false) {
		retained := keeps(w.template.Resources[aws.ToString(e.LogicalResourceId)].DeletionPolicy)
		if !retained || !strings.Contains(aws.ToString(e.ResourceStatusReason), "already exists") {
			return nil
		}
		out = append(out, name(e.ResourceType, e.LogicalResourceId, nil))
	}
	return out
}

// createReviewed makes a stack by a change set: one that so far was only
// planned, or one that takes over what an earlier one has kept, which only a
// change set can.
func (d *Deployer) createReviewed(ctx context.Context, w *work, report func(deploy.Event)) error {
	w.adopt = true
	if _, err := d.changeSet(ctx, w, types.ChangeSetTypeCreate, false); err != nil {
		return err
	}
	var err error
	if w.live, err = d.find(ctx, w.stack.Name); err != nil {
		return err
	}
	if w.live == nil {
		return fmt.Errorf("the stack %s is gone before it was created", w.stack.Name)
	}
	return d.execute(ctx, w, report)
}

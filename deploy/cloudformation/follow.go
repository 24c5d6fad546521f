package cloudformation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/deploy"
)

// pause waits about as long as Options.Poll says: many stacks that are looked
// at in step would be throttled in step.
func (d *Deployer) pause(ctx context.Context) error {
	wait := d.opts.Poll*3/4 + rand.N(d.opts.Poll/2+1)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// operation is what happened to a stack since the last time somebody asked for
// something, oldest first.
type operation struct {
	stack  *types.Stack
	events []types.StackEvent
	seen   map[string]bool
	told   map[string]bool // resource and status: the service repeats them
}

// follow tells what happens in a stack until nothing does any more. Failures
// that say nothing about the stack are outlived until ctx ends.
func (d *Deployer) follow(ctx context.Context, id string, report func(deploy.Event)) (*operation, error) {
	op := &operation{seen: map[string]bool{}, told: map[string]bool{}}
	status, stackName := "", id
	var last error
	for {
		stack, err := d.find(ctx, id)
		if err == nil && stack == nil {
			return nil, fmt.Errorf("the stack %s is gone while it was being waited for", id)
		}
		if err == nil {
			op.stack, status, stackName = stack, string(stack.StackStatus), aws.ToString(stack.StackName)
			err = d.news(ctx, op, id, report)
		}
		switch {
		case err == nil && !inProgress(op.stack.StackStatus):
			return op, nil
		case err != nil && !passes(err) && ctx.Err() == nil:
			return nil, err
		}
		last = err
		if d.pause(ctx) != nil {
			return nil, d.stopped(ctx, "the stack "+stackName, status, last)
		}
	}
}

// news reads the events that are new, back to the beginning of the operation, and tells them.
func (d *Deployer) news(ctx context.Context, op *operation, id string, report func(deploy.Event)) error {
	var fresh []types.StackEvent
	in := &sdk.DescribeStackEventsInput{StackName: aws.String(id)}
	for more := true; more; {
		out, err := d.api.DescribeStackEvents(ctx, in)
		if err != nil {
			return d.problem("DescribeStackEvents", err)
		}
		in.NextToken, more = out.NextToken, out.NextToken != nil
		for _, e := range out.StackEvents {
			if op.seen[aws.ToString(e.EventId)] {
				more = false
				break
			}
			fresh = append(fresh, e)
			if begins(e) {
				more = false
				break
			}
		}
	}
	for _, e := range slices.Backward(fresh) {
		op.seen[aws.ToString(e.EventId)] = true
		op.events = append(op.events, e)
		op.tell(e, report)
	}
	return nil
}

// ofStack reports an event of the stack, not of a resource.
func ofStack(e types.StackEvent) bool {
	return aws.ToString(e.ResourceType) == stackType && aws.ToString(e.PhysicalResourceId) == aws.ToString(e.StackId)
}

// begins reports the first event of an operation.
func begins(e types.StackEvent) bool {
	if !ofStack(e) {
		return false
	}
	switch e.ResourceStatus {
	case types.ResourceStatusCreateInProgress, types.ResourceStatusUpdateInProgress, types.ResourceStatusDeleteInProgress, types.ResourceStatusImportInProgress:
		return true
	case types.ResourceStatusUpdateRollbackInProgress:
		return aws.ToString(e.ResourceStatusReason) == "User Initiated" // it is continued
	}
	return e.ResourceStatus == "REVIEW_IN_PROGRESS"
}

// tell turns an event of the service into one of ours.
func (op *operation) tell(e types.StackEvent, report func(deploy.Event)) {
	status := string(e.ResourceStatus)
	key := aws.ToString(e.LogicalResourceId) + " " + aws.ToString(e.PhysicalResourceId) + " " + status
	began := aws.ToString(e.LogicalResourceId) + " " + status
	if op.told[key] || strings.HasSuffix(status, "_IN_PROGRESS") && op.told[began] {
		return
	}
	op.told[key], op.told[began] = true, true
	what, reason := name(e.ResourceType, e.LogicalResourceId, e.PhysicalResourceId), plain(aws.ToString(e.ResourceStatusReason))
	out := deploy.Event{Type: deploy.Note, Time: aws.ToTime(e.Timestamp)}
	switch {
	case ofStack(e):
		if !strings.Contains(status, "ROLLBACK_IN_PROGRESS") {
			return
		}
		out.Message = strings.TrimSpace("rolling back: " + reason)
	case e.ResourceStatus == types.ResourceStatusDeleteSkipped:
		out.Message = "kept: " + what
	case strings.HasSuffix(status, "_FAILED"):
		out.Message = "failed: " + what + ": " + reason
	case strings.HasSuffix(status, "_IN_PROGRESS"):
		out.Message = doing(status) + " " + what
	default:
		out.Type, out.What, out.Verb = deploy.UnitChanged, what, verb(status)
	}
	report(out)
}

func verb(status string) deploy.Verb {
	switch {
	case strings.HasPrefix(status, "CREATE"), strings.HasPrefix(status, "IMPORT"):
		return deploy.Create
	case strings.HasPrefix(status, "DELETE"):
		return deploy.Delete
	}
	return deploy.Update
}

func doing(status string) string {
	return map[deploy.Verb]string{deploy.Create: "creating", deploy.Delete: "deleting", deploy.Update: "updating"}[verb(status)]
}

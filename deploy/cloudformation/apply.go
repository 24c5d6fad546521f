package cloudformation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/deploy"
)

// mostRounds bounds how often a stack that is not as expected is looked at
// again: waited for, got out of a stuck state, created anew, updated.
const mostRounds = 6

// Apply brings the stack to what Diff found and follows it until it is there.
// Killed anywhere, the next run finds the stack where it is, waits for it and
// goes on. The error of a stack that failed names the resources that failed.
func (d *Deployer) Apply(ctx context.Context, p *deploy.Plan, report func(deploy.Event)) (deploy.Outputs, error) {
	w, ok := p.Private.(*work)
	if !ok || d.opts.Preview {
		return nil, fmt.Errorf("the plan is not one that can be applied")
	}
	var last error
	for range mostRounds {
		done, err := d.step(ctx, w, report)
		switch {
		case err == nil && done:
			return d.finish(ctx, w)
		case err != nil && !overtaken(err):
			return nil, err
		}
		last = err
		if p, err = d.Diff(ctx, w.unit); err != nil {
			return nil, err
		}
		if w = p.Private.(*work); p.Empty() {
			return p.Outputs, nil
		}
	}
	return nil, fmt.Errorf("the stack %s does not settle, it was %s: something else changes it, too: %w", w.stack.Name, status(w.live), last)
}

// step does one thing, and reports whether it was the last.
func (d *Deployer) step(ctx context.Context, w *work, report func(deploy.Event)) (bool, error) {
	switch {
	case w.live == nil:
		return true, d.create(ctx, w, report)
	case w.live.StackStatus == types.StackStatusReviewInProgress:
		return true, d.createReviewed(ctx, w, report)
	case !updatable(w.live.StackStatus):
		return false, d.settle(ctx, w.live, report)
	case w.set != "":
		return true, d.execute(ctx, w, report)
	case !w.guessed:
		return true, nil // only the protection is missing
	}
	_, err := d.changeSet(ctx, w, types.ChangeSetTypeUpdate, false) // the credentials allowed none when it was compared
	if err != nil || w.set == "" {
		return true, err
	}
	return true, d.execute(ctx, w, report)
}

// overtaken reports that the stack is not any more as it was when it was
// looked at, by another run or by an answer that was lost.
func overtaken(err error) bool {
	switch code(err) {
	case "AlreadyExistsException", "ChangeSetNotFound", "InvalidChangeSetStatus":
		return true
	case "ValidationError":
		return strings.Contains(err.Error(), "_IN_PROGRESS state") || strings.Contains(err.Error(), "can not be updated") || strings.Contains(err.Error(), "while in status")
	}
	return false
}

func status(s *types.Stack) string {
	if s == nil {
		return "not there"
	}
	return string(s.StackStatus)
}

// create makes a new stack in one request. A change set of type CREATE would
// take three, and killed between them leave a stack in review that has no tags.
// A creation that fails takes all away again, retained resources too: nothing
// was in them yet, and they would be in the way of the next try.
func (d *Deployer) create(ctx context.Context, w *work, report func(deploy.Event)) error {
	out, err := d.api.CreateStack(ctx, &sdk.CreateStackInput{
		StackName: aws.String(w.stack.Name), TemplateBody: aws.String(w.body), Parameters: w.parameters(), Tags: w.sdkTags(),
		Capabilities: w.capabilities(), OnFailure: types.OnFailureRollback, RetainExceptOnCreate: aws.Bool(true),
		ClientRequestToken: token("create", w.body, rand.Text()), // one that failed before must not answer for this one
	})
	if err != nil {
		return d.problem("CreateStack", err)
	}
	op, err := d.see(ctx, w, aws.ToString(out.StackId), report)
	if op == nil || err == nil {
		return err
	}
	if !w.kept(op) {
		return err
	}
	if err := d.delete(ctx, op.stack, report); err != nil {
		return err
	}
	return d.createReviewed(ctx, w, report)
}

// execute carries out the change set. Its own id is in the token: the same
// change may have to be tried again after it was rolled back.
func (d *Deployer) execute(ctx context.Context, w *work, report func(deploy.Event)) error {
	_, err := d.api.ExecuteChangeSet(ctx, &sdk.ExecuteChangeSetInput{
		ChangeSetName: aws.String(w.set), RetainExceptOnCreate: aws.Bool(true), ClientRequestToken: token("execute", w.set, w.body),
	})
	if err != nil {
		return d.problem("ExecuteChangeSet", err)
	}
	_, err = d.see(ctx, w, aws.ToString(w.live.StackId), report)
	return err
}

// see follows an operation and judges it.
func (d *Deployer) see(ctx context.Context, w *work, id string, report func(deploy.Event)) (*operation, error) {
	op, err := d.follow(ctx, id, report)
	if err != nil {
		return nil, err
	}
	w.live = op.stack
	return op, op.judge()
}

// finish protects the stack where that is asked for. It comes last: a stack
// whose creation fails must be free to go.
func (d *Deployer) finish(ctx context.Context, w *work) (deploy.Outputs, error) {
	if w.stack.Protected && !aws.ToBool(w.live.EnableTerminationProtection) {
		if err := d.protect(ctx, w.live, true); err != nil {
			return nil, err
		}
	}
	return outputs(w.live), nil
}

func (d *Deployer) protect(ctx context.Context, s *types.Stack, on bool) error {
	_, err := d.api.UpdateTerminationProtection(ctx, &sdk.UpdateTerminationProtectionInput{StackName: s.StackId, EnableTerminationProtection: aws.Bool(on)})
	if err != nil {
		return d.problem("UpdateTerminationProtection", err)
	}
	return nil
}

// token makes a request that is sent twice have one effect.
func token(parts ...string) *string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return aws.String(setPrefix + hex.EncodeToString(sum[:20]))
}

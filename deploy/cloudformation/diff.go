package cloudformation

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Diff compares the unit to its stack. Where they differ it makes a change
// set, which Apply executes, and which a preview deletes again: CloudFormation
// knows best what an update replaces. A stack that is busy or stuck is shown
// as such; Apply waits for it, or gets it out, and then compares.
func (d *Deployer) Diff(ctx context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	w, err := d.read(u)
	if err != nil {
		return nil, err
	}
	if w.live, err = d.find(ctx, w.stack.Name); err != nil {
		return nil, err
	}
	if w.live == nil {
		return w.creation(), nil
	}
	if err := d.refuse(ctx, w.live); err != nil {
		return nil, err
	}
	switch status := w.live.StackStatus; {
	case neverMade(status) || status == types.StackStatusReviewInProgress:
		return w.creation(), nil
	case !updatable(status):
		return w.unsettled(), nil
	}
	p, err := d.compare(ctx, w)
	if err == nil || !overtaken(err) {
		return p, err
	}
	again, lookErr := d.find(ctx, w.stack.Name) // somebody was faster
	if lookErr != nil || again == nil || updatable(again.StackStatus) {
		return nil, err
	}
	w.live = again
	return w.unsettled(), nil
}

func (w *work) plan() *deploy.Plan {
	return &deploy.Plan{Unit: w.unit, Private: w}
}

// creation is the plan for a stack that is all new.
func (w *work) creation() *deploy.Plan {
	p := w.plan()
	for _, id := range slices.Sorted(maps.Keys(w.template.Resources)) {
		kind := w.template.Resources[id].Type
		p.Changes = append(p.Changes, deploy.Change{Verb: deploy.Create, What: kind + " " + id, Type: kind})
	}
	return p
}

// unsettled is the plan for a stack that cannot be compared as it is.
func (w *work) unsettled() *deploy.Plan {
	p := w.plan()
	p.Outputs = outputs(w.live) // those who take values from it can still be compared
	p.Changes = []deploy.Change{w.itself("is " + string(w.live.StackStatus) + "; that is dealt with first, then it is compared")}
	return p
}

// itself is a change of the stack, not of one of its resources.
func (w *work) itself(text string) deploy.Change {
	return deploy.Change{Verb: deploy.Update, What: "stack " + w.stack.Name, Type: stackType, Diff: text + "\n"}
}

// compare is the plan for a stack that takes an update.
func (d *Deployer) compare(ctx context.Context, w *work) (*deploy.Plan, error) {
	old, err := d.api.GetTemplate(ctx, &sdk.GetTemplateInput{StackName: w.live.StackId})
	if err != nil {
		return nil, d.problem("GetTemplate", err)
	}
	p := w.plan()
	p.Outputs, p.Same = outputs(w.live), len(w.template.Resources)
	var drift []deploy.Change
	if d.opts.Drift {
		if drift, err = d.drift(ctx, w.live); err != nil {
			return nil, err
		}
	}
	same := complete(w.live.StackStatus) && w.tagged() && w.supplied() && sameJSON(aws.ToString(old.TemplateBody), w.body)
	if !same || len(drift) > 0 && !d.opts.Preview {
		if p.Changes, err = d.difference(ctx, w, aws.ToString(old.TemplateBody), len(drift) > 0); err != nil {
			return nil, err
		}
	}
	p.Changes = merge(p.Changes, drift)
	if w.protect = w.stack.Protected && !aws.ToBool(w.live.EnableTerminationProtection); w.protect {
		p.Changes = append(p.Changes, w.itself("+termination protection"))
	}
	for _, c := range p.Changes {
		if c.Verb == deploy.Update && c.Type != stackType {
			p.Same--
		}
	}
	p.Same -= created(p.Changes)
	return p, nil
}

func created(changes []deploy.Change) int {
	n := 0
	for _, c := range changes {
		if c.Verb == deploy.Create {
			n++
		}
	}
	return n
}

// merge marks changes of things that somebody else has changed and adds those
// that are only that.
func merge(changes, drift []deploy.Change) []deploy.Change {
	for _, dr := range drift {
		i := slices.IndexFunc(changes, func(c deploy.Change) bool { return c.What == dr.What })
		if i < 0 {
			changes = append(changes, dr)
			continue
		}
		changes[i].Drift = true
	}
	return changes
}

// sameJSON compares templates, whoever has formatted them.
func sameJSON(a, b string) bool {
	if a == b {
		return true
	}
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}

// difference is what a change set says, or what the templates say where the
// credentials may make none.
func (d *Deployer) difference(ctx context.Context, w *work, old string, revert bool) ([]deploy.Change, error) {
	changes, err := d.changeSet(ctx, w, types.ChangeSetTypeUpdate, revert)
	if w.guessed = denied(err); !w.guessed {
		return changes, err
	}
	return d.guess(w, old)
}

package cloudformation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	tagging "github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	tags "github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"

	"slipway.dev/slipway/deploy"
)

// adopted is a resource that a change set takes over.
type adopted struct{ what, physical string }

// kept reports whether a creation failed only because resources are there that
// the template retains: a stack that was destroyed may have left them behind.
func (w *work) kept(op *operation) bool {
	failed := op.failures(false)
	return op.stack.StackStatus == types.StackStatusRollbackComplete && len(failed) > 0 &&
		!slices.ContainsFunc(failed, func(e types.StackEvent) bool {
			retained := keeps(w.template.Resources[aws.ToString(e.LogicalResourceId)].DeletionPolicy)
			return !retained || !strings.Contains(aws.ToString(e.ResourceStatusReason), "already exists")
		})
}

// createReviewed makes a stack by a change set: one that so far was only
// planned, or one that takes over what an earlier one has kept, which only a
// change set can.
func (d *Deployer) createReviewed(ctx context.Context, w *work, report func(deploy.Event)) error {
	w.adopt, w.adopted = true, nil
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
	if err := d.own(ctx, w, report); err != nil {
		return err
	}
	return d.execute(ctx, w, report)
}

// own refuses to take over what the unit has not left behind: CloudFormation
// takes whatever has the name. A resource that was kept has its stack's tags.
func (d *Deployer) own(ctx context.Context, w *work, report func(deploy.Event)) error {
	if len(w.adopted) == 0 {
		return nil
	}
	ours := map[string]string{PlatformTag: d.opts.Platform, UnitTag: string(w.unit.ID)}
	var arns []string
	if d.opts.Tagged != nil {
		var err error
		if arns, err = d.opts.Tagged(ctx, ours); err != nil {
			return err
		}
	}
	var names, foreign []string
	for _, a := range w.adopted {
		names = append(names, a.what)
		if !slices.ContainsFunc(arns, a.is) {
			foreign = append(foreign, a.what)
		}
	}
	if len(foreign) == 0 {
		report(deploy.Event{Type: deploy.Note, Message: "there already, kept when an earlier stack went, and taken over: " + strings.Join(names, ", ")})
		return nil
	}
	if err := d.delete(ctx, w.live, report); err != nil { // nothing is in it
		return err
	}
	return fmt.Errorf("the stack %s would make what already exists: %s\n"+
		"It was not left behind by an earlier stack of %s, and was not touched: it has not the tags %s=%s and %s=%s\n"+
		"Delete it, or give it these tags for it to be taken over, then run again",
		w.stack.Name, strings.Join(foreign, ", "), w.unit.ID, PlatformTag, d.opts.Platform, UnitTag, w.unit.ID)
}

// is reports whether the ARN is the resource's: it ends in the physical id,
// which is an ARN itself for some types, and an address for queues.
func (a adopted) is(arn string) bool {
	id := a.physical
	if strings.HasPrefix(id, "https://") {
		id = id[strings.LastIndex(id, "/")+1:]
	}
	return id != "" && (arn == id || strings.HasSuffix(arn, ":"+id) || strings.HasSuffix(arn, "/"+id))
}

// Tagged is Options.Tagged by the Resource Groups Tagging API.
func Tagged(cfg aws.Config) func(context.Context, map[string]string) ([]string, error) {
	api := tagging.NewFromConfig(cfg)
	return func(ctx context.Context, wanted map[string]string) ([]string, error) {
		in := &tagging.GetResourcesInput{}
		for key, value := range wanted {
			in.TagFilters = append(in.TagFilters, tags.TagFilter{Key: aws.String(key), Values: []string{value}})
		}
		var out []string
		for pages := tagging.NewGetResourcesPaginator(api, in); pages.HasMorePages(); {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, fmt.Errorf("looking for what an earlier stack has left in %s: %w", cfg.Region, err)
			}
			for _, r := range page.ResourceTagMappingList {
				out = append(out, aws.ToString(r.ResourceARN))
			}
		}
		return out, nil
	}
}

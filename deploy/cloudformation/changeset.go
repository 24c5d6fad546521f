package cloudformation

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/deploy"
)

const stackType = "AWS::CloudFormation::Stack"

// changeSet makes a change set and reads what it would do. It is kept in the
// work, unless this is a preview or it would do nothing. One that a killed run
// leaves behind does no harm, and goes when any other is executed.
func (d *Deployer) changeSet(ctx context.Context, w *work, kind types.ChangeSetType, revert bool) ([]deploy.Change, error) {
	in := &sdk.CreateChangeSetInput{
		StackName: aws.String(w.stack.Name), ChangeSetName: aws.String(setName(w)), ChangeSetType: kind,
		TemplateBody: aws.String(w.body), Parameters: w.parameters(), Tags: w.sdkTags(), Capabilities: w.capabilities(),
	}
	in.ClientToken = in.ChangeSetName // an answer that is lost must not make a second one
	if w.adopt {
		in.ImportExistingResources = aws.Bool(true)
	}
	if revert {
		in.DeploymentMode = types.DeploymentModeRevertDrift
	}
	made, err := d.api.CreateChangeSet(ctx, in)
	if err != nil {
		return nil, d.problem("CreateChangeSet", err)
	}
	w.set = aws.ToString(made.Id)
	changes, err := d.readChangeSet(ctx, w)
	if err == nil && !w.empty && !d.opts.Preview {
		return changes, nil
	}
	id := w.set
	w.set = ""
	if _, again := d.api.DeleteChangeSet(ctx, &sdk.DeleteChangeSetInput{ChangeSetName: aws.String(id)}); again != nil && err == nil {
		return nil, d.problem("DeleteChangeSet", again)
	}
	return changes, err
}

// setName is new each time: somebody who previews must not meet somebody who deploys.
func setName(w *work) string {
	sum := sha256.Sum256([]byte(w.body))
	return setPrefix + hex.EncodeToString(sum[:4]) + "-" + strings.ToLower(rand.Text()[:10])
}

// readChangeSet waits until the change set is made and turns it into changes.
func (d *Deployer) readChangeSet(ctx context.Context, w *work) ([]deploy.Change, error) {
	var last error
	for {
		all, err := d.describeChangeSet(ctx, w.set)
		switch {
		case err != nil && !passes(err):
			return nil, d.problem("DescribeChangeSet", err)
		case err != nil:
			last = err
		case all.Status == types.ChangeSetStatusCreateComplete:
			return d.changes(w, all.Changes), nil
		case all.Status == types.ChangeSetStatusFailed && unchanged(aws.ToString(all.StatusReason)):
			w.empty = true
			return nil, nil
		case all.Status == types.ChangeSetStatusFailed:
			return nil, fmt.Errorf("CloudFormation cannot plan the stack %s: %s", w.stack.Name, plain(aws.ToString(all.StatusReason)))
		}
		if err := d.pause(ctx); err != nil {
			return nil, d.stopped(ctx, "the change set of the stack "+w.stack.Name, "", last)
		}
	}
}

// describeChangeSet reads all pages.
func (d *Deployer) describeChangeSet(ctx context.Context, id string) (*sdk.DescribeChangeSetOutput, error) {
	in := &sdk.DescribeChangeSetInput{ChangeSetName: aws.String(id), IncludePropertyValues: aws.Bool(true)}
	first, err := d.api.DescribeChangeSet(ctx, in)
	if err != nil {
		return nil, err
	}
	for token := first.NextToken; token != nil; {
		in.NextToken = token
		next, err := d.api.DescribeChangeSet(ctx, in)
		if err != nil {
			return nil, err
		}
		first.Changes, token = append(first.Changes, next.Changes...), next.NextToken
	}
	return first, nil
}

// unchanged reports the two ways in which the service says that nothing differs.
func unchanged(reason string) bool {
	return strings.Contains(reason, "didn't contain changes") || strings.Contains(reason, "No updates are to be performed")
}

// changes are a change set's. One that has none changes what belongs to no
// resource, such as an output.
func (d *Deployer) changes(w *work, all []types.Change) []deploy.Change {
	var out []deploy.Change
	for _, c := range all {
		if c.ResourceChange != nil {
			out = append(out, d.change(w, c.ResourceChange))
		}
	}
	if len(out) == 0 {
		out = append(out, w.itself("outputs change, no resource does"))
	}
	return out
}

func (d *Deployer) change(w *work, r *types.ResourceChange) deploy.Change {
	c := deploy.Change{Verb: deploy.Update, What: name(r.ResourceType, r.LogicalResourceId, r.PhysicalResourceId), Type: aws.ToString(r.ResourceType)}
	switch r.Action {
	case types.ChangeActionImport:
		c.Verb, c.Adopts = deploy.Create, true
		w.adopted = append(w.adopted, adopted{c.What, aws.ToString(r.PhysicalResourceId)})
	case types.ChangeActionAdd:
		c.Verb = deploy.Create
	case types.ChangeActionRemove:
		c.Verb = deploy.Delete
	}
	switch r.Replacement {
	case types.ReplacementTrue:
		c.Replacement = deploy.Replaces
	case types.ReplacementConditional:
		c.Replacement = deploy.MayReplace
	}
	kept := slices.Contains([]types.PolicyAction{
		types.PolicyActionRetain, types.PolicyActionSnapshot, types.PolicyActionReplaceAndRetain, types.PolicyActionReplaceAndSnapshot,
	}, r.PolicyAction)
	if c.Replacement != deploy.InPlace && r.PolicyAction == "" {
		kept = keeps(w.template.Resources[aws.ToString(r.LogicalResourceId)].UpdateReplacePolicy)
	}
	goes := c.Verb == deploy.Delete || c.Replacement != deploy.InPlace
	c.Keeps, c.Loses = goes && kept, goes && !kept && cfn.Stateful(c.Type)
	c.Because = reasons(r.Details)
	c.Drift = r.ResourceDriftStatus == types.StackResourceDriftStatusModified || r.ResourceDriftStatus == types.StackResourceDriftStatusDeleted
	c.Diff = details(r.Details)
	return c
}

func keeps(policy string) bool { return strings.HasPrefix(policy, "Retain") || policy == "Snapshot" }

// details are the properties that change, a line for what was and one for what will be.
func details(all []types.ResourceChangeDetail) string {
	var b strings.Builder
	for _, one := range all {
		t := one.Target
		if t == nil {
			continue
		}
		path := path(t)
		line(&b, "-", path, aws.ToString(t.BeforeValue), "")
		line(&b, "+", path, aws.ToString(t.AfterValue), remark(one))
	}
	return b.String()
}

// path is the dotted one of a property, or the name of another attribute.
func path(t *types.ResourceTargetDefinition) string {
	path := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(aws.ToString(t.Path), "/"), "Properties/"), "/", ".")
	if path == "" {
		path = strings.TrimPrefix(strings.Trim(string(t.Attribute)+"."+aws.ToString(t.Name), "."), "Properties.")
	}
	return path
}

// reasons are the properties that replace a resource, or may, and the resources
// behind them.
func reasons(all []types.ResourceChangeDetail) string {
	var out []string
	for _, one := range all {
		if one.Target == nil || one.Target.RequiresRecreation == types.RequiresRecreationNever || one.Target.RequiresRecreation == "" {
			continue
		}
		reason := path(one.Target)
		if cause := aws.ToString(one.CausingEntity); cause != "" && one.ChangeSource != types.ChangeSourceParameterReference {
			reason += " (because of " + cause + ")"
		}
		if !slices.Contains(out, reason) {
			out = append(out, reason)
		}
	}
	return strings.Join(out, ", ")
}

func line(b *strings.Builder, sign, path, value, remark string) {
	fmt.Fprintf(b, "%s%s: %s%s\n", sign, path, strings.ReplaceAll(value, "\n", " "), remark)
}

// remark says what a property does to its resource, and which parameter or
// resource is behind it.
func remark(one types.ResourceChangeDetail) string {
	var parts []string
	switch one.Target.RequiresRecreation {
	case types.RequiresRecreationAlways:
		parts = append(parts, "replaces the resource")
	case types.RequiresRecreationConditionally:
		parts = append(parts, "may replace the resource")
	}
	if cause := aws.ToString(one.CausingEntity); cause != "" {
		parts = append(parts, "because of "+cause)
	}
	if len(parts) == 0 {
		return ""
	}
	return "  # " + strings.Join(parts, ", ")
}

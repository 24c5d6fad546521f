package cloudformation

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// failures are the resources that failed of themselves, oldest first: not those
// that were cancelled because of them. Of an operation that was rolled back
// they are those before, in a rollback that failed those of the rollback.
func (op *operation) failures(rollback bool) []types.StackEvent {
	var out []types.StackEvent
	back := false
	seen := map[string]bool{}
	for _, e := range op.events {
		switch {
		case ofStack(e):
			back = back || strings.Contains(string(e.ResourceStatus), "ROLLBACK")
		case back != rollback || !strings.HasSuffix(string(e.ResourceStatus), "_FAILED"):
		case strings.HasPrefix(aws.ToString(e.ResourceStatusReason), "Resource ") && strings.HasSuffix(aws.ToString(e.ResourceStatusReason), " cancelled"):
		case !seen[aws.ToString(e.LogicalResourceId)]:
			seen[aws.ToString(e.LogicalResourceId)] = true
			out = append(out, e)
		}
	}
	return out
}

// because lists failed resources, one a line; the stack's own reason where none did.
func (op *operation) because(rollback bool) string {
	var b strings.Builder
	unbounded := false
	for _, e := range op.failures(rollback) {
		fmt.Fprintf(&b, "\n%s %s: %s", aws.ToString(e.ResourceType), aws.ToString(e.LogicalResourceId), plain(aws.ToString(e.ResourceStatusReason)))
		unbounded = unbounded || refusesUnbounded(aws.ToString(e.ResourceStatusReason))
	}
	if unbounded {
		b.WriteString("\n" + bound)
	}
	if b.Len() == 0 {
		if reason := plain(aws.ToString(op.stack.StackStatusReason)); reason != "" {
			return "\n" + reason
		}
	}
	return b.String()
}

// bound is the way out where the deploy role may make bounded roles only.
const bound = "The deploy role that slipway bootstrap makes gives rights only to roles with the platform's boundary: write aws.permissionsBoundary into the blueprint, PLATFORM-boundary unless bootstrap was told another"

// refusesUnbounded reports that IAM refused what the deploy role may do to roles
// with the platform's boundary only.
func refusesUnbounded(reason string) bool {
	if !strings.Contains(reason, "not authorized to perform: iam:") {
		return false
	}
	for _, action := range []string{"CreateRole", "PutRolePolicy", "AttachRolePolicy", "RolePermissionsBoundary"} {
		if strings.Contains(reason, action) {
			return true
		}
	}
	return false
}

func (op *operation) name() string { return aws.ToString(op.stack.StackName) }

// judge is nil when the stack has become what it was asked for.
func (op *operation) judge() error {
	switch s := op.stack.StackStatus; s {
	case types.StackStatusCreateComplete, types.StackStatusUpdateComplete, types.StackStatusImportComplete:
		return nil
	case types.StackStatusRollbackComplete:
		return fmt.Errorf("stack %s rolled back; nothing of it is left, and the next run begins anew%s", op.name(), op.because(false))
	case types.StackStatusUpdateRollbackComplete:
		return fmt.Errorf("stack %s rolled back; it is as it was before%s", op.name(), op.because(false))
	case types.StackStatusUpdateRollbackFailed:
		return fmt.Errorf("stack %s could not be updated, nor rolled back; the next run continues the rollback%s\nand in the rollback:%s", op.name(), op.because(false), op.because(true))
	case types.StackStatusRollbackFailed:
		return fmt.Errorf("stack %s could not be created, nor taken away again; the next run tries that first%s\nand in the rollback:%s", op.name(), op.because(false), op.because(true))
	default:
		return fmt.Errorf("stack %s is %s%s", op.name(), s, op.because(false))
	}
}

// ids are the logical ids of failed resources, for a command line.
func ids(events []types.StackEvent) string {
	var out []string
	for _, e := range events {
		out = append(out, aws.ToString(e.LogicalResourceId))
	}
	return strings.Join(out, " ")
}

// region is the region of the deployer, for a command line.
func (d *Deployer) region() string { return d.opts.Where[strings.LastIndex(d.opts.Where, "/")+1:] }

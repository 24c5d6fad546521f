package awsdouble

import "context"

// Call is one request whose signature was good.
type Call struct {
	Service string // as signatures name it: "sts", "eks", "tagging", "cloudformation"
	Action  string // "AssumeRole"; for EKS what the request amounts to
	Account string // the caller's
	Region  string // the one signed for
	ARN     string // the caller's
}

type callKey struct{}

func withCall(ctx context.Context, c Call) context.Context {
	return context.WithValue(ctx, callKey{}, c)
}

// CallOf is the call that a handler was given, by its request's context.
func CallOf(ctx context.Context) Call {
	c, _ := ctx.Value(callKey{}).(Call)
	return c
}

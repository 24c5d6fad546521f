// Package cloudformation is a test double of AWS CloudFormation: an
// http.Handler that speaks the service's Query protocol ("AWS CloudFormation
// API Reference", version 2010-05-15) and is meant to be driven by the real
// AWS SDK, alone or behind an awsdouble.Server. It creates nothing; it keeps what stacks would look like.
//
// Time passes by looking: every request that reads a stack, its events or its
// resources takes the operation under way one step further. In one step what
// is in progress ends and what waited for it begins, so a test needs no clock.
//
// It models stacks, change sets, events, implicit and explicit order, outputs,
// conditions, mappings and pseudo parameters, rollback of creates and updates,
// deletion policies, retained resources, termination protection, capabilities,
// tags and their propagation, request tokens, paging, drift, and an account
// and region each of its own. It does not model nested stacks, stack sets,
// imports and exports between stacks, macros and transforms, dynamic
// references, SSM parameters, stack policies, rollback triggers, creation
// policies and signals, service roles, hooks, templates in a bucket, and the
// resource types themselves: Options.Validate and Options.Replaces say what is
// known of those. ID formats are plausible, not exact.
package cloudformation

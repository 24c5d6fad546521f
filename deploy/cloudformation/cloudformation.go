// Package cloudformation deploys units that are stacks of CloudFormation, by
// change sets, and follows what happens in them. It keeps nothing itself: what
// it must know between two runs stands in the stacks' tags. It never touches a
// stack of the same name that the platform did not make, and it never lets go
// of a resource without saying so. It must not know what the templates are for
// nor where credentials come from.
package cloudformation

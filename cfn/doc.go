// Package cfn is CloudFormation as Go values: a template, small typed structs
// for the resource types in use, intrinsic functions, and the service's limits,
// checked when a template is written. The structs in types_gen.go are generated
// from @aws-cdk/aws-service-spec, the published resource specification; what a
// change of a property replaces comes from there, too.
//
// It imports nothing of the project and reaches no network.
package cfn

//go:generate sh gen/generate

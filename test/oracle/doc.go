// Package oracle holds what we predict about CloudFormation against another
// implementation, @aws-cdk/cloudformation-diff, over changes of every property
// of every resource that the project makes. There is nothing in it to import.
package oracle

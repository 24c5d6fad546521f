// Package services is what a cloud runs for a team: one file a type and one
// golden file of what it becomes. A service describes its resources on AWS,
// encrypted, closed to the public and reachable from the cluster alone, and what
// each level of access may do with exactly these. It must not reach a network.
package services

import (
	"time"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// All is every type of service, in the order of their names.
func All() []blueprint.ServiceType {
	return []blueprint.ServiceType{
		&DynamoDB{},
		&ECR{},
		&ElastiCache{},
		&RDSPostgres{},
		&S3{},
		&Secret{},
		&SNS{},
		&SQS{},
	}
}

// onAWS is the fidelity of a service that only AWS runs so far.
func onAWS(what string) map[blueprint.Target]blueprint.Fidelity {
	const absent = "nothing is made, and workloads find no ConfigMap"
	return map[blueprint.Target]blueprint.Fidelity{
		blueprint.Local:      {Level: blueprint.Absent, Note: absent},
		blueprint.Kubeconfig: {Level: blueprint.Absent, Note: absent},
		blueprint.AWS:        {Level: blueprint.Real, Note: what},
	}
}

// tlsOnly refuses whoever comes without TLS, also those whose own policies
// would let them in.
func tlsOnly(actions string, resources ...cfn.String) cfn.Statement {
	return cfn.Statement{
		Sid: "TLSOnly", Effect: "Deny", Principal: cfn.Principal{AWS: []cfn.String{cfn.S("*")}},
		Actions: []string{actions}, Resources: resources,
		Condition: map[string]map[string]any{"Bool": {"aws:SecureTransport": "false"}},
	}
}

// inside is an ARN with something below it: "BUCKET/*".
func inside(arn cfn.String, rest string) cfn.String {
	return cfn.SubWith("${Arn}"+rest, map[string]cfn.String{"Arn": arn})
}

func on(resources ...cfn.String) []cfn.String { return resources }

func seconds(d time.Duration) cfn.Int { return cfn.I(int(d / time.Second)) }

// isOn reads a switch whose default is on.
func isOn(b *bool) bool { return b == nil || *b }

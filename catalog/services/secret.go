package services

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// Secret is a value that AWS Secrets Manager keeps.
type Secret struct {
	Length int `yaml:"length,omitempty" check:"min=8,max=4096" default:"32" doc:"Length of the value that AWS makes up at first: letters and digits. Replace it by your own with write access."`
}

// Info describes the type.
func (*Secret) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:     "secret",
		Doc:      "A secret, made up by AWS at first. Its value is in no template, no output and no ConfigMap.",
		Levels:   []blueprint.Access{blueprint.Read, blueprint.Write, blueprint.ReadWrite},
		Outputs:  []blueprint.Output{{Name: "secretArn", Doc: "ARN of the secret, to ask Secrets Manager for its value"}},
		Stateful: true,
		Fidelity: onAWS("an AWS Secrets Manager secret"),
	}
}

// Check has nothing to report that tags do not.
func (*Secret) Check(*blueprint.ServiceCheck) {}

// Build makes the secret.
func (s *Secret) Build(b *blueprint.ServiceBuild) {
	secret := b.Data("Secret", &cfn.SecretsManagerSecret{
		Description:          cfn.S(b.Service.Name + " of the team " + b.Team.Name),
		GenerateSecretString: &cfn.SecretsManagerSecretGenerateSecretString{PasswordLength: cfn.I(s.Length), ExcludePunctuation: cfn.B(true)},
	})
	b.Output("secretArn", secret.Ref())

	b.Allow(blueprint.Read, on(secret.Ref()), "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
	b.Allow(blueprint.Write, on(secret.Ref()), "secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue")
}

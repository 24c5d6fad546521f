package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// ExternalSecrets brings secrets from outside into the cluster.
type ExternalSecrets struct {
	Chart `yaml:",inline"`
	Names []string `yaml:"names,omitempty" doc:"Names of the secrets (Secrets Manager) and parameters (SSM) it may read, with a * for any rest. Without them: those below the cluster's name in EKS, such as shop-dev/database. For AWS."`
}

// Info describes the add-on.
func (*ExternalSecrets) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "external-secrets",
		Doc:        "Secrets from AWS Secrets Manager, Parameter Store and others as Secrets of Kubernetes.",
		Upstream:   "https://github.com/external-secrets/external-secrets",
		Charts:     []assembly.Chart{{Repo: "https://charts.external-secrets.io", Name: "external-secrets", Version: "2.7.0", Release: "external-secrets", Namespace: "external-secrets"}},
		Namespaces: []string{"external-secrets"},
		Fidelity:   chartFidelity("its controller is not among the programs that run as processes yet"),
	}
}

// Build is upstream's chart, on AWS with a role that reads the secrets of the
// cluster.
func (a *ExternalSecrets) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		a.install(b, a.Info().Charts[0], nil)
		return nil
	}
	pods := identity{namespace: "external-secrets", account: "external-secrets", statements: a.may()}
	b.Add(pods.part(b))
	part := a.release("", a.Info().Charts[0])
	part.Values = fields{"serviceAccount": pods.serviceAccount(b, &part)}
	a.add(b, part)
	return nil
}

func (a *ExternalSecrets) may() []cfn.Statement {
	names := a.Names
	if len(names) == 0 {
		names = []string{clusterName + "/*"}
	}
	var secrets, parameters []string
	for _, name := range names {
		secrets = append(secrets, "secret:"+name+"-*") // the service adds six characters
		parameters = append(parameters, "parameter/"+name)
	}
	return []cfn.Statement{
		cfn.Allow(here("secretsmanager", secrets...), "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds", "secretsmanager:GetResourcePolicy"),
		cfn.Allow(here("ssm", parameters...), "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParameterHistory", "ssm:GetParametersByPath"),
	}
}

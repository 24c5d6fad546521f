package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
)

// SecretsStore mounts secrets from outside as files.
type SecretsStore struct {
	Chart    `yaml:",inline"`
	Provider Chart `yaml:"provider,omitempty" doc:"The chart of the provider for AWS."`
}

// Info describes the add-on.
func (*SecretsStore) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "secrets-store",
		Doc:      "Secrets from outside as files in pods: the Secrets Store CSI driver, on AWS with the provider for Secrets Manager and Parameter Store. Pods read with the roles of their own service accounts.",
		Upstream: "https://github.com/kubernetes-sigs/secrets-store-csi-driver",
		Charts: []assembly.Chart{
			{Repo: "https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts", Name: "secrets-store-csi-driver", Version: "1.6.0", Release: "csi-secrets-store", Namespace: "kube-system"},
			{Repo: "https://aws.github.io/secrets-store-csi-driver-provider-aws", Name: "secrets-store-csi-driver-provider-aws", Version: "3.1.1", Release: "secrets-provider-aws", Namespace: "kube-system"},
		},
		Fidelity: chartFidelity("pods on simulated nodes mount nothing"),
	}
}

// Check reports versions that are none.
func (a *SecretsStore) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	a.Provider.check(c, "provider.version")
}

// Build is the driver, then, on AWS, its provider.
func (a *SecretsStore) Build(b *blueprint.AddOnBuild) error {
	charts := a.Info().Charts
	a.install(b, charts[0], nil)
	if b.Target == blueprint.AWS {
		part := a.Provider.release("provider", charts[1])
		part.Values = fields{"secrets-store-csi-driver": fields{"install": false}} // it is there already
		a.Provider.add(b, part)
	}
	return nil
}

package addons

import "slipway.dev/slipway/blueprint"

// PrivateCAIssuer signs certificates by AWS Private CA.
type PrivateCAIssuer struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*PrivateCAIssuer) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "private-ca-issuer",
		Doc:        "Certificates of AWS Private CA for cert-manager.",
		Upstream:   "https://github.com/cert-manager/aws-privateca-issuer",
		Managed:    "aws-privateca-connector-for-kubernetes",
		Needs:      []string{"cert-manager"},
		Namespaces: []string{"aws-privateca-issuer"},
		Fidelity:   managedFidelity("there is no certificate authority of AWS on this machine", needsAccount),
	}
}

// Build is the EKS add-on with the policy that AWS keeps for it.
func (a *PrivateCAIssuer) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{namespace: "aws-privateca-issuer", account: "aws-privateca-issuer", managed: []string{"AWSPrivateCAConnectorForKubernetesPolicy"}}, nil)
}

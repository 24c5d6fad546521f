package addons

import "slipway.dev/slipway/blueprint"

// EbsCsi makes volumes of Amazon EBS.
type EbsCsi struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*EbsCsi) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "ebs-csi",
		Doc:      "Volumes of Amazon EBS, with a default storage class.",
		Upstream: "https://github.com/kubernetes-sigs/aws-ebs-csi-driver",
		Managed:  "aws-ebs-csi-driver",
		Fidelity: managedFidelity("pods on simulated nodes mount nothing", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on with the policy that AWS keeps for it.
func (a *EbsCsi) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{namespace: "kube-system", account: "ebs-csi-controller-sa", managed: []string{"service-role/AmazonEBSCSIDriverPolicy"}}, fields{"defaultStorageClass": fields{"enabled": true}})
}

package addons

import "slipway.dev/slipway/blueprint"

// EfsCsi mounts file systems of Amazon EFS.
type EfsCsi struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*EfsCsi) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "efs-csi",
		Doc:      "Volumes of Amazon EFS, shared between pods.",
		Upstream: "https://github.com/kubernetes-sigs/aws-efs-csi-driver",
		Managed:  "aws-efs-csi-driver",
		Fidelity: managedFidelity("pods on simulated nodes mount nothing", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on with the policy that AWS keeps for it.
func (a *EfsCsi) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{namespace: "kube-system", account: "efs-csi-controller-sa", managed: []string{"service-role/AmazonEFSCSIDriverPolicy"}}, nil)
}

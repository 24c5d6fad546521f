package addons

import "slipway.dev/slipway/blueprint"

// SnapshotController takes snapshots of volumes.
type SnapshotController struct {
	Managed `yaml:",inline"`
}

// Info describes the add-on.
func (*SnapshotController) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "snapshot-controller",
		Doc:      "Snapshots of volumes as objects, for drivers that can.",
		Upstream: "https://github.com/kubernetes-csi/external-snapshotter",
		Managed:  "snapshot-controller",
		Fidelity: managedFidelity("there are no volumes here", "it is a part of Amazon EKS"),
	}
}

// Build is the EKS add-on.
func (a *SnapshotController) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	return a.install(b, a.Info().Managed, identity{}, nil)
}

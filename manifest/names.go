package manifest

// Names that several rooms write into manifests and have to agree on.
const (
	// TeamLabel marks a team's objects with the team's name.
	TeamLabel = "slipway.dev/team"
	// TeamDeployer is the service account in a team's namespace that GitOps
	// programs act as when they ship the team's workloads.
	TeamDeployer = "gitops"
)

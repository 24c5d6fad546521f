// Package upstream holds the manifests of the programs in the catalogue as
// their authors published them, taken from the authors' Go modules and split by
// what a deployment needs separately. It exists so that compiling needs no
// network. The files are generated and opaque: nothing here or in compile
// parses them, and nobody edits them by hand.
package upstream

import (
	_ "embed"
)

//go:generate go run ./gen

// The files, embedded once: every assembly aliases these bytes, which nobody may change.
var (
	//go:embed argocd/crds.json
	argocdCRDs []byte
	//go:embed argocd/rbac.json
	argocdRBAC []byte
	//go:embed argocd/workloads.json
	argocdWorkloads []byte

	//go:embed fluxcd/crds.json
	fluxCRDs []byte
	//go:embed fluxcd/rbac.json
	fluxRBAC []byte
	//go:embed fluxcd/workloads.json
	fluxWorkloads []byte

	//go:embed gatekeeper/crds.json
	gatekeeperCRDs []byte
	//go:embed gatekeeper/rbac.json
	gatekeeperRBAC []byte
	//go:embed gatekeeper/workloads.json
	gatekeeperWorkloads []byte
	//go:embed gatekeeper/webhooks.json
	gatekeeperWebhooks []byte
	//go:embed gatekeeper-local/webhooks.json
	gatekeeperLocalWebhooks []byte

	//go:embed gateway-api/crds.json
	gatewayCRDs []byte
	//go:embed gateway-api/policies.json
	gatewayPolicies []byte

	//go:embed flagger/crds.json
	flaggerCRDs []byte
	//go:embed flagger/rbac.json
	flaggerRBAC []byte

	//go:embed argo-rollouts/crds.json
	rolloutsCRDs []byte
	//go:embed argo-rollouts/rbac.json
	rolloutsRBAC []byte

	//go:embed metrics-server/rbac.json
	metricsRBAC []byte
	//go:embed metrics-server/workloads.json
	metricsWorkloads []byte
)

// Files are manifests by the name they have in a unit.
type Files = map[string][]byte

// ArgoCDBase is what Argo CD needs before it runs: definitions, accounts and
// roles, configuration.
func ArgoCDBase() Files { return Files{"crds.json": argocdCRDs, "rbac.json": argocdRBAC} }

// ArgoCDWorkloads is Argo CD as workloads of the cluster.
func ArgoCDWorkloads() Files { return Files{"workloads.json": argocdWorkloads} }

// FluxBase is what Flux' source and kustomize controllers need before they run.
func FluxBase() Files { return Files{"crds.json": fluxCRDs, "rbac.json": fluxRBAC} }

// FluxWorkloads is the two controllers as workloads, locked down for tenants.
func FluxWorkloads() Files { return Files{"workloads.json": fluxWorkloads} }

// GatekeeperBase is what Gatekeeper needs before it runs.
func GatekeeperBase() Files { return Files{"crds.json": gatekeeperCRDs, "rbac.json": gatekeeperRBAC} }

// GatekeeperWorkloads is Gatekeeper as workloads of the cluster.
func GatekeeperWorkloads() Files { return Files{"workloads.json": gatekeeperWorkloads} }

// GatekeeperWebhooks calls the workloads for admission.
func GatekeeperWebhooks() Files { return Files{"webhooks.json": gatekeeperWebhooks} }

// GatekeeperLocalWebhooks calls a process on this machine: the tokens
// GatekeeperPort and GatekeeperCA stand for its port and its CA.
func GatekeeperLocalWebhooks() Files { return Files{"webhooks.json": gatekeeperLocalWebhooks} }

// The tokens in GatekeeperLocalWebhooks.
const (
	GatekeeperPort = "${gatekeeper.port}"
	GatekeeperCA   = "${gatekeeper.ca}"
)

// GatewayAPIBase is the definitions of the Gateway API's standard channel and
// the policy that guards their upgrade.
func GatewayAPIBase() Files { return Files{"crds.json": gatewayCRDs, "policies.json": gatewayPolicies} }

// FlaggerBase is what Flagger needs before it runs.
func FlaggerBase() Files { return Files{"crds.json": flaggerCRDs, "rbac.json": flaggerRBAC} }

// ArgoRolloutsBase is what Argo Rollouts needs before it runs.
func ArgoRolloutsBase() Files { return Files{"crds.json": rolloutsCRDs, "rbac.json": rolloutsRBAC} }

// MetricsServerAll is metrics-server as a workload, with its rights and its API registration.
func MetricsServerAll() Files {
	return Files{"rbac.json": metricsRBAC, "workloads.json": metricsWorkloads}
}

// MetricsServerRights is the account of metrics-server and its roles.
func MetricsServerRights() Files { return Files{"rbac.json": metricsRBAC} }

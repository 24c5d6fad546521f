// Package version pins what the catalogue installs, in one place. It is apart from
// the manifests so that the program that writes them can be built without them.
package version

// Versions of what the catalogue installs. They name Go modules, whose folders
// carry the manifests, and must be the versions that the distribution builds;
// a test holds the two together. After a change: go generate ./catalog/...
const (
	Kubernetes    = "v1.36.3" // what a local cluster runs
	ArgoCD        = "v3.5.3"
	FluxSource    = "v1.9.3"
	FluxKustomize = "v1.9.3"
	Flux          = "v2.9.3" // roles and accounts only
	Gatekeeper    = "v3.23.1"
	GatewayAPI    = "v1.6.1"
	MetricsServer = "v0.9.0"
	Flagger       = "v1.44.0"
	ArgoRollouts  = "v1.10.1"
	Traefik       = "v3.7.5"
)

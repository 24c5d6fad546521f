// Package workload turns Score files (score.dev/v1b1) into Kubernetes objects.
// A developer writes what a workload is; what a platform asks of every workload
// (security, spreading, disruption, requests) is added here and is in no file.
// It is pure: same files, same options, same bytes. It must not know a cluster,
// nor what makes the services that a file asks for.
package workload

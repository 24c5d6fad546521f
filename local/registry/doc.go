// Package registry is the OCI registry of a platform on this machine: nodes
// pull from it what manifests name, under the very names they use, without the
// internet.
//
// A [Store] is a folder of images; a [Handler] serves one over HTTP as the OCI
// distribution specification (v1.1) says; a [Service] is what the platform's
// daemon runs. Whoever may write the folder may write images without HTTP, also
// while the daemon serves it: nothing is kept in memory.
//
// It must not fetch anything from elsewhere, delete, or listen anywhere but on
// 127.0.0.1. docs/decisions/0018 has the libraries that were not taken.
package registry

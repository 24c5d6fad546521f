// Package preview turns the plans of a deployment into one report for the
// person who has to say yes: what is made, changed, replaced and deleted, which
// data is lost, and which clusters, teams and workloads feel it. It judges
// plans, it makes none, and must not reach a network or a cluster.
package preview

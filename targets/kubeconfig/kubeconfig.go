// Package kubeconfig says what a cluster is that exists already and is reached
// through a kubeconfig: nothing to make. It exists so that every target answers
// the same question; it must not read a kubeconfig, which is the deployer's.
package kubeconfig

import "slipway.dev/slipway/blueprint"

// Cluster is the parts that make the cluster: none, its control plane and nodes
// are there and belong to someone else.
func Cluster(*blueprint.Blueprint, string) ([]blueprint.Part, error) { return nil, nil }

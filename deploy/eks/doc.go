// Package eks is the way into an Amazon EKS cluster, and what one leaves behind:
// the token its API server takes, its endpoint, existing clusters as units, and
// resources that no stack owns. It changes nothing in AWS, but for the deletion
// protection of a cluster that is about to be destroyed.
package eks

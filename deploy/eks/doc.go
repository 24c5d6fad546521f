// Package eks is the way into an Amazon EKS cluster, and what one leaves behind:
// the token its API server takes, its endpoint, existing clusters as units, and
// resources that no stack owns. It never changes a cluster or anything in AWS.
package eks

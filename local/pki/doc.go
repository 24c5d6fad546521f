// Package pki makes the certificates of one local cluster: a CA made once and
// kept, and below it the serving and client certificates, the service account
// key pair and the kubeconfigs.
//
// Every call is idempotent: what is on disk and still good is used again, what
// is missing, expiring, different or half written is made anew. The package
// must not know which components exist or which rights a subject has.
package pki

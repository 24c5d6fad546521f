// Package volumes gives the claims of a cluster on this machine volumes: each a
// folder of its own, of which one real node makes what upstream calls a local
// volume. What is to be done when is the business of the library that other
// provisioners are made with (sig-storage-lib-external-provisioner); here is
// what a volume is.
package volumes

// Package programs hands out the upstream programs a local platform is made
// of: etcd, kube-apiserver, Argo CD and the rest. It takes them from a release
// that ships them, or builds them from the nested module distro into a cache,
// once for each state of their source.
//
// It must not know what the programs are for, choose their versions (distro's
// go.mod does) or start them.
package programs

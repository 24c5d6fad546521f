// Package daemon is the one background process of a platform: a supervisor and
// whatever else must live as long as the platform, behind HTTP on a unix socket
// that only its owner can open. `slipway up` comes and goes; the daemon stays.
//
// The package holds both sides, Run and Client, so that they cannot disagree.
// It must not know what a cluster or an add-on is.
package daemon

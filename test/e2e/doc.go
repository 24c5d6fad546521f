// Package e2e runs the slipway program as people do, against platforms that it
// brings up for real: control plane, controllers, Git, Applications. It knows
// slipway by its command line, its state folder and the clusters it makes, and
// must not reach into how they are made.
//
// The programs come from SLIPWAY_PROGRAMS or, built once, from the distro folder
// of this checkout. One platform is shared by the tests that leave it as they
// found it; tests that break things have their own. Whatever happens to the
// tests, a process of its own takes every platform away afterwards.
//
// For AWS there are doubles of its APIs, and such a platform stands in for the
// EKS clusters: the tests play the machines, so that programs which have to
// answer do. Where they listen is port 443 of loopback addresses, so these
// tests need root.
package e2e

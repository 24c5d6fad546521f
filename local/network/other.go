//go:build !linux

package network

import (
	"context"
	"errors"
	"net/netip"
)

var errLinux = errors.New("a cluster's own network needs Linux")

// Router is the middle of a cluster's network.
type Router struct {
	Path   string
	Addr   netip.Prefix
	Egress string
	Reach  []int
}

// Run needs Linux.
func (Router) Run(context.Context) error { return errLinux }

// Attachment is a host of the cluster's network.
type Attachment struct {
	Router  string
	Addr    netip.Prefix
	Gateway netip.Addr
	Reach   []int
	Publish map[int]int
}

// Host is an attachment that was made.
type Host struct{}

// Attach needs Linux.
func (Attachment) Attach(func(*Host) error) error { return errLinux }

// Remove has nothing to remove.
func Remove(string) error { return nil }

// NameServer needs Linux.
func NameServer(string) error { return errLinux }

//go:build !linux

package node

import (
	"context"
	"errors"
)

var errLinux = errors.New("real nodes need Linux")

// Run needs Linux.
func Run(context.Context, string, ...string) error { return errLinux }

// Init needs Linux.
func Init(context.Context, string) error { return errLinux }

// Clean has nothing to remove.
func Clean(string) error { return nil }

// Missing says why there can be no real nodes here.
func Missing() []string { return []string{"this is not Linux"} }

// ControlGroup is a name that nothing has.
func ControlGroup(string) string { return "slipway" }

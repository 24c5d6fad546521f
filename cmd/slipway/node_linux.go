//go:build !front

package main

import "syscall"

// dieTogether has the kernel end a child with its parent's thread.
func dieTogether() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

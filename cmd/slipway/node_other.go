//go:build !front && !linux

package main

import "syscall"

func dieTogether() *syscall.SysProcAttr { return nil }

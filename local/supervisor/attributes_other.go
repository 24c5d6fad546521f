//go:build !linux

package supervisor

import "syscall"

// attributes puts a child in a group of its own. No other system kills it when
// the daemon dies: the next daemon does.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}

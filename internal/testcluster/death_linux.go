package testcluster

import "syscall"

// dieWithParent has the kernel kill the program when the tests end in any way.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

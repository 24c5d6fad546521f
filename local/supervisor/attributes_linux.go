package supervisor

import "syscall"

// attributes puts a child in a group of its own and has the kernel kill it
// when the daemon dies, however that happens.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

package supervisor

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

var errGone = errors.New("no such process")

const zombie = 5 // SZOMB in sys/proc.h

// identify reads who a pid is now. A zombie counts as gone.
func identify(pid int) (identity, error) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || int(info.Proc.P_pid) != pid || info.Proc.P_stat == zombie {
		return identity{}, errGone
	}
	start := info.Proc.P_starttime
	return identity{
		PID:   pid,
		Start: fmt.Sprintf("%d.%06d", start.Sec, start.Usec),
		Exe:   unix.ByteSliceToString(info.Proc.P_comm[:]),
		// The start is a time of day: it needs no boot to be unique.
		Boot: "darwin",
	}, nil
}

// members returns the living processes of a group.
func members(group int) []int {
	infos, err := unix.SysctlKinfoProcSlice("kern.proc.pgrp", group)
	if err != nil {
		return nil
	}
	var pids []int
	for _, info := range infos {
		if info.Proc.P_stat != zombie {
			pids = append(pids, int(info.Proc.P_pid))
		}
	}
	return pids
}

// marked is never sure here: the environment of another process cannot be
// read, so nothing is killed for its marker.
func marked(int, string) bool { return false }

// residentBytes returns the resident memory of each pid that is alive.
func residentBytes(pids []int) map[int]uint64 {
	sizes := map[int]uint64{}
	var list []string
	for _, pid := range pids {
		list = append(list, strconv.Itoa(pid))
	}
	out, err := exec.Command("/bin/ps", "-o", "pid=,rss=", "-p", strings.Join(list, ",")).Output()
	if err != nil {
		return sizes
	}
	for line := range strings.Lines(string(out)) {
		var pid int
		var kilobytes uint64
		if _, err := fmt.Sscan(line, &pid, &kilobytes); err == nil {
			sizes[pid] = kilobytes << 10
		}
	}
	return sizes
}

// awaitExit returns when a child has ended, but leaves it a zombie: its pid,
// and so its group's number, stays taken until Wait. x/sys has no waitid here;
// the numbers are P_PID, WEXITED and WNOWAIT of sys/wait.h, and the buffer is
// as large as siginfo_t at least.
func awaitExit(pid int) {
	var info [16]uint64
	for {
		_, _, errno := unix.Syscall6(unix.SYS_WAITID, 1, uintptr(pid), uintptr(unsafe.Pointer(&info[0])), 0x4|0x20, 0, 0)
		if errno != unix.EINTR {
			return
		}
	}
}

package supervisor

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

var errGone = errors.New("no such process")

// identify reads who a pid is now. A zombie counts as gone.
func identify(pid int) (identity, error) {
	stat, err := readStat(pid)
	if err != nil {
		return identity{}, err
	}
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return identity{}, fmt.Errorf("identifying pid %d: %w", pid, err)
	}
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return identity{}, fmt.Errorf("identifying this boot: %w", err)
	}
	return identity{PID: pid, Start: stat.start, Exe: exe, Boot: strings.TrimSpace(string(boot))}, nil
}

type procStat struct {
	group string
	start string // clock ticks since boot
}

// readStat reads /proc/pid/stat as proc_pid_stat(5) describes it. The second
// field is the program's name in parentheses, and may hold blanks and
// parentheses of its own.
func readStat(pid int) (procStat, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return procStat{}, errGone
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return procStat{}, errGone
	}
	return procStat{group: fields[2], start: fields[19]}, nil
}

// members returns the living processes of a group.
func members(group int) []int {
	var pids []int
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		if stat, err := readStat(pid); err == nil && stat.group == strconv.Itoa(group) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// marked says whether a process was given this marker when it was started.
func marked(pid int, marker string) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return false
	}
	for variable := range bytes.SplitSeq(data, []byte{0}) {
		if string(variable) == markerVariable+"="+marker {
			return true
		}
	}
	return false
}

// residentBytes returns the resident memory of each pid that is alive.
func residentBytes(pids []int) map[int]uint64 {
	sizes := map[int]uint64{}
	for _, pid := range pids {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(data))
		if len(fields) < 2 {
			continue
		}
		if pages, err := strconv.ParseUint(fields[1], 10, 64); err == nil {
			sizes[pid] = pages * uint64(os.Getpagesize())
		}
	}
	return sizes
}

// awaitExit returns when a child has ended, but leaves it a zombie: its pid,
// and so its group's number, stays taken until Wait.
func awaitExit(pid int) {
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return
		}
	}
}

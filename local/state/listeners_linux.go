package state

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const stateListen = "0A" // TCP_LISTEN in include/net/tcp_states.h

// listeners returns the pids that listen on a TCP port, as far as this user
// may see: first the socket's inode in /proc/net, then who has it open.
func listeners(_ context.Context, port int) []int {
	want := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		addInodes(want, table, port)
	}
	if len(want) == 0 {
		return nil
	}
	var pids []int
	fds, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, fd := range fds {
		target, err := os.Readlink(fd)
		if err != nil || !want[target] {
			continue
		}
		if pid, err := strconv.Atoi(strings.Split(fd, "/")[2]); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// addInodes reads one table; its columns are in proc_pid_net(5).
func addInodes(want map[string]bool, table string, port int) {
	f, err := os.Open(table)
	if err != nil {
		return
	}
	defer f.Close()
	suffix := fmt.Sprintf(":%04X", port)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		column := strings.Fields(lines.Text())
		if len(column) > 9 && strings.HasSuffix(column[1], suffix) && column[3] == stateListen {
			want["socket:["+column[9]+"]"] = true
		}
	}
}

//go:build !linux

package state

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
)

// listeners returns the pids that listen on a TCP port, as lsof sees them.
func listeners(ctx context.Context, port int) []int {
	out, err := exec.CommandContext(ctx, "lsof", "-nP", "-t", "-sTCP:LISTEN", "-iTCP:"+strconv.Itoa(port)).Output()
	if err != nil {
		return nil
	}
	var pids []int
	for _, line := range strings.Fields(string(out)) {
		if pid, err := strconv.Atoi(line); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

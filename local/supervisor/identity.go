package supervisor

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// markerVariable is set in the environment of every child. It tells the next
// daemon that a process is of this platform even when the process has executed
// another program, or when the child that led its group is gone.
const markerVariable = "SLIPWAY_PROCESS"

// identity tells one process from any other that has or had the same pid.
type identity struct {
	PID   int    `json:"pid"`
	Start string `json:"start"` // as the kernel counts it; unique for a pid within one boot
	Exe   string `json:"exe"`
	Boot  string `json:"boot"`
}

// record is what is kept on disk about a running child.
type record struct {
	Name   string `json:"name"`
	Marker string `json:"marker"`
	identity
}

// ours says whether the recorded process still runs and is the same: it
// started at the same moment of the same boot, and either runs the same
// program or carries our marker because it executed another.
func (r record) ours() bool {
	now, err := identify(r.PID)
	if err != nil || now.Boot != r.Boot || now.Start != r.Start {
		return false
	}
	return now.Exe == r.Exe || marked(r.PID, r.Marker)
}

// survivors are the processes of the recorded group whose leader is dead.
// Without the leader only the marker proves anything.
func (r record) survivors() []int {
	if _, err := identify(r.PID); err == nil {
		return nil
	}
	var pids []int
	for _, pid := range members(r.PID) {
		if marked(pid, r.Marker) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// signalGroup signals a group whose leader has not been waited for, so that
// the number cannot have passed to a stranger.
func signalGroup(leader int, signal unix.Signal) error {
	if leader <= 1 {
		return fmt.Errorf("signalling group %d: not a child's", leader)
	}
	if err := unix.Kill(-leader, signal); err != nil && err != unix.ESRCH && err != unix.EPERM {
		return fmt.Errorf("signalling group %d: %w", leader, err)
	}
	return nil
}

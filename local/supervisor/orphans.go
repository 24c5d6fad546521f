package supervisor

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sys/unix"
)

// orphanGrace is what the children of a dead daemon get after SIGTERM.
const orphanGrace = 3 * time.Second

// endOrphans ends what a daemon that crashed has left: the children it
// recorded that still run, and the rest of the groups whose leader died. It
// returns when they are gone, so that their ports and files are free.
func endOrphans(f files, log *slog.Logger) error {
	records, err := f.records()
	if err != nil {
		log.Warn("some records of an earlier daemon cannot be read", "err", err)
	}
	deadline := time.Now().Add(orphanGrace)
	signal := unix.SIGTERM
	for {
		alive := 0
		for _, r := range records {
			alive += r.end(signal, log)
		}
		if alive == 0 {
			return dropRecords(f, records)
		}
		if time.Now().After(deadline) {
			if signal == unix.SIGKILL {
				return fmt.Errorf("ending %d processes of an earlier daemon: waited %v after SIGKILL", alive, killWait)
			}
			signal, deadline = unix.SIGKILL, time.Now().Add(killWait)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// end signals what is left of one recorded child and says how much there was.
func (r record) end(signal unix.Signal, log *slog.Logger) int {
	if r.PID <= 1 || r.Marker == "" {
		return 0
	}
	if r.ours() {
		log.Info("ending a process of an earlier daemon", "process", r.Name, "pid", r.PID, "signal", signal)
		if err := signalGroup(r.PID, signal); err != nil {
			log.Warn("ending a process of an earlier daemon", "process", r.Name, "err", err)
		}
		return 1
	}
	left := r.survivors()
	for _, pid := range left {
		if err := unix.Kill(pid, signal); err != nil && err != unix.ESRCH {
			log.Warn("ending a process of an earlier daemon", "process", r.Name, "pid", pid, "err", err)
		}
	}
	return len(left)
}

func dropRecords(f files, records []record) error {
	var problems []error
	for _, r := range records {
		problems = append(problems, remove(f.record(r.Name)))
	}
	return errors.Join(problems...)
}

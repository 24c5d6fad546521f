package supervisor

import "time"

// State is what a process is doing.
type State string

// The states of a process.
const (
	Starting State = "starting" // being started for the first time or again
	Running  State = "running"  // has a pid
	Backoff  State = "backoff"  // has exited and waits to be started again
	Failed   State = "failed"   // cannot be started; is tried again with backoff
	Stopping State = "stopping" // has been asked to end
	Stopped  State = "stopped"  // has ended because it was asked to
)

// Status is one process as it is now.
type Status struct {
	Name     string    `json:"name"`
	PID      int       `json:"pid,omitempty"`
	State    State     `json:"state"`
	Started  time.Time `json:"started,omitzero"`
	Restarts int       `json:"restarts"`           // starts after the first, under this description
	LastExit string    `json:"lastExit,omitempty"` // "exit status 1", "signal: killed", why it cannot start
	RSS      uint64    `json:"rss,omitempty"`      // resident bytes of the process, not of its children
	LogFile  string    `json:"logFile"`
}

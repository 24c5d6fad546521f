package daemon

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"slipway.dev/slipway/local/supervisor"
)

// Status is what GET /v1/status answers.
type Status struct {
	PID       int                 `json:"pid"`
	Version   string              `json:"version"` // build id of the program that runs
	Started   time.Time           `json:"started"`
	Stopping  bool                `json:"stopping,omitempty"`
	Processes []supervisor.Status `json:"processes"`
	Services  []ServiceStatus     `json:"services,omitempty"`
}

// ServiceStatus is one mounted service.
type ServiceStatus struct {
	Name  string `json:"name"`
	Error string `json:"error,omitempty"` // why it is down, until it runs again
}

// Service is something that lives in the daemon beside the supervisor, such as
// a Git server.
type Service interface {
	// Name is the path element it is mounted under: /v1/<name>/.
	Name() string
	// Handler serves requests with /v1/<name> removed from their path.
	Handler() http.Handler
	// Run works until ctx ends. It is called again, with backoff, when it
	// returns before that. It is running before the first process is started
	// and ends after the last.
	Run(ctx context.Context) error
}

// RunningError says that the platform has a daemon already.
type RunningError struct{ PID int }

func (e *RunningError) Error() string {
	return fmt.Sprintf("this platform has a daemon already: pid %d", e.PID)
}

// VersionError says that the daemon was started by another build of slipway.
// The caller may Stop it and Ensure again.
type VersionError struct {
	Running, Want string
	PID           int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("the platform's daemon (pid %d) is version %s, this is %s", e.PID, e.Running, e.Want)
}

// problem is the body of every answer that is not a success.
type problem struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`
}

// Codes of problems that a client turns into an error of its own again.
const (
	codeUnknown  = "unknown"
	codeInvalid  = "invalid"
	codeStopping = "stopping"
)

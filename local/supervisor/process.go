package supervisor

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// DefaultStopGrace is how long a process has after SIGTERM if it does not say.
const DefaultStopGrace = 10 * time.Second

// Process is a program to keep alive.
type Process struct {
	Name string            `json:"name"`           // unique: "dev/etcd"
	Path string            `json:"path"`           // absolute
	Args []string          `json:"args,omitempty"` // without the program's own name
	Env  map[string]string `json:"env,omitempty"`  // beside PATH, HOME and TMPDIR, or instead of them
	Dir  string            `json:"dir,omitempty"`  // absolute; default: a directory of its own

	// StopGrace passes between SIGTERM and SIGKILL, both to the whole group.
	StopGrace time.Duration `json:"stopGrace,omitempty"`
	// Order is ascending at start and descending at stop.
	Order int `json:"order,omitempty"`
}

var processName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$`)

// Validate reports every problem of the description.
func (p Process) Validate() error {
	var problems []error
	if !processName.MatchString(p.Name) {
		problems = append(problems, fmt.Errorf("name %q: want lower case words, separated by slashes", p.Name))
	}
	// logs/daemon.log is the daemon's own.
	if p.Name == "daemon" {
		problems = append(problems, errors.New(`name "daemon": is the daemon's own`))
	}
	if !filepath.IsAbs(p.Path) {
		problems = append(problems, fmt.Errorf("path %q: want an absolute path", p.Path))
	}
	if p.Dir != "" && !filepath.IsAbs(p.Dir) {
		problems = append(problems, fmt.Errorf("dir %q: want an absolute path", p.Dir))
	}
	if p.StopGrace < 0 {
		problems = append(problems, fmt.Errorf("stop grace %v: is negative", p.StopGrace))
	}
	for key := range p.Env {
		if key == "" || strings.ContainsAny(key, "=\x00") {
			problems = append(problems, fmt.Errorf("environment variable %q: is not a name", key))
		}
	}
	if len(problems) > 0 {
		return &InvalidError{p.Name, errors.Join(problems...)}
	}
	return nil
}

// InvalidError says what is wrong with a description.
type InvalidError struct {
	Name string
	Err  error
}

func (e *InvalidError) Error() string { return fmt.Sprintf("process %s: %v", e.Name, e.Err) }

func (e *InvalidError) Unwrap() error { return e.Err }

// hash covers what only a restart can change. How and when a process is
// stopped is not part of it.
func (p Process) hash() string {
	p.StopGrace, p.Order = 0, 0
	data, err := json.Marshal(p)
	if err != nil {
		// Strings, a slice and a map of strings always marshal.
		panic(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (p Process) grace() time.Duration {
	if p.StopGrace == 0 {
		return DefaultStopGrace
	}
	return p.StopGrace
}

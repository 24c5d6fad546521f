package programs

import (
	"sync"
	"time"
)

// Step is what is being done for a program.
type Step string

const (
	Ready   Step = "ready"   // it was there already; nothing more comes
	Waiting Step = "waiting" // for another process that builds it
	Loading Step = "loading" // finding its packages, downloading modules
	Compile Step = "compile" // Done of Total packages
	Copy    Step = "copy"    // its files from modules
	Built   Step = "built"   // nothing more comes
)

// Event is progress for one program.
type Event struct {
	Program string        `json:"program"`
	Step    Step          `json:"step"`
	Done    int           `json:"done"`             // packages compiled, or modules downloaded
	Total   int           `json:"total"`            // packages to compile; 0 when unknown
	Detail  string        `json:"detail,omitempty"` // the newest package or module
	Elapsed time.Duration `json:"elapsed"`
}

// reporter hands on one event at a time.
type reporter struct {
	mu   sync.Mutex
	call func(Event)
}

// progress is the reporter of one program.
type progress struct {
	to      *reporter
	program string
	start   time.Time
}

func (p progress) report(step Step, done, total int, detail string) {
	if p.to.call == nil {
		return
	}
	p.to.mu.Lock()
	defer p.to.mu.Unlock()
	p.to.call(Event{Program: p.program, Step: step, Done: done, Total: total, Detail: detail, Elapsed: time.Since(p.start)})
}

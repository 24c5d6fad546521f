package deploy_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// memory is a Deployer for scheduling only: what it is told to do takes time,
// fails or hangs; what happened is written down.
type memory struct {
	mu      sync.Mutex
	applied map[assembly.UnitID]bool
	held    map[assembly.UnitID]bool
	log     []string
	active  int
	most    int
	content map[assembly.UnitID]string

	takes   map[assembly.UnitID]time.Duration
	fails   map[assembly.UnitID]error
	gates   map[assembly.UnitID]time.Duration // how long gates take; absent: none
	lapses  map[string]func() time.Duration   // how long a gate takes by its Path, at the time it is asked
	outputs map[assembly.UnitID]deploy.Outputs
}

func newMemory() *memory {
	return &memory{
		applied: map[assembly.UnitID]bool{}, held: map[assembly.UnitID]bool{}, content: map[assembly.UnitID]string{},
		takes: map[assembly.UnitID]time.Duration{}, fails: map[assembly.UnitID]error{},
		gates: map[assembly.UnitID]time.Duration{}, outputs: map[assembly.UnitID]deploy.Outputs{},
	}
}

func (m *memory) note(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log = append(m.log, fmt.Sprintf(format, args...))
}

func (m *memory) Diff(_ context.Context, u *assembly.Unit) (*deploy.Plan, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := &deploy.Plan{Unit: u}
	if m.applied[u.ID] {
		p.Same, p.Outputs = 1, m.outputs[u.ID]
		return p, nil
	}
	p.Changes = []deploy.Change{{Verb: deploy.Create, What: string(u.ID)}}
	return p, nil
}

func (m *memory) Apply(ctx context.Context, p *deploy.Plan, report func(deploy.Event)) (deploy.Outputs, error) {
	id := p.Unit.ID
	m.note("apply %s", id)
	m.mu.Lock()
	m.active++
	m.most = max(m.most, m.active)
	m.mu.Unlock()
	err := wait(ctx, m.takes[id])
	m.mu.Lock()
	defer m.mu.Unlock()
	m.active--
	if err == nil {
		err = m.fails[id]
	}
	if err != nil {
		return nil, err
	}
	report(deploy.Event{Type: deploy.UnitChanged, What: string(id), Verb: deploy.Create})
	m.applied[id] = true
	m.content[id] = string(p.Unit.Files["file"])
	return m.outputs[id], nil
}

func (m *memory) Hold(ctx context.Context, u *assembly.Unit, g assembly.Gate) error {
	takes := m.gates[u.ID]
	if lapse := m.lapses[g.Path]; lapse != nil {
		takes = lapse()
	}
	if err := wait(ctx, takes); err != nil {
		return fmt.Errorf("0 of 1 ready")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held[u.ID] = true
	return nil
}

func (m *memory) Delete(ctx context.Context, u *assembly.Unit, _ func(deploy.Event)) error {
	m.note("delete %s", u.ID)
	if err := wait(ctx, m.takes[u.ID]); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails[u.ID] != nil {
		return m.fails[u.ID]
	}
	delete(m.applied, u.ID)
	return nil
}

func wait(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// options deploy everything into m and record events.
func (m *memory) options(events *[]deploy.Event) deploy.Options {
	return deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return m, nil },
		Report: func(e deploy.Event) {
			if events != nil {
				*events = append(*events, e)
			}
		},
	}
}

func unit(id string, after ...string) assembly.Unit {
	u := assembly.Unit{ID: assembly.UnitID(id), Kind: assembly.Kubernetes, Where: "cluster:dev", Origin: assembly.Origin{Path: "addOns[" + id + "]", At: "platform.yaml:1:2"}}
	for _, a := range after {
		u.After = append(u.After, assembly.UnitID(a))
	}
	return u
}

func gated(u assembly.Unit, within time.Duration) assembly.Unit {
	u.Gates = []assembly.Gate{{Kind: assembly.Ready, Within: within}}
	return u
}

func plan(units ...assembly.Unit) *assembly.Assembly {
	return &assembly.Assembly{Platform: "test", Units: units}
}

func typesOf(events []deploy.Event, id assembly.UnitID) []deploy.EventType {
	var types []deploy.EventType
	for _, e := range events {
		if e.Unit == id {
			types = append(types, e.Type)
		}
	}
	return types
}

func before(t *testing.T, log []string, first, second string) {
	t.Helper()
	i, j := slices.Index(log, first), slices.Index(log, second)
	if i < 0 || j < 0 || i > j {
		t.Errorf("%q must come before %q in %q", first, second, log)
	}
}

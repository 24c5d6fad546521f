// Package deploy executes an assembly: every unit whose dependencies are
// applied and whose gates hold, in parallel, with one Deployer a kind of unit.
// A failed unit stops its dependants only. It knows no cluster, cloud or
// process itself, and must not import a client library.
package deploy

import (
	"context"
	"time"

	"slipway.dev/slipway/assembly"
)

// Outputs are what a unit hands to the units that bind to it, by name:
// "port.apiserver", "ca". They are never secret.
type Outputs map[string]string

// Verb is what happens to one thing of a unit.
type Verb string

// The verbs.
const (
	Create    Verb = "create"
	Update    Verb = "update"
	Delete    Verb = "delete"
	Unchanged Verb = "unchanged"
)

// Replacement says whether an update makes a new thing in place of the old one.
type Replacement string

// The replacements.
const (
	InPlace    Replacement = ""      // the thing stays
	Replaces   Replacement = "yes"   // the old one goes
	MayReplace Replacement = "maybe" // known only while it is applied
)

// Change is one difference between what a unit asks for and what is there.
type Change struct {
	Verb Verb `json:"verb"`
	// What names the thing: "Deployment team-troi/backend", "process etcd",
	// "AWS::EKS::Nodegroup General (dev-general)".
	What string `json:"what"`
	// Type is the thing's type where its deployer has some: "AWS::S3::Bucket".
	Type string `json:"type,omitempty"`
	// Replacement tells that an update deletes the thing and makes another.
	Replacement Replacement `json:"replacement,omitempty"`
	// Because names what replaces the thing: properties, and what they refer to
	// where that is replaced itself.
	Because string `json:"because,omitempty"`
	// Keeps tells that the thing is let go of, or its data saved, and not lost.
	Keeps bool `json:"keeps,omitempty"`
	// Loses tells that data goes with the thing: it is stateful, it is deleted
	// or may be replaced, and nothing asks for it to be kept.
	Loses bool `json:"loses,omitempty"`
	// Drift tells that someone else changed the thing since it was last applied.
	Drift bool `json:"drift,omitempty"`
	// Adopts tells that the thing was there before: it is taken over, and will
	// never be deleted.
	Adopts bool `json:"adopts,omitempty"`
	// Diff is a unified diff of the thing, with secrets masked; "" where there is nothing to show.
	Diff string `json:"diff,omitempty"`
}

// Plan is what applying a unit would do. Only the deployer that made it can apply it.
type Plan struct {
	Unit    *assembly.Unit
	Changes []Change // differences only; nothing for what is unchanged
	Same    int      // number of things that are as asked for
	Outputs Outputs  // known already when nothing changes
	// Unseen are sentences on what the comparison could not look at.
	Unseen []string
	// Private is what the deployer keeps between Diff and Apply.
	Private any
}

// Empty reports whether applying the plan would change nothing.
func (p *Plan) Empty() bool { return len(p.Changes) == 0 }

// Deployer applies one kind of unit. Every method can be cancelled, can be
// killed at any point and can be run again.
type Deployer interface {
	// Diff compares the unit, with its bindings already filled in, to what is there.
	Diff(ctx context.Context, u *assembly.Unit) (*Plan, error)
	// Apply carries out a plan and returns the unit's outputs.
	Apply(ctx context.Context, p *Plan, report func(Event)) (Outputs, error)
	// Hold waits until the gate holds. When ctx ends first the error says what it waited for and what it last saw.
	Hold(ctx context.Context, u *assembly.Unit, g assembly.Gate) error
	// Delete removes what the unit made, also things that are no longer in its files.
	Delete(ctx context.Context, u *assembly.Unit, report func(Event)) error
}

// EventType says what an event is about.
type EventType string

// The events of a run.
const (
	UnitStarted   EventType = "started"
	UnitChanged   EventType = "changed" // one thing of a unit was created, updated or deleted
	UnitWaiting   EventType = "waiting" // applied, a gate does not hold yet
	UnitDone      EventType = "done"
	UnitUnchanged EventType = "unchanged"
	UnitFailed    EventType = "failed"
	UnitSkipped   EventType = "skipped" // something it needs failed
	Note          EventType = "note"    // a sentence for people
)

// Event is something that happened to a unit.
type Event struct {
	Time    time.Time       `json:"time"`
	Type    EventType       `json:"type"`
	Unit    assembly.UnitID `json:"unit"`
	What    string          `json:"what,omitempty"` // the thing, for changed; the gate, for waiting
	Verb    Verb            `json:"verb,omitempty"`
	Message string          `json:"message,omitempty"`
	Elapsed time.Duration   `json:"elapsed,omitempty"` // since the unit started, for done, unchanged, failed
}

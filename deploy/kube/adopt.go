package kube

import (
	"fmt"
	"strings"

	"slipway.dev/slipway/deploy"
)

// foreign reports whether an object was there before any unit of the platform
// applied it. What a unit has only announced, and does not bear its mark,
// somebody else made, and so is what a platform left behind that is gone.
func (d *Deployer) foreign(live map[string]any, e entry, known bool) bool {
	if live == nil {
		return false
	}
	if annotation(live, UnitAnnotation) != "" && !d.marked(live) {
		return false
	}
	return !known || e.hash == notApplied
}

// adopted reports whether an object is one that has been, or is about to be,
// taken over. The mark on the object stays when it moves to another unit.
func (d *Deployer) adopted(live map[string]any, e entry, known bool) bool {
	return live != nil && (e.adopted || annotation(live, AdoptedAnnotation) == "true") || d.foreign(live, e, known)
}

// adopt marks an object that is to be updated and never deleted.
func (o *object) adopt() error {
	annotations, err := stringMap(o.content["metadata"].(map[string]any), "annotations")
	if err != nil {
		return fmt.Errorf("%s: %s: %w", o.file, o.id, err)
	}
	annotations[AdoptedAnnotation] = "true"
	o.adopted = true
	return o.seal()
}

// sayAdopted tells which objects a run takes over.
func (w *work) sayAdopted(report func(deploy.Event)) {
	var taken []id
	for _, s := range w.todo {
		if s.change.Adopts {
			taken = append(taken, s.id)
		}
	}
	if len(taken) > 0 {
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf("%s: adopts %s, there before and from now on as asked for; never deleted", w.unit.ID, named(taken))})
	}
}

// sayKept tells which objects stay although they are no longer asked for.
func sayKept(inv *inventory, kept []id, report func(deploy.Event)) {
	if len(kept) > 0 {
		report(deploy.Event{Type: deploy.Note, Message: fmt.Sprintf("%s: leaves %s, there before the platform", inv.unit, named(kept))})
	}
}

func named(ids []id) string {
	const most = 5
	var names []string
	for i, o := range ids {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(ids)-most))
			break
		}
		names = append(names, o.String())
	}
	return strings.Join(names, ", ")
}

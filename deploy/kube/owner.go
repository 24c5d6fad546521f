package kube

import (
	"context"
	"fmt"
	"sync"

	"slipway.dev/slipway/assembly"
)

// own marks an object as the platform's.
func (o *object) own(platform string) {
	o.content["metadata"].(map[string]any)["annotations"].(map[string]any)[PlatformAnnotation] = platform
}

// marked reports whether a live object bears the mark of another platform.
func (d *Deployer) marked(live map[string]any) bool {
	owner := annotation(live, PlatformAnnotation)
	return owner != "" && owner != d.opts.Owner
}

// holder is a unit of another platform.
type holder struct {
	platform string
	unit     assembly.UnitID
}

// refuseTaken fails when another platform in this cluster holds one of the
// objects: applied by force they would go back and forth between the two, and
// go with whichever is destroyed first. A mark alone is not enough: what was
// there before a platform keeps its mark when the platform is gone.
func (d *Deployer) refuseTaken(ctx context.Context, objects []*object, live map[id]map[string]any) error {
	suspects := map[holder][]id{}
	for _, o := range objects {
		if l := live[o.id]; d.marked(l) {
			h := holder{annotation(l, PlatformAnnotation), assembly.UnitID(annotation(l, UnitAnnotation))}
			suspects[h] = append(suspects[h], o.id)
		}
	}
	if len(suspects) == 0 {
		return nil
	}
	taken, err := d.taken(ctx, suspects)
	if err != nil {
		return err
	}
	for _, o := range objects { // in their order, so that one cause reads the same each time
		l := live[o.id]
		h := holder{annotation(l, PlatformAnnotation), assembly.UnitID(annotation(l, UnitAnnotation))}
		if ids := taken[h]; len(ids) > 0 {
			return h.refusal(ids, d.opts.Owner)
		}
	}
	return nil
}

// taken are the suspects that their units' inventories still list.
func (d *Deployer) taken(ctx context.Context, suspects map[holder][]id) (map[holder][]id, error) {
	var holders []holder
	for h := range suspects {
		holders = append(holders, h)
	}
	var mu sync.Mutex
	taken := map[holder][]id{}
	err := each(holders, func(h holder) error {
		inv, err := d.anyInventoryOf(ctx, h.unit)
		if err != nil || inv.platform != h.platform {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		for _, o := range suspects[h] {
			if _, listed := inv.entries[o]; listed {
				taken[h] = append(taken[h], o)
			}
		}
		return nil
	})
	return taken, err
}

func (h holder) refusal(ids []id, owner string) error {
	return fmt.Errorf("the platform %s already has %s in this cluster (unit %s); %s does not take them over, none of them was changed\n"+
		"Choose another name or namespace in %s, or destroy %s first",
		h.platform, named(ids), h.unit, owner, owner, h.platform)
}

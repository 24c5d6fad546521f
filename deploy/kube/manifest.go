package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Manifest is a rendering that another deployer of this cluster releases, such
// as a chart's. It is compared like a unit's objects, but no inventory knows it.
type Manifest struct {
	deployer *Deployer
	objects  []*object
}

// Manifest reads a stream of YAML documents. Objects of a namespaced kind that
// name no namespace are in the given one; marks are labels and annotations that
// whoever applies them adds.
func (d *Deployer) Manifest(ctx context.Context, content []byte, namespace string, labels, annotations map[string]string) (*Manifest, error) {
	objects, err := readYAML("manifest", content)
	if err != nil {
		return nil, err
	}
	known, err := d.resources(ctx, objects)
	if err != nil {
		return nil, err
	}
	for _, o := range objects {
		meta := o.content["metadata"].(map[string]any)
		if o.namespace == "" && namespace != "" {
			o.namespace, meta["namespace"] = namespace, namespace
		}
		for field, marks := range map[string]map[string]string{"labels": labels, "annotations": annotations} {
			if err := o.add(field, marks); err != nil {
				return nil, err
			}
		}
		o.res, o.served = known[o.kindOf()]
		o.place()
		if err := o.seal(); err != nil {
			return nil, err
		}
	}
	return &Manifest{deployer: d, objects: objects}, nil
}

// Listed is a manifest as changes that make all of it, for a cluster that is
// not there yet.
func Listed(content []byte) ([]deploy.Change, error) {
	objects, err := readYAML("manifest", content)
	if err != nil {
		return nil, err
	}
	var changes []deploy.Change
	for _, o := range objects {
		changes = append(changes, deploy.Change{Verb: deploy.Create, What: o.id.String(), Diff: diffText(o.id, nil, o.content)})
	}
	return changes, nil
}

func (o *object) add(field string, marks map[string]string) error {
	if len(marks) == 0 {
		return nil
	}
	all, err := stringMap(o.content["metadata"].(map[string]any), field)
	if err != nil {
		return fmt.Errorf("%s: %w", o.id, err)
	}
	for k, v := range marks {
		all[k] = v
	}
	return nil
}

// Names are the objects as changes name them, "Kind namespace/name".
func (m *Manifest) Names() []string {
	var names []string
	for _, o := range m.objects {
		names = append(names, o.id.String())
	}
	return names
}

// Missing are the names of the objects that are not there.
func (m *Manifest) Missing(ctx context.Context) ([]string, error) {
	live, err := m.live(ctx)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, o := range m.objects {
		if live[o.id] == nil {
			missing = append(missing, o.id.String())
		}
	}
	return missing, nil
}

func (m *Manifest) live(ctx context.Context) (map[id]map[string]any, error) {
	return m.deployer.client.live(ctx, served(m.objects))
}

// Changes is what applying the manifest would change, by a dry run of the
// server for what is there, and the number of objects that would stay. The
// server cannot be asked about kinds whose definitions change first.
func (m *Manifest) Changes(ctx context.Context, redefined *Manifest) ([]deploy.Change, int, error) {
	kinds := map[kindOf]resource{}
	if redefined != nil {
		kinds = definitions(redefined.objects)
	}
	steps, err := m.steps(ctx, kinds)
	if err != nil {
		return nil, 0, err
	}
	var changes []deploy.Change
	for _, s := range steps {
		changes = append(changes, s.change)
	}
	return changes, len(m.objects) - len(steps), nil
}

// steps judges the objects in their order.
func (m *Manifest) steps(ctx context.Context, redefined map[kindOf]resource) ([]*step, error) {
	live, err := m.live(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[*object]*step, len(m.objects))
	found := make(chan *step, len(m.objects))
	err = each(m.objects, func(o *object) error {
		_, blind := redefined[o.kindOf()]
		s, err := m.deployer.compare(ctx, o, live[o.id], blind)
		if s != nil {
			found <- s
		}
		return err
	})
	close(found)
	for s := range found {
		all[s.object] = s
	}
	var steps []*step
	for _, o := range m.objects {
		if s := all[o]; s != nil {
			steps = append(steps, s)
		}
	}
	return steps, err
}

// compare asks the server about one object that no inventory knows.
func (d *Deployer) compare(ctx context.Context, o *object, live map[string]any, blind bool) (*step, error) {
	if live == nil {
		return &step{object: o, change: deploy.Change{Verb: deploy.Create, What: o.id.String(), Diff: d.text(o.id, nil, o.content)}}, nil
	}
	if holds(o.content, live) {
		return nil, nil
	}
	if blind {
		return &step{object: o, change: deploy.Change{Verb: deploy.Update, What: o.id.String(), Diff: d.text(o.id, live, o.content)}}, nil
	}
	dry, err := d.dryRun(ctx, o)
	if err != nil || same(dry, live) {
		return nil, err
	}
	return &step{object: o, change: deploy.Change{Verb: deploy.Update, What: o.id.String(), Diff: d.text(o.id, live, dry)}}, nil
}

// Define applies the manifest, which has only CustomResourceDefinitions, where
// it differs, and waits until their kinds are served.
func (m *Manifest) Define(ctx context.Context, report func(deploy.Change)) error {
	steps, err := m.steps(ctx, nil)
	if err != nil {
		return err
	}
	for _, s := range steps {
		if _, err := m.deployer.applyOne(ctx, s); err != nil {
			return err
		}
		report(s.change)
	}
	return each(m.objects, func(o *object) error {
		return m.deployer.established(ctx, target{id: o.id, res: o.res}, definition(o.content))
	})
}

// Without are the objects of m that others lack.
func (m *Manifest) Without(other *Manifest) *Manifest {
	there := map[id]bool{}
	for _, o := range other.objects {
		there[o.id] = true
	}
	rest := &Manifest{deployer: m.deployer}
	for _, o := range m.objects {
		if !there[o.id] {
			rest.objects = append(rest.objects, o)
		}
	}
	return rest
}

// Owned are the names of the objects that are there and have the annotations.
func (m *Manifest) Owned(ctx context.Context, annotations map[string]string) ([]string, error) {
	targets, err := m.owned(ctx, annotations)
	var names []string
	for _, t := range targets {
		names = append(names, t.String())
	}
	return names, err
}

func (m *Manifest) owned(ctx context.Context, annotations map[string]string) ([]target, error) {
	live, err := m.live(ctx)
	if err != nil {
		return nil, err
	}
	var targets []target
	for _, o := range m.objects {
		l := live[o.id]
		if l == nil {
			continue
		}
		has := map[string]string{}
		for k := range annotations {
			has[k] = annotation(l, k)
		}
		if maps.Equal(has, annotations) {
			targets = append(targets, target{id: o.id, res: o.res, uid: metaString(l, "uid")})
		}
	}
	return targets, nil
}

// Delete removes the objects that have the annotations, and waits until they are gone.
func (m *Manifest) Delete(ctx context.Context, annotations map[string]string, report func(deploy.Event)) error {
	targets, err := m.owned(ctx, annotations)
	if err != nil || len(targets) == 0 {
		return err
	}
	return m.deployer.removeAll(ctx, targets, propagation, report)
}

// Unit is a unit with the manifest as its only file: the deployer of the
// cluster holds gates for it.
func (m *Manifest) Unit(u *assembly.Unit) (*assembly.Unit, error) {
	items := make([]map[string]any, len(m.objects))
	for i, o := range m.objects {
		items[i] = o.content
	}
	list, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": items})
	if err != nil {
		return nil, fmt.Errorf("writing the objects of %s: %w", u.ID, err)
	}
	return &assembly.Unit{ID: u.ID, Kind: assembly.Kubernetes, Where: u.Where, Origin: u.Origin, Files: map[string][]byte{"objects.json": list}}, nil
}

package kube

import (
	"bytes"
	"fmt"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// Compare compares the objects of two versions of a unit, without a cluster.
func Compare(p deploy.Pair) (*deploy.Plan, map[string]deploy.Replacement, error) {
	var old, new []*object
	var err error
	if p.Old != nil {
		if old, err = read(bare(p.Old)); err != nil {
			return nil, nil, fmt.Errorf("reading the manifests of before: %w", err)
		}
	}
	if p.New != nil {
		if new, err = read(bare(p.New)); err != nil {
			return nil, nil, fmt.Errorf("reading the manifests: %w", err)
		}
	}
	plan := &deploy.Plan{Unit: p.Unit()}
	plan.Changes, plan.Same, err = compareObjects(old, new, p.Moved)
	return plan, nil, err
}

// bare is a unit without the place in the blueprint that asks for it: where that
// is the only difference, nothing differs.
func bare(u *assembly.Unit) *assembly.Unit {
	out := *u
	out.Origin = assembly.Origin{}
	return &out
}

// CompareManifests compares two renderings of one release in a namespace,
// without a cluster. The second result is the number of objects that stay.
func CompareManifests(old, new []byte, namespace string) ([]deploy.Change, int, error) {
	before, err := readRendering(old, namespace)
	if err != nil {
		return nil, 0, fmt.Errorf("reading what was rendered before: %w", err)
	}
	after, err := readRendering(new, namespace)
	if err != nil {
		return nil, 0, fmt.Errorf("reading what is rendered: %w", err)
	}
	return compareObjects(before, after, func(string) (string, deploy.Replacement) { return "", deploy.InPlace })
}

// readRendering reads a stream of objects. Whether a kind has namespaces is not
// known here, so all that name none are taken to be in the release's.
func readRendering(content []byte, namespace string) ([]*object, error) {
	objects, err := readYAML("manifest", content)
	for _, o := range objects {
		if o.namespace == "" && !clusterWide[o.kind] {
			o.namespace = namespace
			o.content["metadata"].(map[string]any)["namespace"] = namespace
		}
	}
	return objects, err
}

// clusterWide are kinds without namespaces that charts often have.
var clusterWide = map[string]bool{
	"APIService": true, "ClusterRole": true, "ClusterRoleBinding": true, "CSIDriver": true, "CustomResourceDefinition": true,
	"GatewayClass": true, "IngressClass": true, "MutatingWebhookConfiguration": true, "Namespace": true, "PriorityClass": true,
	"StorageClass": true, "ValidatingAdmissionPolicy": true, "ValidatingAdmissionPolicyBinding": true, "ValidatingWebhookConfiguration": true,
}

// compareObjects lists what turns some objects into others: as they are written
// in the new version, then what is gone. moved says why a text that is the same
// will read otherwise.
func compareObjects(old, new []*object, moved func(string) (string, deploy.Replacement)) ([]deploy.Change, int, error) {
	before := make(map[id]*object, len(old))
	for _, o := range old {
		if err := o.seal(); err != nil {
			return nil, 0, err
		}
		before[o.id] = o
	}
	var changes []deploy.Change
	same := 0
	for _, o := range new {
		if err := o.seal(); err != nil {
			return nil, 0, err
		}
		was := before[o.id]
		delete(before, o.id)
		if c, differs := compareObject(was, o, moved); differs {
			changes = append(changes, c)
			continue
		}
		same++
	}
	for _, o := range old {
		if _, gone := before[o.id]; gone {
			changes = append(changes, deploy.Change{Verb: deploy.Delete, What: o.id.String(), Loses: o.holdsData()})
		}
	}
	return changes, same, nil
}

func compareObject(was, o *object, moved func(string) (string, deploy.Replacement)) (deploy.Change, bool) {
	c := deploy.Change{Verb: deploy.Update, What: o.id.String()}
	why, _ := moved(string(o.body))
	switch {
	case was == nil:
		c.Verb, c.Diff = deploy.Create, diffFrom(o.id, "before/", nil, "after/", o.content)
	case !bytes.Equal(was.body, o.body):
		c.Diff = diffFrom(o.id, "before/", was.content, "after/", o.content)
	case why != "":
		c.Because = why
		c.Diff = "another value comes from " + why + "\n"
	default:
		return c, false
	}
	return c, true
}

// holdsData reports whether deleting an object takes data along: a volume, or
// all that is in a namespace or of a kind.
func (i id) holdsData() bool {
	switch i.kind {
	case "Namespace", "PersistentVolumeClaim", "PersistentVolume":
		return i.group == ""
	case "CustomResourceDefinition":
		return true
	}
	return false
}

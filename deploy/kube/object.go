package kube

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"slipway.dev/slipway/assembly"
)

// id is what makes an object the same object, whichever version it is written in.
type id struct{ group, kind, namespace, name string }

// String is "Kind namespace/name".
func (i id) String() string {
	if i.namespace == "" {
		return i.kind + " " + i.name
	}
	return i.kind + " " + i.namespace + "/" + i.name
}

// kindOf is a kind in one version of its API.
type kindOf struct{ group, version, kind string }

func (k kindOf) apiVersion() string {
	if k.group == "" {
		return k.version
	}
	return k.group + "/" + k.version
}

func parseKind(apiVersion, kind string) kindOf {
	group, version, ok := strings.Cut(apiVersion, "/")
	if !ok {
		return kindOf{version: apiVersion, kind: kind}
	}
	return kindOf{group: group, version: version, kind: kind}
}

// object is one object as a unit asks for it.
type object struct {
	id
	version string
	file    string // where it is written, for errors
	content map[string]any
	body    []byte // content as canonical JSON
	hash    string // of body
	res     resource
	served  bool // whether res is known
	adopted bool // it was there before; set by judging it
}

func (o *object) kindOf() kindOf { return kindOf{o.group, o.version, o.kind} }

// seal fixes the body once namespace and marks are final.
func (o *object) seal() error {
	body, err := json.Marshal(o.content)
	if err != nil {
		return fmt.Errorf("%s: %w", o.id, err)
	}
	o.body, o.hash = body, digest(body)
	return nil
}

// digest is short enough for an inventory of thousands and long enough for chance.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// newObject checks the identity and removes what only a server may set.
func newObject(content map[string]any, file string) (*object, error) {
	o := &object{content: content, file: file}
	apiVersion, _ := content["apiVersion"].(string)
	kind, _ := content["kind"].(string)
	meta, _ := content["metadata"].(map[string]any)
	o.name, _ = meta["name"].(string)
	o.namespace, _ = meta["namespace"].(string)
	switch {
	case apiVersion == "" || kind == "":
		return nil, fmt.Errorf("%s: an object has no apiVersion or no kind", file)
	case !isText(meta["name"]) || !isText(meta["namespace"]):
		return nil, fmt.Errorf("%s: a %s has a name or namespace that is not text; YAML takes n, y, on and 1 for something else unless quoted", file, kind)
	case o.name == "":
		return nil, fmt.Errorf("%s: a %s has no metadata.name", file, kind)
	}
	k := parseKind(apiVersion, kind)
	o.group, o.version, o.kind = k.group, k.version, k.kind
	for _, field := range []string{"creationTimestamp", "managedFields", "resourceVersion", "uid", "generation", "selfLink"} {
		delete(meta, field)
	}
	if o.group != "" || o.kind != "Node" { // a node's status is the machine, told by whoever makes the node
		delete(content, "status")
	}
	if o.group == "" && o.kind == "Secret" {
		encodeSecret(content)
	}
	return o, nil
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok || v == nil
}

// mark says whose the object is. A label that the object sets itself is kept.
func (o *object) mark(unit assembly.UnitID, origin string) error {
	meta := o.content["metadata"].(map[string]any)
	annotations, err := stringMap(meta, "annotations")
	if err != nil {
		return fmt.Errorf("%s: %s: %w", o.file, o.id, err)
	}
	annotations[UnitAnnotation] = string(unit)
	if origin != "" {
		annotations[OriginAnnotation] = origin
	}
	labels, err := stringMap(meta, "labels")
	if err != nil {
		return fmt.Errorf("%s: %s: %w", o.file, o.id, err)
	}
	if _, set := labels[ManagedByLabel]; !set {
		labels[ManagedByLabel] = managedBy
	}
	return nil
}

// stringMap is a map field of the metadata, made when it is missing or null.
func stringMap(meta map[string]any, field string) (map[string]any, error) {
	switch m := meta[field].(type) {
	case map[string]any:
		return m, nil
	case nil:
		made := map[string]any{}
		meta[field] = made
		return made, nil
	default:
		return nil, fmt.Errorf("metadata.%s is not a map", field)
	}
}

// annotation reads one annotation of a live object.
func annotation(content map[string]any, name string) string {
	meta, _ := content["metadata"].(map[string]any)
	annotations, _ := meta["annotations"].(map[string]any)
	s, _ := annotations[name].(string)
	return s
}

func metaString(content map[string]any, field string) string {
	meta, _ := content["metadata"].(map[string]any)
	s, _ := meta[field].(string)
	return s
}

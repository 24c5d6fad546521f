// Package manifest holds Kubernetes objects the way the pure core needs them:
// plain maps, written as deterministic YAML, without client libraries. It must
// not know any cluster, nor validate against one.
package manifest

import (
	"bytes"
	"errors"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// Object is one Kubernetes object as it is written in a manifest.
type Object map[string]any

// New is an object of a kind with a name; namespace "" is for cluster-scoped ones.
func New(apiVersion, kind, namespace, name string) Object {
	meta := map[string]any{"name": name}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return Object{"apiVersion": apiVersion, "kind": kind, "metadata": meta}
}

// With sets a top-level field and returns the object, for building in one expression.
func (o Object) With(field string, value any) Object {
	o[field] = value
	return o
}

// Label sets labels on the object's metadata.
func (o Object) Label(pairs ...string) Object { return o.meta("labels", pairs) }

// Annotate sets annotations on the object's metadata.
func (o Object) Annotate(pairs ...string) Object { return o.meta("annotations", pairs) }

func (o Object) meta(field string, pairs []string) Object {
	meta, _ := o["metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
		o["metadata"] = meta
	}
	m, _ := meta[field].(map[string]any)
	if m == nil {
		m = map[string]any{}
		meta[field] = m
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return o
}

// APIVersion, Kind, Namespace and Name read the identity of the object; "" where absent.
func (o Object) APIVersion() string { s, _ := o["apiVersion"].(string); return s }

// Kind is the object's kind.
func (o Object) Kind() string { s, _ := o["kind"].(string); return s }

// Namespace is the object's namespace, "" for cluster-scoped objects.
func (o Object) Namespace() string { return o.metaString("namespace") }

// Name is the object's name.
func (o Object) Name() string { return o.metaString("name") }

func (o Object) metaString(field string) string {
	meta, _ := o["metadata"].(map[string]any)
	s, _ := meta[field].(string)
	return s
}

// String names the object for people: "Deployment team-troi/backend".
func (o Object) String() string {
	if ns := o.Namespace(); ns != "" {
		return fmt.Sprintf("%s %s/%s", o.Kind(), ns, o.Name())
	}
	return fmt.Sprintf("%s %s", o.Kind(), o.Name())
}

// Encode writes the objects as a YAML stream with sorted keys: same objects, same bytes.
func Encode(objects ...Object) ([]byte, error) {
	var out []byte
	for i, o := range objects {
		if i > 0 {
			out = append(out, "---\n"...)
		}
		if written, ok := appendYAML(out, o); ok {
			out = written
			continue
		}
		written, err := general(o)
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", o, err)
		}
		out = append(out, written...)
	}
	return out, nil
}

// general writes any object, slowly.
func general(o Object) ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	err := errors.Join(enc.Encode(map[string]any(o)), enc.Close())
	return out.Bytes(), err
}

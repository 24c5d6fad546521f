package kube

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"

	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/assembly"
)

// read is every object of a unit, marked as the unit's, in the order of the
// file names. It reports every file that cannot be read.
func read(u *assembly.Unit) ([]*object, error) {
	var objects []*object
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(u.Files)) {
		some, err := readFile(name, u.Files[name])
		if err != nil {
			errs = append(errs, err)
		}
		objects = append(objects, some...)
	}
	first := make(map[id]*object, len(objects))
	for _, o := range objects {
		if err := o.mark(u.ID, u.Origin.Path); err != nil {
			errs = append(errs, err)
		}
		if other, twice := first[o.id]; twice {
			errs = append(errs, fmt.Errorf("%s is in %s and again in %s", o.id, other.file, o.file))
		}
		first[o.id] = o
	}
	return objects, errors.Join(errs...)
}

func readFile(name string, content []byte) ([]*object, error) {
	switch path.Ext(name) {
	case ".json":
		return readDocument(name, content)
	case ".yaml", ".yml":
		return readYAML(name, content)
	default:
		return nil, fmt.Errorf("%s: not a manifest; only .yaml and .json are", name)
	}
}

// readYAML reads a stream of documents with the YAML dialect of Kubernetes,
// where 0644 is octal and on is true.
func readYAML(name string, content []byte) ([]*object, error) {
	var objects []*object
	for i, doc := range documents(content) {
		asJSON, err := yaml.YAMLToJSON(doc)
		if err != nil {
			return nil, fmt.Errorf("%s: document %d: %w", name, i+1, err)
		}
		some, err := readDocument(name, asJSON)
		if err != nil {
			return nil, err
		}
		objects = append(objects, some...)
	}
	return objects, nil
}

// documents cuts a stream before each separator; only a line that starts with
// --- is one, so a block scalar with an indented --- stays whole.
func documents(content []byte) [][]byte {
	var docs [][]byte
	for len(content) > 0 {
		doc := content
		if end := bytes.Index(content, []byte("\n---")); end >= 0 {
			doc = content[:end+1]
		}
		content = content[len(doc):]
		if len(bytes.TrimSpace(doc)) > 0 {
			docs = append(docs, doc)
		}
	}
	return docs
}

// readDocument reads one JSON document: an object, a List of them, or null.
func readDocument(name string, content []byte) ([]*object, error) {
	var value any
	if err := json.UnmarshalCaseSensitivePreserveInts(content, &value); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return expand(name, value)
}

func expand(name string, value any) ([]*object, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		if items, isList := v["items"].([]any); isList && v["kind"] == "List" {
			var objects []*object
			for _, item := range items {
				some, err := expand(name, item)
				if err != nil {
					return nil, err
				}
				objects = append(objects, some...)
			}
			return objects, nil
		}
		o, err := newObject(v, name)
		if err != nil {
			return nil, err
		}
		return []*object{o}, nil
	default:
		return nil, fmt.Errorf("%s: a manifest is an object, not a %s", name, jsonType(v))
	}
}

func jsonType(v any) string {
	switch v.(type) {
	case []any:
		return "list"
	case string:
		return "string"
	case bool:
		return "truth value"
	default:
		return "number"
	}
}

// encodeSecret moves stringData to data: the server does so on every write and
// never shows stringData, which would look like drift for ever.
func encodeSecret(content map[string]any) {
	plain, ok := content["stringData"].(map[string]any)
	if !ok {
		return
	}
	data, ok := content["data"].(map[string]any)
	if !ok {
		data = map[string]any{}
		content["data"] = data
	}
	for k, v := range plain {
		if s, ok := v.(string); ok {
			data[k] = base64.StdEncoding.EncodeToString([]byte(s))
		}
	}
	delete(content, "stringData")
}

// reads remembers which objects a unit holds, for its gates.
type reads struct {
	mu    sync.Mutex
	units map[*assembly.Unit][]target
}

// target is an object's identity and where it is served.
type target struct {
	id
	res resource
	uid string // of the one that was seen, "" where whichever is there is meant
}

func (r *reads) keep(u *assembly.Unit, objects []*object) {
	targets := make([]target, len(objects))
	for i, o := range objects {
		targets[i] = target{id: o.id, res: o.res}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.units == nil {
		r.units = map[*assembly.Unit][]target{}
	}
	r.units[u] = targets
}

func (r *reads) of(u *assembly.Unit) ([]target, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.units[u]
	return t, ok
}

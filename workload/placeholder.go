package workload

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
)

// part is a piece of a text: text, or a value that only the cluster knows.
type part struct {
	text string
	ref  *ref
}

// ref is a value in an object of the namespace.
type ref struct {
	origin         Origin
	name, key      string
	resource, from string // the resource and its output, as the file has them
}

// split takes a text apart into text and the placeholders in it, which the
// function turns into parts. $${x} is the text ${x}, $$ is the text $.
func split(s string, value func(placeholder string) part) []part {
	var out []part
	add := func(p part) {
		if last := len(out) - 1; p.ref == nil && last >= 0 && out[last].ref == nil {
			out[last].text += p.text
			return
		}
		out = append(out, p)
	}
	for s != "" {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			break
		}
		add(part{text: s[:i]})
		s = s[i:]
		end := strings.IndexByte(s, '}')
		switch {
		case strings.HasPrefix(s, "$${") && end > 0:
			add(part{text: s[1 : end+1]})
			s = s[end+1:]
		case strings.HasPrefix(s, "$$"):
			add(part{text: "$"})
			s = s[2:]
		case strings.HasPrefix(s, "${") && end > 0:
			add(value(s[2:end]))
			s = s[end+1:]
		default:
			add(part{text: "$"})
			s = s[1:]
		}
	}
	add(part{text: s})
	return slices.DeleteFunc(out, func(p part) bool { return p.ref == nil && p.text == "" })
}

// expand fills in the placeholders of a text that stands at a path.
func (r *renderer) expand(w *workload, s, path string) []part {
	return split(s, func(placeholder string) part {
		p, message, fix := r.value(w, placeholder)
		if message != "" {
			w.Report(path, "${"+placeholder+"}: "+message, fix)
		}
		return p
	})
}

// text is expand for what has to be known when the file is rendered.
func (r *renderer) text(w *workload, s, path string) string {
	var out strings.Builder
	for _, p := range r.expand(w, s, path) {
		if p.ref != nil {
			w.Report(path, fmt.Sprintf("${resources.%s.%s}: is known in the cluster alone, and this has to be known before", p.ref.resource, p.ref.from), "Use it in a variable of a container.")
		}
		out.WriteString(p.text)
	}
	return out.String()
}

// value is what a placeholder stands for, or what is wrong with it.
func (r *renderer) value(w *workload, placeholder string) (p part, message, fix string) {
	keys := splitKeys(placeholder)
	switch {
	case keys[0] == "metadata" && len(keys) > 1:
		return w.metadataValue(keys[1:])
	case keys[0] == "resources" && len(keys) > 1:
		return r.output(w, keys[1], strings.Join(keys[2:], "."))
	case keys[0] == "metadata" || keys[0] == "resources":
		return part{}, "names nothing", "Write ${metadata.NAME} or ${resources.NAME.OUTPUT}."
	}
	return part{}, "a placeholder begins with metadata or resources", "Write $${…} where the text itself is meant."
}

// splitKeys splits at dots; \. is a dot in a name.
func splitKeys(s string) []string {
	keys := strings.Split(strings.ReplaceAll(s, `\.`, "\x00"), ".")
	for i := range keys {
		keys[i] = strings.ReplaceAll(keys[i], "\x00", ".")
	}
	return keys
}

func (w *workload) metadataValue(keys []string) (p part, message, fix string) {
	var value any = w.Metadata
	for _, key := range keys {
		m, ok := value.(map[string]any)
		if !ok {
			return part{}, "there is nothing below the text that it names", ""
		}
		if value, ok = m[key]; !ok {
			known := slices.Sorted(maps.Keys(m))
			return part{}, "metadata has no " + quoted(key), joined(diag.DidYouMean(key, known), listed(known))
		}
	}
	if s, ok := value.(string); ok {
		return part{text: s}, "", ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		return part{}, "cannot be written as text", ""
	}
	return part{text: string(text)}, "", ""
}

// output is the value of a resource's output.
func (r *renderer) output(w *workload, name, output string) (p part, message, fix string) {
	res, ok := w.Resources[name]
	if !ok {
		known := slices.Sorted(maps.Keys(w.Resources))
		if w.Broken("resources") {
			return part{}, "", ""
		}
		return part{}, "there is no resource " + quoted(name), joined(diag.DidYouMean(name, known), listed(known))
	}
	t, ok := FindType(res.Type)
	if !ok {
		return part{}, "", "" // said where the resource is
	}
	known := make([]string, 0, len(t.Outputs))
	for _, o := range t.Outputs {
		known = append(known, o.Name)
		if o.Name == output || o.Name == AnyOutput && output != "" {
			return r.found(w, name, res, t, o, output)
		}
	}
	switch {
	case len(known) == 0:
		return part{}, "a resource of the type " + t.Name + " has no outputs", ""
	case output == "":
		return part{}, "names a resource, and none of its outputs", listed(known)
	}
	return part{}, "the type " + t.Name + " has no output " + quoted(output), joined(diag.DidYouMean(output, known), listed(known))
}

func (r *renderer) found(w *workload, name string, res Resource, t Type, o Output, output string) (p part, message, fix string) {
	if o.From == Rendered {
		text, message, fix := r.rendered(w, name, res, output)
		return part{text: text}, message, fix
	}
	if t.Name == "s3" && res.Class == keyless && o.From == Secret {
		return part{}, "a bucket of the class " + keyless + " hands out no keys", "Remove the variable: programs find the credentials of the service account by themselves."
	}
	key := o.Key
	if key == "" {
		key = output
	}
	if !keyPattern.MatchString(key) {
		return part{}, quoted(key) + " is no key of a " + string(o.From), ""
	}
	return part{ref: &ref{origin: o.From, name: r.objectName(w, name, res), key: key, resource: name, from: output}}, "", ""
}

// keyless is the class of buckets that identities open, not keys.
const keyless = "irsa"

package workload

import "strings"

// environment are a container's variables. A value that is text and facts of the
// cluster is put together by Kubernetes from variables of their own, which come
// first.
func (b *builder) environment(variables map[string]string, where string) []any {
	taken := map[string]*ref{}
	for name := range variables {
		taken[name] = nil
	}
	var helpers, out []any
	for _, name := range sortedKeys(variables) {
		parts := b.expand(b.workload, variables[name], at(where, name))
		switch {
		case len(parts) == 0:
			out = append(out, fields{"name": name, "value": ""})
		case len(parts) == 1 && parts[0].ref == nil:
			out = append(out, fields{"name": name, "value": literal(parts[0].text)})
		case len(parts) == 1:
			out = append(out, fields{"name": name, "valueFrom": parts[0].ref.source()})
		default:
			var value strings.Builder
			for _, p := range parts {
				if p.ref == nil {
					value.WriteString(strings.ReplaceAll(p.text, "$", "$$"))
					continue
				}
				helper := p.ref.variable()
				for other, used := taken[helper]; used && (other == nil || *other != *p.ref); other, used = taken[helper] {
					helper += "_"
				}
				if taken[helper] == nil {
					helpers = append(helpers, fields{"name": helper, "valueFrom": p.ref.source()})
					taken[helper] = p.ref
				}
				value.WriteString("$(" + helper + ")")
			}
			out = append(out, fields{"name": name, "value": value.String()})
		}
	}
	return append(helpers, out...)
}

// source is where a variable gets a fact from.
func (r *ref) source() fields {
	if r.origin == Secret {
		return fields{"secretKeyRef": fields{"name": r.name, "key": r.key}}
	}
	return fields{"configMapKeyRef": fields{"name": r.name, "key": r.key}}
}

// variable is the name of the variable that a fact gets for itself.
func (r *ref) variable() string {
	upper := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' {
			return c - 'a' + 'A'
		}
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, r.resource+"__"+r.from)
	return "SLIPWAY_" + upper
}

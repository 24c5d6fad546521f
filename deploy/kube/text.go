package kube

import (
	"fmt"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
	"sigs.k8s.io/yaml"
)

// text is the unified diff of an object, "" when nobody reads it. Values of
// secrets are masked; that one changed still shows.
func (d *Deployer) text(o id, from, to map[string]any) string {
	if !d.opts.Texts {
		return ""
	}
	return diffText(o, from, to)
}

func diffText(o id, from, to map[string]any) string { return diffFrom(o, "live/", from, "wanted/", to) }

func diffFrom(o id, fromWhere string, from map[string]any, toWhere string, to map[string]any) string {
	before, after := visible(from), visible(to)
	if o.group == "" && o.kind == "Secret" {
		mask(before, after)
	}
	diff := difflib.UnifiedDiff{
		A: lines(before), B: lines(after), Context: 3,
		FromFile: fromWhere + o.String(), ToFile: toWhere + o.String(),
	}
	s, err := difflib.GetUnifiedDiffString(diff)
	if err != nil {
		return fmt.Sprintf("no diff: %v", err)
	}
	return s
}

// visible is what people compare: no bookkeeping, and no copy of the whole
// object in an annotation, which would show what is masked elsewhere.
func visible(content map[string]any) map[string]any {
	if content == nil {
		return nil
	}
	out := asked(content)
	meta := out["metadata"].(map[string]any)
	if annotations, ok := meta["annotations"].(map[string]any); ok {
		kept := make(map[string]any, len(annotations))
		for k, v := range annotations {
			if k != "kubectl.kubernetes.io/last-applied-configuration" {
				kept[k] = v
			}
		}
		meta["annotations"] = kept
	}
	return out
}

func mask(before, after map[string]any) {
	for _, field := range []string{"data", "stringData"} {
		old, _ := before[field].(map[string]any)
		next, _ := after[field].(map[string]any)
		if old != nil {
			before[field] = masked(old, next, "*** (before)")
		}
		if next != nil {
			after[field] = masked(next, old, "*** (after)")
		}
	}
}

// masked hides values; one that differs from the other side's says so.
func masked(values, other map[string]any, changed string) map[string]any {
	out := make(map[string]any, len(values))
	for k, v := range values {
		out[k] = "***"
		if o, both := other[k]; both && o != v {
			out[k] = changed
		}
	}
	return out
}

func lines(content map[string]any) []string {
	if content == nil {
		return nil
	}
	b, err := yaml.Marshal(content)
	if err != nil {
		return []string{err.Error() + "\n"}
	}
	return strings.SplitAfter(strings.TrimSuffix(string(b), "\n")+"\n", "\n")[:strings.Count(string(b), "\n")]
}

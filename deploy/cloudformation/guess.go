package cloudformation

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/pmezard/go-difflib/difflib"

	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/cfn/compare"
	"slipway.dev/slipway/deploy"
)

// guess compares two templates and their parameters where no change set can be
// had. It does not know physical ids.
func (d *Deployer) guess(w *work, old string) ([]deploy.Change, error) {
	was := map[string]string{}
	for _, p := range w.live.Parameters {
		was[aws.ToString(p.ParameterKey)] = aws.ToString(p.ParameterValue)
	}
	found, err := compare.Stacks(compare.Stack{Template: []byte(old), Parameters: was}, compare.Stack{Template: []byte(w.body), Parameters: w.stack.Parameters})
	if err != nil {
		return nil, fmt.Errorf("the stack %s: %w", w.stack.Name, err)
	}
	changes := guessed(found)
	if len(changes) == 0 {
		changes = append(changes, w.itself("its outputs, tags or order change, no resource does"))
	}
	return changes, nil
}

// guessed are the differences between two templates as changes.
func guessed(found []compare.Difference) []deploy.Change {
	var out []deploy.Change
	for i := range found {
		d := &found[i]
		c := deploy.Change{What: d.Type + " " + d.ID, Type: d.Type, Replacement: deploy.Replacement(d.Replacement), Loses: d.Loses(), Keeps: d.Goes() && d.Kept()}
		switch d.Action {
		case compare.Add:
			c.Verb = deploy.Create
		case compare.Remove:
			c.Verb = deploy.Delete
		default:
			c.Verb = deploy.Update
		}
		c.Because, c.Diff = told(d)
		out = append(out, c)
	}
	return out
}

// told is why a resource is replaced, and its properties as text.
func told(d *compare.Difference) (because, text string) {
	var reasons []string
	var b strings.Builder
	for _, p := range d.Changes {
		reason := strings.TrimPrefix(p.Path, "/")
		if p.Because != "" {
			reason += " (because of " + p.Because + ")"
		}
		if p.Replacement != cfn.Updates && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
		property(&b, p)
	}
	return strings.Join(reasons, ", "), b.String()
}

// property writes one difference: a line each where they are short.
func property(b *strings.Builder, p compare.Property) {
	path, remark := strings.TrimPrefix(p.Path, "/"), ""
	switch p.Replacement {
	case cfn.Replaces:
		remark = "  # replaces the resource"
	case cfn.MayReplace:
		remark = "  # may replace the resource"
	}
	if p.Because != "" {
		line(b, "+", path, "another value, because of "+p.Because, remark)
		return
	}
	before, after := shown(p.Old), shown(p.New)
	if p.Old != nil && p.New != nil && (len(before) > widest || len(after) > widest) {
		fmt.Fprintf(b, " %s:%s\n%s", path, remark, long(p.Old, p.New))
		return
	}
	if p.Old != nil {
		line(b, "-", path, before, "")
	}
	if p.New != nil {
		line(b, "+", path, after, remark)
	} else if remark != "" {
		fmt.Fprintf(b, " %s is left out%s\n", path, remark)
	}
}

// widest is how long a value may be to stand in a line.
const widest = 80

func shown(v any) string {
	if s, ok := v.(string); ok || v == nil {
		return s
	}
	out, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// long shows where two long values differ.
func long(old, new any) string {
	out, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{A: lines(old), B: lines(new), Context: 2})
	if err != nil {
		return err.Error() + "\n"
	}
	return out
}

func lines(v any) []string {
	if s, ok := v.(string); ok {
		return difflib.SplitLines(s)
	}
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return []string{err.Error() + "\n"}
	}
	return difflib.SplitLines(string(out))
}

package oracle

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/cfn/compare"
)

// TestAgainstCloudformationDiff compares every prediction; where they disagree,
// reason must know why, or the test fails.
func TestAgainstCloudformationDiff(t *testing.T) {
	t.Parallel()
	tool := install(t)
	all := questions(t, templates(t))
	answers := ask(t, tool, all)
	counts, failures, resources, wrong := map[string]int{}, map[string]int{}, 0, 0
	for i, q := range all {
		if problem, failed := answers[i][""]; failed {
			failures[problem]++
			continue
		}
		found, err := compare.Stacks(q.stacks(t))
		if err != nil {
			t.Fatalf("%s: %v", q.name, err)
		}
		d := dispute{q: q, found: map[string]*compare.Difference{}, theirs: answers[i]}
		for j := range found {
			d.found[found[j].ID] = &found[j]
		}
		for _, id := range d.ids() {
			resources++
			ours, theirs := impact(d.found[id]), d.theirs[id]
			if ours == theirs {
				counts["agree: "+ours]++
				continue
			}
			why := d.reason(id)
			if why == "" {
				if wrong++; wrong <= 20 {
					t.Errorf("%s, %s of %s: we say %q, they %q\n%+v", q.kind, q.name, id, ours, theirs, d.found[id])
				}
				continue
			}
			counts["differ: "+why]++
		}
	}
	t.Logf("%d templates changed, %d predictions, %d unexplained disagreements", len(all), resources, wrong)
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%7d %s", counts[key], key)
	}
	for _, problem := range slices.Sorted(maps.Keys(failures)) {
		t.Logf("%7d they cannot say: %s", failures[problem], problem)
		if !strings.HasPrefix(problem, "Cannot read properties of ") { // a policy that is cut short
			t.Errorf("@aws-cdk/cloudformation-diff ends with %s", problem)
		}
	}
	if resources < 5000 {
		t.Errorf("only %d predictions were compared", resources)
	}
}

// question is a mutation of one resource in a template.
type question struct {
	mutation
	kind     string
	template map[string]any
	number   int // of the template
}

// questions are the mutations of every resource; a resource that is the same
// in two templates is asked about once.
func questions(t *testing.T, all []map[string]any) []question {
	t.Helper()
	seen := map[[sha256.Size]byte]bool{}
	var out []question
	for number, template := range all {
		resources := template["Resources"].(map[string]any)
		for _, id := range slices.Sorted(maps.Keys(resources)) {
			r := resources[id].(map[string]any)
			key := sha256.Sum256(encoded(t, r))
			if seen[key] {
				continue
			}
			seen[key] = true
			for _, m := range mutations(id, r) {
				out = append(out, question{m, r["Type"].(string), template, number})
			}
		}
	}
	return out
}

func (q question) stacks(t *testing.T) (old, new compare.Stack) {
	t.Helper()
	side := func(r map[string]any) compare.Stack {
		resources := maps.Clone(q.template["Resources"].(map[string]any))
		if resources[q.id] = any(r); r == nil {
			delete(resources, q.id)
		}
		return compare.Stack{Template: encoded(t, with(q.template, "Resources", resources))}
	}
	return side(q.old), side(q.new)
}

func encoded(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// install puts the pinned version into the user's cache.
func install(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("no %s: predictions were not compared with @aws-cdk/cloudformation-diff", program)
		}
	}
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "slipway", "oracle-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err == nil {
		return dir
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		t.Skipf("npm cannot install @aws-cdk/cloudformation-diff, predictions were not compared: %v\n%s", err, out)
	}
	return dir
}

// ask has the other implementation answer all questions, in their order.
func ask(t *testing.T, tool string, all []question) []map[string]string {
	t.Helper()
	var in bytes.Buffer
	for i, q := range all {
		if i == 0 || q.number != all[i-1].number {
			in.Write(encoded(t, map[string]any{"template": q.template}))
			in.WriteByte('\n')
		}
		in.Write(encoded(t, map[string]any{"old": map[string]any{q.id: q.old}, "new": map[string]any{q.id: q.new}}))
		in.WriteByte('\n')
	}
	script, err := filepath.Abs("predict.js")
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), "node", script)
	var problems strings.Builder
	node.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(tool, "node_modules"))
	node.Stdin, node.Stderr = &in, &problems
	out, err := node.Output()
	if err != nil {
		t.Fatalf("asking @aws-cdk/cloudformation-diff: %v\n%s", err, problems.String())
	}
	var answers []map[string]string
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a map[string]string
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	if len(answers) != len(all) {
		t.Fatalf("%d answers to %d questions", len(answers), len(all))
	}
	return answers
}

package kube

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/json"

	"slipway.dev/slipway/assembly"
)

func value(t *testing.T, s string) any {
	t.Helper()
	var v any
	if err := json.UnmarshalCaseSensitivePreserveInts([]byte(s), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestHolds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		want, live string
		holds      bool
	}{
		{`{"a":1}`, `{"a":1,"b":2}`, true},
		{`{"a":1}`, `{"b":2}`, false},
		{`{"a":1}`, `{"a":1.0}`, true},
		{`{"a":1}`, `{"a":"1"}`, false},
		{`{"a":null}`, `{}`, true},
		{`{"a":null}`, `{"a":1}`, false},
		{`{"a":{}}`, `{}`, true},
		{`{"a":[]}`, `{}`, true},
		{`{"a":[1,2]}`, `{"a":[2,1]}`, false},
		{`{"a":[{"n":"x"}]}`, `{"a":[{"n":"x","default":true}]}`, true},
		{`{"a":[{"n":"x"}]}`, `{"a":[{"n":"x"},{"n":"y"}]}`, false},
		{`{"limits":{"cpu":"1000m"}}`, `{"limits":{"cpu":"1"}}`, true},
		{`{"limits":{"cpu":1}}`, `{"limits":{"cpu":"1"}}`, true},
		{`{"limits":{"cpu":"1000m"}}`, `{"limits":{"cpu":"2"}}`, false},
		{`{"annotations":{"v":"1.0"}}`, `{"annotations":{"v":"1"}}`, false},
		{`{"a":true}`, `{"a":false}`, false},
		{`{"a":{"b":1}}`, `{"a":3}`, false},
	}
	for _, tt := range tests {
		if got := holds(value(t, tt.want), value(t, tt.live)); got != tt.holds {
			t.Errorf("holds(%s, %s) = %v", tt.want, tt.live, got)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	files := func(pairs ...string) map[string][]byte {
		m := map[string][]byte{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = []byte(pairs[i+1])
		}
		return m
	}
	const list = `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}},{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}]}`
	tests := map[string]struct {
		files map[string][]byte
		want  []string
		err   string
	}{
		"json list":   {files("a.json", list), []string{"ConfigMap a", "Secret b"}, ""},
		"json object": {files("a.json", `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}}`), []string{"Namespace n"}, ""},
		"yaml stream": {files("a.yaml", "---\n# nothing\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  text: |\n    ---\n    x\n--- # next\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: team}\n"),
			[]string{"ConfigMap a", "Deployment team/d"}, ""},
		"empty":      {files("a.yaml", "", "b.json", "null"), nil, ""},
		"twice":      {files("a.json", list, "b.json", list), nil, "ConfigMap a is in a.json and again in b.json"},
		"no kind":    {files("a.yaml", "metadata: {name: a}"), nil, "a.yaml: an object has no apiVersion or no kind"},
		"no name":    {files("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {generateName: a}"), nil, "a.yaml: a Pod has no metadata.name"},
		"truth":      {files("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n}"), nil, "a name or namespace that is not text"},
		"not a map":  {files("a.yaml", "- 1"), nil, "a.yaml: a manifest is an object, not a list"},
		"other file": {files("a.txt", ""), nil, "a.txt: not a manifest"},
		"broken":     {files("a.yaml", "a: [", "b.json", "{"), nil, "b.json: "},
		"odd labels": {files("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: [x]}"), nil, "metadata.labels is not a map"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			objects, err := read(&assembly.Unit{ID: "dev/x", Files: tt.files})
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("got %v, want %q", err, tt.err)
				}
				return
			}
			var got []string
			for _, o := range objects {
				got = append(got, o.id.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("---\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: b}\n")
	f.Add("apiVersion: v1\nkind: List\nitems: [1]\n")
	f.Fuzz(func(t *testing.T, s string) {
		objects, _ := read(&assembly.Unit{ID: "dev/x", Files: map[string][]byte{"a.yaml": []byte(s), "b.json": []byte(s)}})
		for _, o := range objects {
			if err := o.seal(); err != nil {
				t.Skip()
			}
		}
	})
}

func TestInventoryRoundTrip(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 3, 5000} {
		inv := &inventory{unit: "dev/a/b", platform: "p", where: "cluster:dev", after: []assembly.UnitID{"dev/x", "dev/y"}, entries: map[id]entry{}}
		for i := range n {
			inv.entries[id{"rbac.authorization.k8s.io", "ClusterRole", "", "system:thing:" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + strings.Repeat("y", i/50)}] = entry{"v1", "aa", "bb", i%7 == 0}
		}
		body, err := inv.encode()
		if err != nil || len(body) > 1<<20 {
			t.Fatalf("%d objects: %d bytes, %v", n, len(body), err)
		}
		got, err := decodeInventory(value(t, string(body)).(map[string]any))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(inv, got, cmp.AllowUnexported(inventory{}, id{}, entry{})); diff != "" {
			t.Error(diff)
		}
	}
}

func TestParsePath(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "a..b", "a[", "a[]", "[x"} {
		if _, err := parsePath(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

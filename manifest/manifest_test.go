package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

func TestEncode(t *testing.T) {
	t.Parallel()
	got, err := Encode(
		New("v1", "ConfigMap", "a", "b").Label("x", "true", "y", "1.10").Annotate("z", "a: b # c").With("data", map[string]any{
			"empty": "", "list": []any{}, "map": map[string]any{}, "number": 3, "no": false, "nothing": nil,
			"nested": []any{map[string]any{"k": []any{"v", 1}}, map[string]any{}},
			"script": "one\n  two\n\nthree\n", "trailing": "x \ny\n", "unicode": "ä",
		}),
		New("v1", "Namespace", "", "c"),
	)
	if err != nil {
		t.Fatal(err)
	}
	const want = `apiVersion: v1
data:
  empty: ""
  list: []
  map: {}
  nested:
    - k:
        - v
        - 1
    - {}
  "no": false
  nothing: null
  number: 3
  script: |
    one
      two

    three
  trailing: |
    x 
    y
  unicode: ä
kind: ConfigMap
metadata:
  annotations:
    z: 'a: b # c'
  labels:
    x: "true"
    "y": "1.10"
  name: b
  namespace: a
---
apiVersion: v1
kind: Namespace
metadata:
  name: c
`
	// The first object has a letter beyond ASCII, so the general encoder wrote
	// it; both write the same layout, up to quotes.
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The fast writer must say what the general encoder's reader reads.
func FuzzEncode(f *testing.F) {
	for _, s := range []string{
		"", "a", "yes", "No", "null", "~", "1", "1e3", "0x1", ".5", "-", "- a", "a: b", "a:b", "a:", ":", "#", "a #b", "a\nb\n", " a\n", "a \nb\n",
		"a\n\nb\n", "a\n\n", "\n", "\t", "a\tb", "'", `"`, `\`, "{}", "[", "*", "&a", "!x", "%", "@", "`", "|", ">", "?", "? a", "---", "...", "--- \nx\n", "ä", "\x00", "\u0085", "=", "<<", "2001-01-01", "12:30", "a\r\n", "http://x/y?z", "\xff",
	} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		object := map[string]any{key: value, "list": []any{value, map[string]any{key: value}}, "map": map[string]any{key: map[string]any{"x": value}}}
		data, ok := appendYAML(nil, object)
		if !ok {
			t.Skip()
		}
		var got map[string]any
		if err := yaml.Unmarshal(data, &got); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(object, got); diff != "" {
			t.Errorf("-object +read:\n%s\n%s", diff, data)
		}
	})
}

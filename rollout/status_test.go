package rollout

import (
	"bytes"
	"encoding/json"
	"testing"

	"slipway.dev/slipway/internal/golden"
)

// Every file is one state as an engine writes it, and what is said of it.
func TestStatus(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/status/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		w := newWorld(t)
		w.make(string(in.Files["objects.yaml"]))
		all, err := w.List(t.Context(), w.where())
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 1 {
			t.Fatalf("there are %d rollouts", len(all))
		}
		var text, table bytes.Buffer
		all[0].Show(&text)
		Table(&table, all)
		data, err := json.MarshalIndent(all[0], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		var out golden.Archive
		out.Set("show", []byte(w.anonymous(text.String())))
		out.Set("line", []byte(w.anonymous(all[0].Line())))
		out.Set("table", bytes.TrimLeft([]byte(w.anonymous(table.String())), "\n"))
		out.Set("json", []byte(w.anonymous(string(data))))
		return out
	})
}

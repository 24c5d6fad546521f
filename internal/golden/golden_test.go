package golden_test

import (
	"bytes"
	"path"
	"testing"

	"slipway.dev/slipway/internal/golden"
)

func TestRunComparesEveryFile(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		var out golden.Archive
		for _, name := range in.Names() {
			out.Set(path.Base(name), bytes.ToUpper(in.Files[name]))
		}
		out.Set("want/comment", []byte(in.Comment))
		return out
	})
}

func TestDiffSeesMissingAndExtraFiles(t *testing.T) {
	t.Parallel()
	a := map[string][]byte{"a": []byte("x\n")}
	tests := map[string]struct {
		kept, made map[string][]byte
		same       bool
	}{
		"equal":   {a, map[string][]byte{"a": []byte("x\n")}, true},
		"changed": {a, map[string][]byte{"a": []byte("y\n")}, false},
		"missing": {a, map[string][]byte{}, false},
		"extra":   {map[string][]byte{}, a, false},
	}
	for name, test := range tests {
		if got := golden.Diff(test.kept, test.made) == ""; got != test.same {
			t.Errorf("%s: equal is %t, want %t", name, got, test.same)
		}
	}
}

package blueprint_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"slipway.dev/slipway/blueprint"
)

// What a text file of a test cannot hold, or what would make it huge.
func TestParseRefusesHostileFiles(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return "name: " + strings.Repeat("[", n) + strings.Repeat("]", n) }
	tests := map[string]struct{ src, want string }{
		"too large":     {"name: p\n" + strings.Repeat("# filler\n", 1<<17), "f.yaml: is larger than 1 MiB\n    Check that this is the file you mean; large manifests belong into extend.files."},
		"not utf-8":     {"name: p\nkind: caf\xe9\n", "f.yaml:2:10: is not UTF-8: byte 0xe9\n    Save the file as UTF-8."},
		"columns":       {"name: ééé\xff\n", "f.yaml:1:10: is not UTF-8: byte 0xff\n    Save the file as UTF-8."},
		"utf-16":        {"\xff\xfen\x00a\x00", "f.yaml:1:1: is UTF-16\n    Save the file as UTF-8."},
		"control":       {"name: p\nkind: a\x00b\n", "f.yaml:2:8: holds the invisible character U+0000\n    Remove the character."},
		"late bom":      {"name: p\n\ufeffkind: a\n", "f.yaml:2:1: holds the invisible character U+FEFF\n    Remove the character."},
		"anchor bomb":   {bomb(12), "f.yaml:1:1: holds more than 100000 values when its aliases are written out\n    Use fewer aliases (*name)."},
		"anchor bomb 2": {bomb(2000), "f.yaml:62:6: is nested deeper than 64 levels"},
		"deep":          {deep(65), "f.yaml:1:70: is nested deeper than 64 levels"},
		"very deep":     {deep(100_000), "f.yaml:1:1007: is nested deeper than 64 levels"},
	}
	for name, test := range tests {
		_, err := blueprint.Parse("f.yaml", []byte(test.src), testCatalog())
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got\n%v\nwant\n%s", name, err, test.want)
		}
	}
}

// bomb doubles itself with every line.
func bomb(lines int) string {
	var b bytes.Buffer
	b.WriteString("a0: &a0 [x, x, x]\n")
	for i := 1; i < lines; i++ {
		prev := fmt.Sprintf("*a%d", i-1)
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(prev+", ", 3), ", "))
	}
	return b.String()
}

func TestParseAcceptsDepthAndSizeWithinItsLimits(t *testing.T) {
	t.Parallel()
	value := strings.Repeat("[", 55) + strings.Repeat("]", 55)
	src := "name: p\nblueprints: {a: {addOns: [{everything: {values: {deep: " + value + "}}}]}}\nclusters: [{name: c, blueprint: a}]\n"
	if _, err := blueprint.Parse("f.yaml", []byte(src), testCatalog()); err != nil {
		t.Error(err)
	}
}

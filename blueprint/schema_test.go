package blueprint_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/internal/golden"
	"slipway.dev/slipway/schema"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := schema.JSON(testCatalog())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("platform.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("platform.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemaAcceptsWhatIsValid: an editor must not complain about what slipway takes.
func TestSchemaAcceptsWhatIsValid(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	files, _ := filepath.Glob("testdata/valid/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if f.Name != "platform.yaml" && f.Name != "want/defaulted.yaml" {
				continue
			}
			var doc any
			if err := yaml.Load(f.Data, &doc); err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(plain(doc)); err != nil {
				t.Errorf("%s: %s is refused: %v", file, f.Name, err)
			}
		}
	}
}

// TestSchemaKnowsWhatOneFieldCanTell lists which of the broken platforms the
// schema refuses; the rest takes the whole platform to see.
func TestSchemaKnowsWhatOneFieldCanTell(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	golden.Run(t, "testdata/schema.txtar", func(t *testing.T, _ golden.Archive) golden.Archive {
		files, _ := filepath.Glob("testdata/broken/*.txtar")
		lists := map[string][]string{}
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			verdict := judge(s, archive.Files[0].Data)
			lists[verdict] = append(lists[verdict], strings.TrimSuffix(filepath.Base(file), ".txtar"))
		}
		var out golden.Archive
		for verdict, names := range lists {
			out.Set(verdict, []byte(strings.Join(names, "\n")+"\n"))
		}
		return out
	})
}

func judge(s *jsonschema.Schema, src []byte) string {
	var doc any
	if err := yaml.Load(src, &doc); err != nil {
		return "no-yaml"
	}
	if err := s.Validate(plain(doc)); err != nil {
		return "refused"
	}
	return "accepted"
}

// plain gives maps the text keys that JSON has, and dates the text that editors see.
func plain(doc any) any {
	switch x := doc.(type) {
	case time.Time:
		return x.Format(time.DateOnly)
	case map[any]any:
		out := map[string]any{}
		for k, v := range x {
			out[fmt.Sprint(k)] = plain(v)
		}
		return out
	case map[string]any:
		for k, v := range x {
			x[k] = plain(v)
		}
	case []any:
		for i, v := range x {
			x[i] = plain(v)
		}
	}
	return doc
}

package blueprint_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/diag"
)

// FuzzParse: no file makes it panic, every error is made of problems, and what
// is accepted is written and read back as the same platform.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.txtar", "testdata/valid/*.txtar"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(archive.Files[0].Data)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := blueprint.Parse("f.yaml", src, testCatalog())
		if err != nil {
			if _, ok := diag.From(err); !ok {
				t.Fatalf("the error holds no problems: %v", err)
			}
			return
		}
		checkIdentity(t, p)
		if v, err := p.Validate(); err == nil {
			checkStable(t, v)
		}
	})
}

func checkIdentity(t *testing.T, p *blueprint.Platform) {
	t.Helper()
	written, err := blueprint.EncodeYAML(p)
	if err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
	again, err := blueprint.Parse("", written, testCatalog())
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, written)
	}
	if diff := cmp.Diff(p, again, samePlatform()); diff != "" {
		t.Fatalf("write, read is not identity (-written +read):\n%s\n%s", diff, written)
	}
	if twice, err := blueprint.EncodeYAML(again); err != nil || !bytes.Equal(twice, written) {
		t.Fatalf("written twice it differs: %v\n%s\n%s", err, written, twice)
	}
}

// checkStable: a platform with its defaults has nothing more to gain from Validate.
func checkStable(t *testing.T, v *blueprint.Valid) {
	t.Helper()
	again, err := v.Platform().Validate()
	if err != nil {
		t.Fatalf("what is valid is not valid again: %v", err)
	}
	if diff := cmp.Diff(v.Platform(), again.Platform(), samePlatform()); diff != "" {
		t.Fatalf("validating twice changes something:\n%s", diff)
	}
}

// FuzzWrite: whatever text and numbers a Go program puts into a platform, they
// are read back from what is written.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{"", "a", "<<", "~", "1.10", "a: b", "- a", "# c", "\t", " a ", "a\nb\n", "\u2028", "\ufeff", "é", "'", `"\`, "---", "...", "|", "!tag", "&a", "*a", "?", "\r\n", "\x7f", "on", "0x1", "[", "%"} {
		f.Add(s, "b", 1.5, 3)
		f.Add("b", s, 0.0, -3)
	}
	f.Fuzz(func(t *testing.T, a, b string, number float64, count int) {
		if count == blueprint.None {
			return // means zero
		}
		p := &blueprint.Platform{
			Name: a, Accounts: map[string]string{a: b},
			Blueprints: map[string]*blueprint.Blueprint{b: {
				NodeGroups: []blueprint.NodeGroup{{Name: a, Min: count, InstanceTypes: []string{a, b}, Labels: map[string]string{b: a}}},
				AddOns: blueprint.AddOns{&metrics{}, &everything{
					Ratio: number, Share: &number, Ports: []int{count}, Pattern: b, Backup: &part{Size: count, Label: a}, Nested: [][]string{{a}, {b, a}},
					Values: map[string]any{a: b, b + "x": []any{a, number, count, nil, true, map[string]any{b: a}}},
				}},
			}},
			Clusters: []blueprint.Cluster{{}, {Name: b}},
			Teams: []blueprint.Team{{
				Services:        []blueprint.Service{{Name: a, Type: &bucket{Days: count, Rules: []part{{Label: b}}}}, {Deletion: b, Type: &database{Size: blueprint.Quantity(a)}}},
				ServiceAccounts: []blueprint.ServiceAccount{{Name: b, Access: map[string]blueprint.Access{a: blueprint.Access(b)}}},
			}},
		}
		written, err := blueprint.EncodeYAML(p)
		if err != nil {
			return // text that is no text, numbers that are none
		}
		again, err := blueprint.Parse("", written, testCatalog())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, written)
		}
		if diff := cmp.Diff(p, again, samePlatform()); diff != "" {
			t.Fatalf("write, read is not identity (-written +read):\n%s\n%s", diff, written)
		}
	})
}

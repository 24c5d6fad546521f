package assembly

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// What is written by hand has to be what the encoder writes, byte for byte.
func FuzzHead(f *testing.F) {
	for _, text := range []string{
		"dev/addons/argocd", "aws:111111111111/us-east-2", "blueprints[standard].addOns[argocd]", "${network.VpcId}", "apps/v1",
		"", "true", "No", "NULL", "y", "null", "1", "1.5", "-", "- a", "a: b", "a:", ":a", "a #b", "#", "a#", "*a", "&a", "!a", "[a]", "{a}",
		"a b", " a", "a ", "a\nb", "a\n", "'a'", `"a"`, "ä", "0x1f", "1e3", ".inf", "nan", "~", "2026-11-25", "a,b", "http://127.0.0.1:8080/healthz",
		"$", "a=b", "=", "<<", "a:b:c", "a::b", "inf", ".nan", "%a", "@a", "`a`", "a|b", ">", "?", "? a", "---", "...", "\x00", "\xff", "e1", "on", strings.Repeat("long/", 100),
	} {
		f.Add(text, int64(time.Minute))
	}
	for _, text := range []string{"0", "00", "30", "007", "08", "-1", "+1", "1_000", "0o7", "0b1", "1:30", "190:20:30", "12345678901234567890123"} {
		f.Add(text, int64(time.Second))
	}
	f.Fuzz(func(t *testing.T, text string, within int64) {
		idx := index{Format: format, Platform: text, Notes: []string{text}, Units: []UnitID{UnitID(text), "dev/b"}}
		if got, err := idx.document(); err == nil {
			if want, err := encode(idx); err != nil || string(got) != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s (%v)", got, want, err)
			}
		}
		for _, u := range unitsWith(text, time.Duration(within)) {
			got, err := u.head()
			if err != nil {
				return // the encoder refuses what is no text
			}
			want, err := encode(unitDoc{Unit: u, Files: slices.Sorted(maps.Keys(u.Files))})
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		}
	})
}

// unitsWith have a text in every place that has one, and nowhere else than in the places that must have one.
func unitsWith(text string, d time.Duration) []Unit {
	least := Unit{ID: UnitID(text), Kind: Kind(text), Where: text, Origin: Origin{Path: text}}
	all := least
	all.After, all.Fidelity, all.Timeout = []UnitID{UnitID(text), "dev/b"}, text, d
	all.Gates = []Gate{
		{Kind: Field, Object: ObjectRef{APIVersion: text, Kind: text, Namespace: text, Name: text}, Path: text, Value: text, URL: text, Within: d},
		{Kind: Established, Within: time.Minute},
		{Kind: Ready, Object: ObjectRef{Kind: "Pod", Name: text}, Within: d},
	}
	all.Bind = []Binding{{From: UnitID(text), Output: text, Token: text}, {From: "a", Output: "b", Token: "${c}"}}
	all.Files = map[string][]byte{"b.yaml": nil, "a.json": nil}
	return []Unit{least, all}
}

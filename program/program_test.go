package program

import (
	"bytes"
	"testing"
	"testing/fstest"

	"slipway.dev/slipway/blueprint"
)

func TestRunWritesThePlatformOrItsProblems(t *testing.T) {
	t.Parallel()
	valid := &blueprint.Platform{
		Name:       "p",
		Blueprints: map[string]*blueprint.Blueprint{"b": {Extend: blueprint.Extend{Files: []string{"a.yaml"}}}},
		Clusters:   []blueprint.Cluster{{Name: "dev", Blueprint: "b"}},
	}
	object := &fstest.MapFile{Data: []byte("{apiVersion: v1, kind: Namespace, metadata: {name: n}}")}
	tests := map[string]struct {
		platform       *blueprint.Platform
		files          fstest.MapFS
		code           int
		stdout, stderr string
	}{
		"valid": {valid, fstest.MapFS{"a.yaml": object}, 0,
			"name: p\nblueprints:\n  b:\n    extend:\n      files:\n      - a.yaml\nclusters:\n- name: dev\n  blueprint: b\n", ""},
		"missing file": {valid, fstest.MapFS{}, 1, "",
			"blueprints[b].extend.files[0]: there is no file a.yaml\n    Names are relative to the platform's file and stay below its folder.\n"},
		"invalid": {&blueprint.Platform{Name: "p", Blueprints: map[string]*blueprint.Blueprint{"b": {}}}, fstest.MapFS{}, 1, "",
			"clusters: is missing\n    Where blueprints are stamped out. The first one is what slipway up runs unless told otherwise.\n"},
	}
	for name, test := range tests {
		var stdout, stderr bytes.Buffer
		code := run(test.platform, test.files, &stdout, &stderr)
		if code != test.code || stdout.String() != test.stdout || stderr.String() != test.stderr {
			t.Errorf("%s: code %d\n%s\n%s", name, code, &stdout, &stderr)
		}
	}
}

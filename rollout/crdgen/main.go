// Command crdgen copies the definitions of the engines' kinds out of their Go
// modules for the tests of package rollout, without descriptions.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

// source is a file of a module with definitions, and those of it that are wanted.
type source struct {
	module, file string
	kinds        []string
	into         string
}

// The engines in the versions of the add-ons.
var sources = []source{
	{"github.com/fluxcd/flagger@v1.44.0", "artifacts/flagger/crd.yaml", []string{"Canary"}, "canary.yaml"},
	{"github.com/argoproj/argo-rollouts@v1.10.1", "manifests/crds/rollout-crd.yaml", []string{"Rollout"}, "rollout.yaml"},
	{"github.com/argoproj/argo-rollouts@v1.10.1", "manifests/crds/analysis-run-crd.yaml", []string{"AnalysisRun"}, "analysisrun.yaml"},
}

func main() {
	for _, s := range sources {
		if err := s.copy(); err != nil {
			fmt.Fprintf(os.Stderr, "crdgen: %s: %v\n", s.module, err)
			os.Exit(1)
		}
	}
}

func (s source) copy() error {
	out, err := exec.Command("go", "mod", "download", "-json", s.module).Output()
	if err != nil {
		return err
	}
	var m struct{ Dir string }
	if err := json.Unmarshal(out, &m); err != nil {
		return err
	}
	data, err := os.ReadFile(filepath.Join(m.Dir, s.file))
	if err != nil {
		return err
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "# %s of %s, without descriptions.\n# Licensed under the Apache License, Version 2.0: http://www.apache.org/licenses/LICENSE-2.0\n", s.file, s.module)
	for _, document := range bytes.Split(data, []byte("\n---")) {
		var crd map[string]any
		if err := yaml.Unmarshal(document, &crd); err != nil {
			return err
		}
		if !s.wants(crd) {
			continue
		}
		strip(crd)
		trimmed, err := yaml.Marshal(crd)
		if err != nil {
			return err
		}
		text.WriteString("---\n")
		text.Write(trimmed)
	}
	return os.WriteFile(filepath.Join("testdata/crds", s.into), text.Bytes(), 0o644)
}

func (s source) wants(crd map[string]any) bool {
	spec, _ := crd["spec"].(map[string]any)
	names, _ := spec["names"].(map[string]any)
	for _, kind := range s.kinds {
		if names["kind"] == kind {
			return true
		}
	}
	return false
}

// strip takes descriptions away: those that are text, not fields of that name.
// Nobody needs the schema of a pod here, which is nine tenths of a definition.
func strip(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, text := v["description"].(string); text {
			delete(v, "description")
		}
		if props, ok := v["properties"].(map[string]any); ok {
			if template, ok := props["template"].(map[string]any); ok && template["properties"] != nil {
				props["template"] = map[string]any{"type": "object", "x-kubernetes-preserve-unknown-fields": true}
			}
		}
		for _, child := range v {
			strip(child)
		}
	case []any:
		for _, child := range v {
			strip(child)
		}
	}
}

package strategies_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/catalog/strategies"
	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/internal/golden"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// render makes the score.yaml of an archive with what its file platform says: the
// engine, and in its second word "blind" for a platform without metrics.
func render(t *testing.T, in golden.Archive) ([]manifest.Object, error) {
	t.Helper()
	words := strings.Fields(string(in.Files["platform"]))
	engine, err := strategies.ParseEngine(words[0])
	if err != nil {
		t.Fatal(err)
	}
	p := strategies.Platform{Engine: engine, Prometheus: "http://prometheus.monitoring:9090"}
	opts := workload.Options{Namespace: "team-troi", Domain: "example.com", Replicas: 2}
	if slices.Contains(words, "blind") {
		p.Prometheus, opts.Namespace = "", ""
	}
	opts.Strategy = p.Strategy()
	result, err := workload.Render([]workload.Source{{File: "score.yaml", Data: in.Files["score.yaml"]}}, opts)
	if err != nil {
		return nil, err
	}
	return result.Objects, nil
}

// TestRender holds what every strategy becomes with every engine that does it.
func TestRender(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/render/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		objects, err := render(t, in)
		if err != nil {
			t.Fatal(err)
		}
		stream, err := manifest.Encode(objects...)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := render(t, in)
		if second, _ := manifest.Encode(again...); !bytes.Equal(stream, second) {
			t.Error("rendered twice it differs")
		}
		for _, o := range objects {
			checkSchema(t, o)
			checkPods(t, o)
		}
		var out golden.Archive
		out.Set("objects.yaml", stream)
		return out
	})
}

// TestRefused holds the full text of what users read where an engine cannot do
// what they ask for, or nothing would judge a version.
func TestRefused(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/refused/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		_, err := render(t, in)
		if err == nil {
			t.Fatal("is accepted")
		}
		problems, ok := diag.From(err)
		if !ok {
			t.Fatalf("the error holds no problems: %v", err)
		}
		for _, p := range problems {
			if p.Pos.IsZero() || p.Fix == "" {
				t.Errorf("has no position or no fix: %s", p)
			}
		}
		var out golden.Archive
		out.Set("problems", []byte(err.Error()+"\n"))
		return out
	})
}

// checkSchema holds an object to its definition as its authors publish it, where
// it is kept here. A field that the definition does not know is an error, as it
// is to an API server that is asked to be strict.
func checkSchema(t *testing.T, o manifest.Object) {
	t.Helper()
	data, err := os.ReadFile("testdata/schemas/" + o.Kind() + ".json")
	if err != nil {
		if strings.Contains(o.APIVersion(), "flagger") || strings.Contains(o.APIVersion(), "argoproj") || strings.Contains(o.APIVersion(), "traefik") {
			t.Errorf("%s: nobody checks it: %v", o, err)
		}
		return
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	closed(doc)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("x.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("x.json")
	if err != nil {
		t.Fatal(err)
	}
	stream, err := manifest.Encode(o)
	if err != nil {
		t.Fatal(err)
	}
	text, err := yaml.YAMLToJSON(stream)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Errorf("%s: %v", o, err)
	}
}

// closed refuses fields that a definition does not name, and means by
// int-or-string what Kubernetes does.
func closed(node any) {
	switch n := node.(type) {
	case map[string]any:
		if _, object := n["properties"].(map[string]any); object && n["type"] == "object" && n["additionalProperties"] == nil && n["x-kubernetes-preserve-unknown-fields"] != true {
			n["additionalProperties"] = false
		}
		delete(n, "format")
		for _, v := range n {
			closed(v)
		}
	case []any:
		for _, v := range n {
			closed(v)
		}
	}
}

// checkPods holds every pod of an object, of Jobs too, to Pod Security restricted.
func checkPods(t *testing.T, o manifest.Object) {
	t.Helper()
	for _, pod := range pods(o) {
		data, err := yaml.Marshal(pod)
		if err != nil {
			t.Fatal(err)
		}
		var spec corev1.PodSpec
		if err := yaml.UnmarshalStrict(data, &spec); err != nil {
			t.Errorf("%s: %v", o, err)
			continue
		}
		if s := spec.SecurityContext; s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.SeccompProfile == nil || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s: the pod's security context is %v", o, s)
		}
		if spec.AutomountServiceAccountToken == nil || *spec.AutomountServiceAccountToken {
			t.Errorf("%s: the pod has a token", o)
		}
		for _, c := range slices.Concat(spec.InitContainers, spec.Containers) {
			s := c.SecurityContext
			if s == nil || *s.AllowPrivilegeEscalation || !*s.ReadOnlyRootFilesystem || !slices.Contains(s.Capabilities.Drop, "ALL") {
				t.Errorf("%s: the security context of %s is %v", o, c.Name, s)
			}
			if c.Resources.Requests.Cpu().IsZero() || c.Resources.Limits.Memory().IsZero() {
				t.Errorf("%s: %s requests nothing", o, c.Name)
			}
		}
	}
}

// pods are the templates of pods in an object, wherever they are.
func pods(node any) []map[string]any {
	var out []map[string]any
	switch n := node.(type) {
	case manifest.Object:
		return pods(map[string]any(n))
	case map[string]any:
		if _, ok := n["containers"]; ok {
			return []map[string]any{n}
		}
		for _, v := range n {
			out = append(out, pods(v)...)
		}
	case []any:
		for _, v := range n {
			out = append(out, pods(v)...)
		}
	}
	return out
}

// The classes are those of package workload, in its order, and say what they do.
func TestAllAreTheClasses(t *testing.T) {
	t.Parallel()
	all, classes := strategies.All(), workload.RolloutClasses()
	if len(all) != len(classes) {
		t.Fatalf("%d strategies, %d classes", len(all), len(classes))
	}
	for i, s := range all {
		if s.Class != classes[i].Name || s.Doc == "" {
			t.Errorf("the strategy %d is %s, the class %s", i, s.Class, classes[i].Name)
		}
		for _, e := range strategies.Engines() {
			ability, can := s.On[e]
			if can == (s.Instead[e] != "") {
				t.Errorf("%s on %s: says both that it is done and why it is not, or neither", s.Class, e)
			}
			if can && (ability.How == "" || ability.Decision == "" || ability.Rollback == "") {
				t.Errorf("%s on %s says too little", s.Class, e)
			}
		}
	}
}

// The table of capabilities is a promise: what it says an engine does renders, and
// what it says it does not is refused with the name of one that does.
func TestTable(t *testing.T) {
	t.Parallel()
	for _, s := range strategies.All() {
		for _, e := range strategies.Engines() {
			t.Run(fmt.Sprintf("%s on %s", s.Class, e), func(t *testing.T) {
				t.Parallel()
				_, err := render(t, golden.Archive{Files: map[string][]byte{
					"platform": []byte(e), "score.yaml": []byte(example(s.Class, e)),
				}})
				if _, can := s.On[e]; can {
					if err != nil {
						t.Errorf("it is said to work:\n%v", err)
					}
					return
				}
				if err == nil {
					t.Fatal("it is said not to work, and renders")
				}
				for other := range s.On {
					if !strings.Contains(err.Error(), "The engine "+string(other)) && len(s.On) == 1 {
						t.Errorf("does not name %s:\n%v", other, err)
					}
				}
			})
		}
	}
}

// example is a workload with a rollout of a class that leaves nothing to ask.
func example(class string, e strategies.Engine) string {
	params := ""
	switch {
	case class == workload.ABClass:
		params = `match: [{header: X-Beta, value: "1"}]`
	case class == workload.BlueGreenClass && e == strategies.None:
		params = "live: {main: v1}"
	case class == workload.BlueGreenClass && e == strategies.Flagger:
		params = "abortOn: {queries: {orders: orders_failed > 0}}"
	}
	return `apiVersion: score.dev/v1b1
metadata: {name: web}
containers: {main: {image: v1}}
service: {ports: {http: {port: 80, targetPort: 8080}}}
resources:
  web: {type: route, params: {host: web.example.com}}
  how: {type: rollout, class: ` + class + `, params: {` + params + `}}
`
}

// What the talk's table says of the engines (GPS307, "Deployment strategies").
func TestTalk(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		class    string
		engine   strategies.Engine
		works    bool
		decision strategies.Way // and who rolls back
	}{
		{workload.BlueGreenClass, strategies.ArgoRollouts, true, strategies.Automatic},
		{workload.BlueGreenClass, strategies.Flagger, true, strategies.Automatic},
		{workload.BlueGreenClass, strategies.None, true, strategies.Manual},
		{workload.CanaryClass, strategies.ArgoRollouts, true, strategies.Automatic},
		{workload.CanaryClass, strategies.Flagger, true, strategies.Automatic},
		{workload.CanaryClass, strategies.None, false, ""},
	} {
		s, _ := strategies.Find(tc.class)
		a, works := s.On[tc.engine]
		if works != tc.works || a.Decision != tc.decision || a.Rollback != tc.decision {
			t.Errorf("%s with %s: works %t, decided %s, rolled back %s", tc.class, tc.engine, works, a.Decision, a.Rollback)
		}
	}
}

package workload_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/score-spec/score-go/schema"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/internal/golden"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/workload"
)

// open makes a folder of an archive; its file options is not in it.
func open(in golden.Archive) (*workload.Folder, error) {
	files := fstest.MapFS{}
	for name, data := range in.Files {
		if name != "options" {
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	return workload.Open(files, "")
}

// options reads the file options: a KEY VALUE a line.
func options(t *testing.T, in golden.Archive) workload.Options {
	t.Helper()
	o := workload.Options{Domain: "example.com", Images: map[string]string{}}
	for line := range strings.Lines(string(in.Files["options"])) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "namespace":
			o.Namespace = value
		case "domain":
			o.Domain = value
		case "gateway":
			o.Gateway.Namespace, o.Gateway.Name, _ = strings.Cut(value, "/")
		case "listener":
			o.Gateway.Listener = value
		case "image":
			name, image, _ := strings.Cut(value, "=")
			o.Images[name] = image
		case "replicas":
			o.Replicas, _ = strconv.Atoi(value)
		case "requests":
			o.Requests.CPU, o.Requests.Memory, _ = strings.Cut(value, " ")
		case "strategy":
			o.Strategy = noted
		default:
			t.Fatalf("there is no option %q", key)
		}
	}
	return o
}

// noted is a strategy that writes what it is given onto the Deployment.
func noted(r *workload.Rollout) ([]manifest.Object, error) {
	for _, o := range r.Objects {
		if o.Kind() == "Deployment" {
			o.Annotate("test/rollout", fmt.Sprintf("%s of %s at %s: %+v", r.Class, r.Workload, r.Pos, r.Params))
		}
	}
	return r.Objects, nil
}

func render(t *testing.T, in golden.Archive) golden.Archive {
	t.Helper()
	folder, err := open(in)
	if err != nil {
		t.Fatal(err)
	}
	opts := options(t, in)
	stream, err := folder.Render(opts)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := folder.Render(opts); err != nil || !bytes.Equal(stream, again) {
		t.Errorf("rendered twice it differs: %v", err)
	}
	result, err := workload.Render(folder.Score, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range result.Objects {
		checkObject(t, o)
	}
	var out golden.Archive
	out.Set("objects.yaml", stream)
	if len(result.Claims) > 0 {
		var claims strings.Builder
		for _, c := range result.Claims {
			fmt.Fprintf(&claims, "%s: %s %s of class %q for %s as %q, %v\n", c.Pos, c.Type, c.Name, c.Class, c.Workload, c.ServiceAccount, c.Params)
		}
		out.Set("claims", []byte(claims.String()))
	}
	return out
}

func TestRender(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/render/*.txtar", render)
}

// TestConformance renders files in the shapes that score.dev shows, each of which
// the specification's own schema accepts.
func TestConformance(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/conformance/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		for name, data := range in.Files {
			if filepath.Ext(name) != ".yaml" {
				continue
			}
			if err := schema.ValidateYaml(bytes.NewReader(data)); err != nil {
				t.Errorf("%s is no Score file: %v", name, err)
			}
		}
		return render(t, in)
	})
}

// TestBroken holds the full text of what users read for each broken file.
func TestBroken(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/broken/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		folder, err := open(in)
		if err == nil {
			_, err = folder.Render(options(t, in))
		}
		if err == nil {
			t.Fatal("is accepted")
		}
		problems, ok := diag.From(err)
		if !ok {
			t.Fatalf("the error holds no problems: %v", err)
		}
		for _, p := range problems {
			checkManners(t, p)
		}
		var out golden.Archive
		out.Set("problems", []byte(err.Error()+"\n"))
		return out
	})
}

// checkManners holds a problem to what every one owes its reader.
func checkManners(t *testing.T, p diag.Problem) {
	t.Helper()
	text := p.Error()
	if p.Pos.IsZero() {
		t.Errorf("has no position: %s", text)
	}
	for _, never := range []string{"workload.", "reflect.", "go-yaml", "!!", "map[", "interface", "%!"} {
		if strings.Contains(text, never) {
			t.Errorf("must not say %q: %s", never, text)
		}
	}
	if strings.HasSuffix(p.Message, ".") || strings.HasSuffix(p.Fix, "\n") || p.Message == "" || strings.Contains(text, "  ") && !strings.Contains(text, "\n    ") {
		t.Errorf("is not in the style of a problem: %s", text)
	}
}

// checkObject reads an object as Kubernetes does, which forgives no field that it
// does not know, and holds pods to Pod Security restricted.
func checkObject(t *testing.T, o manifest.Object) {
	t.Helper()
	data, err := manifest.Encode(o)
	if err != nil {
		t.Fatal(err)
	}
	var typed any
	switch o.Kind() {
	case "Deployment":
		typed = &appsv1.Deployment{}
	case "Service":
		typed = &corev1.Service{}
	case "ConfigMap":
		typed = &corev1.ConfigMap{}
	case "PersistentVolumeClaim":
		typed = &corev1.PersistentVolumeClaim{}
	case "HorizontalPodAutoscaler":
		typed = &autoscalingv2.HorizontalPodAutoscaler{}
	case "PodDisruptionBudget":
		typed = &policyv1.PodDisruptionBudget{}
	case "HTTPRoute":
		return
	default:
		t.Fatalf("%s: nobody reads it", o)
	}
	if err := yaml.UnmarshalStrict(data, typed); err != nil {
		t.Errorf("%s: %v", o, err)
	}
	if d, ok := typed.(*appsv1.Deployment); ok {
		checkPod(t, d.Spec.Template.Spec)
	}
}

func checkPod(t *testing.T, pod corev1.PodSpec) {
	t.Helper()
	volumes, mounted := map[string]bool{}, map[string]bool{}
	for _, v := range pod.Volumes {
		volumes[v.Name] = true
		if len(v.Name) > 63 {
			t.Errorf("the volume's name %s is too long", v.Name)
		}
	}
	if s := pod.SecurityContext; !*s.RunAsNonRoot || *s.RunAsUser == 0 || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
		t.Errorf("the pod's security context is %v", s)
	}
	if len(pod.Containers) == 0 {
		t.Error("no container")
	}
	for _, c := range append(pod.InitContainers, pod.Containers...) {
		s := c.SecurityContext
		if *s.AllowPrivilegeEscalation || !*s.ReadOnlyRootFilesystem || len(s.Capabilities.Drop) != 1 || len(s.Capabilities.Add) > 0 {
			t.Errorf("%s: the security context is %v", c.Name, s)
		}
		paths := map[string]bool{}
		for _, m := range c.VolumeMounts {
			if !volumes[m.Name] || paths[m.MountPath] {
				t.Errorf("%s: mounts %s at %s, which there is not or is mounted twice", c.Name, m.Name, m.MountPath)
			}
			mounted[m.Name], paths[m.MountPath] = true, true
		}
		known := map[string]bool{}
		for _, e := range c.Env {
			if known[e.Name] {
				t.Errorf("%s: has %s twice", c.Name, e.Name)
			}
			known[e.Name] = true
		}
		for name, request := range c.Resources.Requests {
			if limit, ok := c.Resources.Limits[name]; ok && request.Cmp(limit) > 0 {
				t.Errorf("%s: requests %s of %s, more than its limit", c.Name, &request, name)
			}
		}
	}
	for name := range volumes {
		if !mounted[name] {
			t.Errorf("nobody mounts %s", name)
		}
	}
}

package compile_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/compile"
)

// TestMatrix holds every option of the target aws to what must be so of any
// assembly. With SLIPWAY_TEMPLATES_OUT set to a folder it leaves the templates
// there, for other checks.
func TestMatrix(t *testing.T) {
	t.Parallel()
	all := matrix()
	if len(all) < 200 {
		t.Fatalf("the matrix has %d blueprints", len(all))
	}
	for _, name := range sortedNames(all) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := valid(t, all[name])
			a := compiled(t, v, compile.Options{Target: blueprint.AWS})
			if diff := cmp.Diff(a, compiled(t, v, compile.Options{Target: blueprint.AWS}), sameBytes); diff != "" {
				t.Errorf("-once +twice:\n%s", diff)
			}
			hold(t, a)
		})
	}
}

// TestExampleOnAWS holds the example to the same.
func TestExampleOnAWS(t *testing.T) {
	t.Parallel()
	hold(t, compiled(t, load(t, example), compile.Options{Target: blueprint.AWS}))
}

// The example's cluster must not take more than half of what the same platform
// takes with eks-blueprints 1.19.0: 127 resources in 210 KB of templates.
func TestExampleIsSmall(t *testing.T) {
	t.Parallel()
	a := compiled(t, load(t, example), compile.Options{Target: blueprint.AWS, Clusters: []string{"dev"}})
	count, size := 0, 0
	for i := range a.Units {
		data, ok := a.Units[i].Files[assembly.TemplateFile]
		if !ok {
			continue
		}
		var tpl template
		if err := json.Unmarshal(data, &tpl); err != nil {
			t.Fatal(err)
		}
		count, size = count+len(tpl.Resources), size+len(data)
	}
	t.Logf("%d resources, %d bytes", count, size)
	if count == 0 || count > 127/2 || size > 210_000/2 {
		t.Errorf("%d resources in %d bytes of templates", count, size)
	}
}

// template is a template as CloudFormation reads it.
type template struct {
	Parameters map[string]struct{ Type string }
	Resources  map[string]struct {
		Type       string
		Properties map[string]any
		DependsOn  []string
	}
	Outputs map[string]map[string]any
}

// hold reports what is wrong with the stacks of an assembly.
func hold(t *testing.T, a *assembly.Assembly) {
	t.Helper()
	names := map[string]assembly.UnitID{}
	templates := map[assembly.UnitID]*template{}
	first := map[string][]byte{} // by unit without its cluster
	for i := range a.Units {
		u := &a.Units[i]
		if u.Kind != assembly.CloudFormation {
			continue
		}
		if u.Timeout < 10*time.Minute { // what the engine takes by default is for objects
			t.Errorf("%s may take only %s", u.ID, u.Timeout)
		}
		data := u.Files[assembly.TemplateFile]
		keep(t, u, data)
		stack, err := u.Stack()
		if err != nil {
			t.Fatal(err)
		}
		where := u.Where + "/" + stack.Name
		if other, taken := names[where]; taken {
			t.Errorf("%s and %s are one stack, %s", u.ID, other, where)
		}
		names[where] = u.ID
		var tpl template
		if err := json.Unmarshal(data, &tpl); err != nil {
			t.Fatal(err)
		}
		templates[u.ID] = &tpl
		_, short, _ := strings.Cut(string(u.ID), "/")
		if other, seen := first[short]; seen && !bytes.Equal(other, data) {
			t.Errorf("%s: two clusters of a blueprint have different templates", short)
		}
		first[short] = data
		report := func(format string, args ...any) { t.Errorf(string(u.ID)+": "+format, args...) }
		if len(data) >= cfn.MaxInlineBytes {
			report("has %d bytes", len(data))
		}
		tpl.resources(report)
		tpl.stack(stack, report)
		if !strings.HasPrefix(short, "addons/") && !strings.HasPrefix(short, "teams/") { // the catalogue lists its own reasons
			tpl.wildcards(report)
		}
	}
	bound(t, a, templates)
}

// keep leaves a template for other checks, equal ones once.
func keep(t *testing.T, u *assembly.Unit, data []byte) {
	t.Helper()
	dir := os.Getenv("SLIPWAY_TEMPLATES_OUT")
	if dir == "" {
		return
	}
	_, short, _ := strings.Cut(string(u.ID), "/")
	name := fmt.Sprintf("%s-%x.json", strings.ReplaceAll(short, "/", "-"), sha256.Sum256(data))
	if err := os.WriteFile(filepath.Join(dir, name[:len(name)-53]+".json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// importedOutputs are what the look-up of a cluster that is there already hands out.
var importedOutputs = []string{"ClusterName", "ClusterArn", "Endpoint", "CertificateAuthority", "OidcIssuer", "OidcProviderArn", "SecurityGroupId",
	"VpcId", "PrivateSubnetIds", "PublicSubnetIds", "Region", "AccountId", "Partition"}

// bound reports bindings to outputs that the other unit does not have.
func bound(t *testing.T, a *assembly.Assembly, templates map[assembly.UnitID]*template) {
	t.Helper()
	for i := range a.Units {
		for _, b := range a.Units[i].Bind {
			found := false
			if tpl := templates[b.From]; tpl != nil {
				_, found = tpl.Outputs[b.Output]
			} else if from := a.Unit(b.From); from != nil && from.Kind == assembly.EKS {
				for _, name := range importedOutputs {
					found = found || name == b.Output
				}
			} else {
				continue // a unit of Kubernetes or Helm
			}
			if !found {
				t.Errorf("%s binds to the output %s of %s, which has none", a.Units[i].ID, b.Output, b.From)
			}
		}
	}
}

// resources reports properties that are not known or are missing, and
// references that lead nowhere.
func (tpl *template) resources(report func(string, ...any)) {
	for id, r := range tpl.Resources {
		if !cfn.Known(r.Type) {
			report("%s is a %s", id, r.Type)
		}
		for name := range r.Properties {
			if !cfn.HasProperty(r.Type, name) {
				report("%s: %s has no property %s", id, r.Type, name)
			}
		}
		for _, name := range cfn.Required(r.Type) {
			if _, ok := r.Properties[name]; !ok {
				report("%s: %s needs the property %s", id, r.Type, name)
			}
		}
		tpl.references(r.Properties, func(format string, args ...any) { report(id+": "+format, args...) })
	}
	for id, o := range tpl.Outputs {
		if _, exported := o["Export"]; exported {
			report("the output %s is exported", id)
		}
		tpl.references(o["Value"], func(format string, args ...any) { report("output "+id+": "+format, args...) })
	}
}

// stack reports where a stack and its template do not fit together.
func (tpl *template) stack(s assembly.Stack, report func(string, ...any)) {
	for name := range tpl.Parameters {
		if _, ok := s.Parameters[name]; !ok {
			report("the stack gives no value for %s", name)
		}
	}
	for name := range s.Parameters {
		if _, ok := tpl.Parameters[name]; !ok {
			report("the template has no parameter %s", name)
		}
	}
	iam := false
	for _, r := range tpl.Resources {
		iam = iam || strings.HasPrefix(r.Type, "AWS::IAM::")
	}
	if iam && len(s.Capabilities) == 0 {
		report("makes what is IAM's without being allowed to")
	}
	if len(s.Name) > 128 {
		report("the stack's name is too long: %s", s.Name)
	}
}

package deps

// Run these with -count=1: the test cache does not see imports change.

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "slipway.dev/slipway"

// pure are the rooms that must work without network, cloud and cluster, whoever
// imports them.
var pure = []string{"assembly", "blueprint", "catalog", "cfn", "charts", "compile", "diag", "manifest", "targets", "workload"}

// impure is what a pure room may not reach, not even through others.
var impure = []string{"net/http", "net/rpc", "github.com/aws/", "k8s.io/", "sigs.k8s.io/", "github.com/fluxcd/", "helm.sh/"}

// clientGo are the rooms that may import Kubernetes' client themselves.
var clientGo = []string{
	"deploy/kube",          // the deployer of Kubernetes units
	"deploy/helm",          // the deployer of Helm units
	"deploy/eks",           // how to reach the API server of an EKS cluster
	"internal/awsdouble",   // an EKS endpoint for tests, before a real API server
	"internal/testcluster", // a real API server for tests
	"inspect",              // reads a platform back
	"rollout",              // reads and changes rollouts
	"local",                // kubeconfigs of local clusters
	"slipwaytest",          // hands a client to platform teams' tests
	"test/bench",           // watches a cluster for what it measures
	"cloud",                // hands clients of EKS clusters to the deployers
	"cmd",                  // wires them together
}

// aws are the rooms that may import the AWS SDK themselves.
var aws = []string{
	"deploy/account",        // credentials, roles, regions
	"deploy/cloudformation", // the deployer of stacks
	"deploy/eks",            // the deployer of existing clusters, and their tokens
	"cloud",                 // hands configurations of accounts to the deployers
	"internal/awsdouble",    // AWS for tests
}

// rooms are what each room may import of the others. A room that is not listed
// may import any that is below it in the architecture; the rules that matter
// are those of the core.
var rooms = map[string][]string{
	"diag":     nil,
	"cfn":      nil,
	"manifest": nil,
	"assembly": {"diag"},
	"charts":   {"assembly"},
	"blueprint": {
		"assembly", "cfn", "diag", "manifest",
	},
	"catalog":  {"assembly", "blueprint", "cfn", "diag", "manifest", "workload"},
	"targets":  {"assembly", "blueprint", "cfn", "diag", "manifest"},
	"workload": {"assembly", "blueprint", "cfn", "diag", "manifest"},
	"compile":  {"assembly", "blueprint", "catalog", "cfn", "charts", "diag", "manifest", "targets", "workload"},
}

// pkg is a package as the Go command lists it.
type pkg struct {
	ImportPath, Name string
	Imports, Deps    []string
}

// room is the first folder of a package of this module, "" for others.
func room(path string) string {
	rest, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(rest, "/")
	return first
}

func inside(path string, folders []string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		return path == module+"/"+f || strings.HasPrefix(path, module+"/"+f+"/")
	})
}

func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Name,Imports,Deps", module+"/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("listing packages: %v\n%s", err, stderr.String())
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	all := list(t)
	if len(all) < len(rooms) {
		t.Fatalf("only %d packages were listed", len(all))
	}
	for _, p := range all {
		for _, problem := range problems(p) {
			t.Errorf("%s %s", strings.TrimPrefix(p.ImportPath, module+"/"), problem)
		}
	}
}

// problems are the rules that a package breaks.
func problems(p pkg) []string {
	var out []string
	if generator := p.Name == "main" && room(p.ImportPath) != "cmd"; generator {
		return nil // programs for maintainers import what they need; nobody imports them
	}
	if slices.Contains(pure, room(p.ImportPath)) {
		for _, dep := range p.Deps {
			if slices.ContainsFunc(impure, func(prefix string) bool {
				return dep == prefix || strings.HasSuffix(prefix, "/") && strings.HasPrefix(dep, prefix)
			}) {
				out = append(out, "is pure and reaches "+dep)
			}
		}
	}
	allowed, ruled := rooms[room(p.ImportPath)]
	for _, imported := range p.Imports {
		to := room(imported)
		if ruled && to != "" && to != room(p.ImportPath) && !slices.Contains(allowed, to) {
			out = append(out, "may not import "+imported)
		}
		if to == "distro" {
			out = append(out, "imports "+imported+": the distribution is started as processes")
		}
		if strings.HasPrefix(imported, "k8s.io/client-go/") && !inside(p.ImportPath, clientGo) {
			out = append(out, "imports "+imported+": Kubernetes' client belongs to its deployer")
		}
		if strings.HasPrefix(imported, "github.com/aws/") && !inside(p.ImportPath, aws) {
			out = append(out, "imports "+imported+": the AWS SDK belongs to its deployers")
		}
		if strings.HasPrefix(imported, "helm.sh/") && !inside(p.ImportPath, []string{"deploy/helm"}) {
			out = append(out, "imports "+imported+": Helm belongs to its deployer")
		}
		if tests := []string{"internal/golden", "assembly/assemblytest", "internal/awsdouble", "internal/testcluster"}; inside(imported, tests) && !inside(p.ImportPath, tests) {
			out = append(out, "imports "+imported+", which is for tests")
		}
	}
	return out
}

// The rules must bite: a test that cannot fail is a defect.
func TestProblems(t *testing.T) {
	t.Parallel()
	at := func(path string, imports ...string) pkg {
		return pkg{ImportPath: module + "/" + path, Name: "x", Imports: imports, Deps: imports}
	}
	for name, tc := range map[string]struct {
		p   pkg
		bad bool
	}{
		"pure reaches http":              {at("compile", "net/http"), true},
		"pure reaches net":               {at("compile", "net/netip"), false},
		"pure reaches client-go":         {at("targets/local", "k8s.io/client-go/rest"), true},
		"catalog to targets":             {at("catalog/addons", module+"/targets/local"), true},
		"targets to catalog":             {at("targets/local", module+"/catalog/addons"), true},
		"targets to each other":          {at("targets/local", module+"/targets/kubernetes"), false},
		"blueprint to compile":           {at("blueprint", module+"/compile"), true},
		"compile to targets":             {at("compile", module+"/targets/local"), false},
		"the engine to client-go":        {at("deploy", "k8s.io/client-go/rest"), true},
		"the deployer to client-go":      {at("deploy/kube", "k8s.io/client-go/rest"), false},
		"the engine to the AWS SDK":      {at("deploy", "github.com/aws/aws-sdk-go-v2/aws"), true},
		"the command to the AWS SDK":     {at("cmd/slipway", "github.com/aws/aws-sdk-go-v2/aws"), true},
		"the deployer to the AWS SDK":    {at("deploy/cloudformation", "github.com/aws/aws-sdk-go-v2/aws"), false},
		"code to the doubles of tests":   {at("deploy/cloudformation", module+"/internal/awsdouble/cloudformation"), true},
		"the command to Helm":            {at("cmd/slipway", "helm.sh/helm/v4/pkg/action"), true},
		"the deployer to Helm":           {at("deploy/helm/fetch", "helm.sh/helm/v4/pkg/registry"), false},
		"the charts to http":             {at("charts", "net/http"), true},
		"anything to distro":             {at("cmd/slipway", module+"/distro/kube"), true},
		"a generator to everything":      {pkg{ImportPath: module + "/catalog/addons/upstream/gen", Name: "main", Imports: []string{"net/http"}, Deps: []string{"net/http"}}, false},
		"code to the helpers of tests":   {at("blueprint", module+"/internal/golden"), true},
		"helpers of tests to each other": {at("internal/testcluster", module+"/internal/golden"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := problems(tc.p); (len(got) > 0) != tc.bad {
				t.Errorf("problems() = %q", got)
			}
		})
	}
}

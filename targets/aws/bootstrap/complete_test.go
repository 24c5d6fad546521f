package bootstrap_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// found are the first groups of a pattern in files of the repository, each once.
func found(t *testing.T, pattern, ending string, roots ...string) []string {
	t.Helper()
	var out []string
	re := regexp.MustCompile(pattern)
	for _, root := range roots {
		err := filepath.WalkDir(filepath.Join("../../..", root), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ending) || strings.HasSuffix(file, "_test.go") || strings.Contains(file, "bootstrap") {
				return err
			}
			data, err := os.ReadFile(file)
			for _, m := range re.FindAllSubmatch(data, -1) {
				out = append(out, string(m[1]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) < 3 {
		t.Fatalf("%s was found %d times", pattern, len(out))
	}
	return out
}

func actions(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, s := range statements(t) {
		if s.Effect == "Allow" {
			out = append(out, list(s.Action)...)
		}
	}
	return out
}

// What the deployers call themselves, the role may call without CloudFormation.
func TestTheDeployersCallsAreAllowed(t *testing.T) {
	t.Parallel()
	var direct []string
	for _, s := range statements(t) {
		if s.Effect == "Allow" && s.Condition["ForAnyValue:StringEquals"]["aws:CalledVia"] == nil {
			direct = append(direct, list(s.Action)...)
		}
	}
	for folder, service := range map[string]struct{ name, prefix string }{
		"deploy/cloudformation": {"sdk", "cloudformation"}, "deploy/eks": {"eks", "eks"},
	} {
		for _, call := range found(t, `\b`+service.name+`\.([A-Z][A-Za-z]+)Input\{`, ".go", folder) {
			if !slices.Contains(direct, service.prefix+":"+call) {
				t.Errorf("no rule allows %s:%s", service.prefix, call)
			}
		}
	}
}

// Every service whose resources templates can have is in some rule.
func TestEveryServiceOfTemplatesHasARule(t *testing.T) {
	t.Parallel()
	prefixes := map[string]string{ // where IAM has another name than CloudFormation
		"CertificateManager": "acm", "ApiGatewayV2": "apigateway", "EFS": "elasticfilesystem",
		"ElasticLoadBalancingV2": "elasticloadbalancing", "VpcLattice": "vpc-lattice",
	}
	allowed := actions(t)
	for _, service := range found(t, `"AWS::([A-Za-z0-9]+)::`, "types_gen.go", "cfn") {
		prefix := prefixes[service]
		if prefix == "" {
			prefix = strings.ToLower(service)
		}
		if !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(a, prefix+":") }) {
			t.Errorf("no rule allows anything of AWS::%s", service)
		}
	}
}

// byChoice are policies that roles get only where bootstrap was told so: they
// are as wide as a service, for ACK's controllers.
var byChoice = []string{"AmazonRDSFullAccess", "AmazonS3FullAccess", "AmazonSQSFullAccess"}

// What templates attach to roles, the role may attach.
func TestPoliciesOfTemplatesCanBeAttached(t *testing.T) {
	t.Parallel()
	patterns := list(statements(t)["RolesPolicy/Attach"].Condition["ArnLike"]["iam:PolicyARN"])
	for _, policy := range found(t, `:iam::aws:policy/([A-Za-z0-9/_-]+)"`, ".txtar", "targets/aws", "catalog") {
		fits := slices.ContainsFunc(patterns, func(p string) bool {
			ok, err := path.Match(strings.TrimPrefix(p, "arn:${AWS::Partition}:iam::aws:policy/"), policy)
			return err == nil && ok
		})
		if fits == slices.Contains(byChoice, policy) {
			t.Errorf("%s: can be attached: %t", policy, fits)
		}
	}
}

// roleActions are what roles in the templates of goldens may do by policies that
// stand in the templates.
func roleActions(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, root := range []string{"targets/aws", "catalog", "compile"} {
		err := filepath.WalkDir(filepath.Join("../../..", root), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".txtar") || strings.Contains(file, "bootstrap") {
				return err
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			for part := range strings.SplitSeq(string(data), "\n-- ") {
				if name, body, ok := strings.Cut(part, " --\n"); ok && strings.HasSuffix(name, "template.json") {
					out = append(out, actionsOf([]byte(body))...)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) < 100 {
		t.Fatalf("only %d actions were found", len(out))
	}
	return out
}

func actionsOf(data []byte) []string {
	var parsed struct {
		Resources map[string]struct {
			Type       string
			Properties struct {
				Policies []struct {
					PolicyDocument struct{ Statement []statement }
				}
			}
		}
	}
	if json.Unmarshal(data, &parsed) != nil {
		return nil
	}
	var out []string
	for _, r := range parsed.Resources {
		if r.Type != "AWS::IAM::Role" {
			continue
		}
		for _, p := range r.Properties.Policies {
			for _, s := range p.PolicyDocument.Statement {
				if s.Effect == "Allow" {
					out = append(out, list(s.Action)...)
				}
			}
		}
	}
	return out
}

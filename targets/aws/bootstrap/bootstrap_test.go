package bootstrap_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"slipway.dev/slipway/internal/golden"
	"slipway.dev/slipway/targets/aws/bootstrap"
)

func render(t *testing.T, o bootstrap.Options) []byte {
	t.Helper()
	tmpl, err := bootstrap.Template(o)
	if err != nil {
		t.Fatal(err)
	}
	data, err := tmpl.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	golden.Run(t, "testdata/*.txtar", func(t *testing.T, in golden.Archive) golden.Archive {
		var o bootstrap.Options
		if err := json.Unmarshal(in.Files["options.json"], &o); err != nil {
			t.Fatal(err)
		}
		var out golden.Archive
		out.Set("template.json", render(t, o))
		return out
	})
}

// template is as much of the template as the tests below look at.
type template struct {
	Resources map[string]struct {
		Type       string
		Metadata   struct{ Why map[string]string }
		Properties struct {
			PolicyDocument struct{ Statement []statement }
		}
	}
}

type statement struct {
	Sid, Effect string
	Action      any
	Resource    any
	Condition   map[string]map[string]any
}

func list(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case map[string]any:
		return []string{v["Fn::Sub"].(string)}
	case []any:
		var out []string
		for _, item := range v {
			out = append(out, list(item)...)
		}
		return out
	}
	return nil
}

func statements(t *testing.T) map[string]statement {
	t.Helper()
	return statementsOf(t, bootstrap.Options{Platform: "enterprise", Role: "slipway-deploy"})
}

func statementsOf(t *testing.T, o bootstrap.Options) map[string]statement {
	t.Helper()
	var parsed template
	if err := json.Unmarshal(render(t, o), &parsed); err != nil {
		t.Fatal(err)
	}
	out := map[string]statement{}
	for id, r := range parsed.Resources {
		for _, s := range r.Properties.PolicyDocument.Statement {
			if r.Metadata.Why[s.Sid] == "" {
				t.Errorf("%s/%s has no reason", id, s.Sid)
			}
			if id == "BoundaryPolicy" {
				continue // gives no rights; boundary_test.go looks at it
			}
			out[id+"/"+s.Sid] = s
		}
	}
	if len(out) < 30 {
		t.Fatalf("only %d statements were found", len(out))
	}
	return out
}

// A rule over every resource names actions, never a whole service, and holds
// only for CloudFormation unless it only looks.
func TestRulesAreNarrow(t *testing.T) {
	t.Parallel()
	for name, s := range statements(t) {
		via := s.Condition["ForAnyValue:StringEquals"]["aws:CalledVia"] == "cloudformation.amazonaws.com"
		for _, action := range list(s.Action) {
			service, verb, _ := strings.Cut(action, ":")
			if verb == "*" {
				t.Errorf("%s allows all of %s", name, service)
			}
			looks := slices.ContainsFunc([]string{"Describe", "Get", "List", "Validate"}, func(p string) bool { return strings.HasPrefix(verb, p) })
			if s.Effect == "Allow" && slices.Contains(list(s.Resource), "*") && !via && !looks {
				t.Errorf("%s allows %s everywhere, not only by CloudFormation", name, action)
			}
			if s.Effect == "Allow" && service == "iam" && slices.Contains(list(s.Resource), "*") {
				t.Errorf("%s allows %s on everybody", name, action)
			}
		}
	}
}

// What reads or writes data is not the deployer's business.
func TestNoRuleTouchesData(t *testing.T) {
	t.Parallel()
	data := []string{
		"s3:GetObject", "s3:PutObject", "s3:DeleteObject", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PutItem",
		"sqs:ReceiveMessage", "sqs:SendMessage", "sns:Publish", "secretsmanager:GetSecretValue", "kms:Decrypt", "logs:GetLogEvents",
		"logs:FilterLogEvents", "ecr:BatchGetImage", "rds-db:connect", "iam:CreateUser", "iam:CreateAccessKey", "iam:DeleteRolePermissionsBoundary",
		"organizations:LeaveOrganization", "sts:AssumeRole",
	}
	for name, s := range statements(t) {
		for _, action := range list(s.Action) {
			for _, d := range data {
				prefix, wild := strings.CutSuffix(action, "*")
				if s.Effect == "Allow" && (action == d || wild && strings.HasPrefix(d, prefix)) {
					t.Errorf("%s allows %s by %s", name, d, action)
				}
			}
		}
	}
}

func TestRolesArePassedToServicesOnly(t *testing.T) {
	t.Parallel()
	for name, s := range statements(t) {
		if slices.Contains(list(s.Action), "iam:PassRole") && len(list(s.Condition["StringEquals"]["iam:PassedToService"])) == 0 {
			t.Errorf("%s passes roles to anybody", name)
		}
	}
}

// IAM counts a policy without white space, in its parameters' place what they become.
func TestPoliciesFitIntoIAM(t *testing.T) {
	t.Parallel()
	var parsed struct {
		Resources map[string]struct {
			Properties struct{ PolicyDocument json.RawMessage }
		}
	}
	o := bootstrap.Options{Platform: strings.Repeat("p", 30), Role: "slipway-deploy", Clusters: []string{strings.Repeat("c", 40)}}
	if err := json.Unmarshal(render(t, o), &parsed); err != nil {
		t.Fatal(err)
	}
	for id, r := range parsed.Resources {
		var compact bytes.Buffer
		if len(r.Properties.PolicyDocument) == 0 {
			continue
		}
		if err := json.Compact(&compact, r.Properties.PolicyDocument); err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer(`{"Fn::Sub":`, "", "${AWS::Partition}", "aws-us-gov", "${AWS::AccountId}", "111111111111").Replace(compact.String())
		if len(text) > 6144 {
			t.Errorf("%s has %d characters, IAM takes 6144", id, len(text))
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	_, err := bootstrap.Template(bootstrap.Options{
		Platform: "Enterprise", Role: "a b", Trust: []string{"12", "arn:aws:sts::111111111111:assumed-role/ci/build", "111111111111"},
		ExternalID: "x", Boundary: "arn:boundary", NoBoundary: true, RoleBoundary: "boundary", Clusters: []string{"a/b"}, Allow: []string{"*", "sts:AssumeRole"},
	})
	if err == nil || strings.Count(err.Error(), "not ") < 11 {
		t.Errorf("got %v", err)
	}
}

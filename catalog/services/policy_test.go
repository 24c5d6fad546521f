package services_test

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/internal/golden"
)

func typeOf(v any) reflect.Type { return reflect.TypeOf(v) }

// eachService calls do with every service of every valid golden file, described
// in a template of its own.
func eachService(t *testing.T, change func(*blueprint.Service), do func(t *testing.T, b *blueprint.ServiceBuild)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, err := read(golden.Archive{Files: map[string][]byte{"platform.yaml": archive.Files[0].Data}})
		if err != nil {
			continue // one of the errors
		}
		team := &v.Platform().Teams[0]
		for _, s := range team.Services {
			change(&s)
			seen[s.Type.Info().Name] = true
			b := &blueprint.ServiceBuild{Template: cfn.New("test"), Team: team, Service: &s}
			s.Type.Build(b)
			if err := b.Err(); err != nil {
				t.Fatal(err)
			}
			t.Run(filepath.Base(file)+"/"+s.Name+"/"+s.Deletion, func(t *testing.T) { do(t, b) })
		}
	}
	for _, kind := range catalog.All().ServiceNames() {
		if !seen[kind] {
			t.Errorf("nothing was checked of %s", kind)
		}
	}
}

func unchanged(*blueprint.Service) {}

// allowed are the actions that a type of service may ever give to a workload:
// its data, never the service itself, its policy or its keys.
var allowed = map[string]*regexp.Regexp{
	"dynamodb":     regexp.MustCompile(`^dynamodb:((Batch)?(Get|Write)Item|ConditionCheckItem|(Put|Update|Delete)Item|Query|Scan|DescribeTable|DescribeStream|GetRecords|GetShardIterator)$`),
	"ecr":          regexp.MustCompile(`^ecr:(GetAuthorizationToken|Batch(CheckLayerAvailability|GetImage)|DescribeImages|ListImages|GetDownloadUrlForLayer|(Complete|Initiate)LayerUpload|UploadLayerPart|PutImage)$`),
	"elasticache":  regexp.MustCompile(`^elasticache:Connect$`),
	"rds-postgres": regexp.MustCompile(`^(rds-db:connect|secretsmanager:(DescribeSecret|GetSecretValue))$`),
	"s3":           regexp.MustCompile(`^s3:((Get|Put|Delete|Restore)Object|GetBucketLocation|List(Bucket|BucketVersions|BucketMultipartUploads|MultipartUploadParts)|(Get|Put)ObjectTagging|(Get|Delete)ObjectVersion|AbortMultipartUpload)$`),
	"secret":       regexp.MustCompile(`^secretsmanager:(DescribeSecret|GetSecretValue|PutSecretValue)$`),
	"sns":          regexp.MustCompile(`^sns:(Publish|GetTopicAttributes|Subscribe|ListSubscriptionsByTopic)$`),
	"sqs":          regexp.MustCompile(`^sqs:((Send|Receive|Delete)Message|ChangeMessageVisibility|GetQueue(Attributes|Url)|PurgeQueue|(Start|Cancel)MessageMoveTask|ListMessageMoveTasks)$`),
}

// Whatever level of whatever service an account has, it may do what is on the
// list, with what belongs to the service.
func TestPoliciesNameTheService(t *testing.T) {
	t.Parallel()
	eachService(t, unchanged, func(t *testing.T, b *blueprint.ServiceBuild) {
		info := b.Service.Type.Info()
		for _, level := range blueprint.AccessLevels() {
			statements := b.Statements(level)
			if slices.Contains(info.Levels, level) && len(statements) == 0 {
				t.Errorf("%s allows nothing", level)
			}
			for _, s := range statements {
				for _, action := range s.Actions {
					if !allowed[info.Name].MatchString(action) {
						t.Errorf("%s allows %s", level, action)
					}
				}
				checkResources(t, b, s)
			}
		}
	})
}

var refers = regexp.MustCompile(`"(?:Ref":"|Fn::GetAtt":\["|Fn::Sub":"[^"]*\$\{)([A-Za-z0-9]+)`)

// checkResources: a resource is named by a reference to what the service made,
// or is "*" for actions that AWS cannot narrow.
func checkResources(t *testing.T, b *blueprint.ServiceBuild, s cfn.Statement) {
	t.Helper()
	for _, r := range s.Resources {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if string(data) == `"*"` {
			for _, action := range s.Actions {
				if blueprint.Everywhere()[action] == "" {
					t.Errorf("%s is allowed on everything", action)
				}
			}
			continue
		}
		found := false
		for _, ref := range refers.FindAllSubmatch(data, -1) {
			found = found || b.Template.Resources[string(ref[1])] != nil
		}
		if !found {
			t.Errorf("%s on %s, which is nothing of the service", s.Actions, data)
		}
	}
}

// holdsData are the types of resources with something in them that nobody can
// make again.
var holdsData = []string{
	"AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::ServerlessCache",
	"AWS::RDS::DBInstance", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::SecretsManager::Secret",
}

// Data stays unless the blueprint says otherwise, whether the resource leaves
// the template or is replaced; and what it says is what happens.
func TestDataIsKept(t *testing.T) {
	t.Parallel()
	policies := map[string]string{blueprint.RetainService: cfn.Retain, blueprint.SnapshotService: cfn.Snapshot, blueprint.DeleteService: cfn.Delete}
	for deletion, policy := range policies {
		change := func(s *blueprint.Service) {
			if deletion != blueprint.SnapshotService || s.Type.Info().Snapshots {
				s.Deletion = deletion
			}
		}
		eachService(t, change, func(t *testing.T, b *blueprint.ServiceBuild) {
			if b.Service.Deletion != deletion {
				return
			}
			found := false
			for id, r := range b.Template.Resources {
				stateful := slices.Contains(holdsData, r.Properties.CloudFormationType())
				found = found || stateful
				if stateful && (r.DeletionPolicy != policy || r.UpdateReplacePolicy != policy) {
					t.Errorf("%s is %q when deleted and %q when replaced, want %s", id, r.DeletionPolicy, r.UpdateReplacePolicy, policy)
				}
				tie := r.Properties.CloudFormationType() == "AWS::EC2::SecurityGroupIngress" // to the cluster, which goes
				if deletion == blueprint.RetainService && !tie && r.DeletionPolicy != cfn.Retain {
					t.Errorf("%s goes away from under what stays", id)
				}
			}
			if found != b.Service.Type.Info().Stateful {
				t.Errorf("Stateful is %v, holds data: %v", !found, found)
			}
		})
	}
}

// What Info promises to workloads is what Build hands out, and no secret.
func TestOutputsAreThosePromised(t *testing.T) {
	t.Parallel()
	handedOut := map[string][]string{}
	promised := map[string][]string{}
	eachService(t, unchanged, func(t *testing.T, b *blueprint.ServiceBuild) {
		info := b.Service.Type.Info()
		promised[info.Name] = nil
		for _, o := range info.Outputs {
			promised[info.Name] = append(promised[info.Name], o.Name)
		}
		for _, o := range b.Outputs {
			if !slices.Contains(promised[info.Name], o.Key) {
				t.Errorf("hands out %s, which Info does not name", o.Key)
			}
			if o.Key == "type" || o.Key == "region" {
				t.Errorf("%s is the platform's own key", o.Key)
			}
			handedOut[info.Name] = append(handedOut[info.Name], o.Key)
			data, err := json.Marshal(b.Template.Outputs[o.ID].Value)
			if err != nil || strings.Contains(string(data), "resolve:secretsmanager") {
				t.Errorf("%s is a secret: %s (%v)", o.Key, data, err)
			}
		}
	})
	for name, keys := range promised {
		for _, key := range keys {
			if !slices.Contains(handedOut[name], key) {
				t.Errorf("no %s hands out %s", name, key)
			}
		}
	}
}

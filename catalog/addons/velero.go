package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// Velero backs up objects and volumes.
type Velero struct {
	Chart `yaml:",inline"`
}

// veleroPlugin is what speaks to AWS for it, of the release that fits the
// chart's version of Velero (its README, "Compatibility").
const veleroPlugin = "velero/velero-plugin-for-aws:v1.14.3"

// Info describes the add-on.
func (*Velero) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "velero",
		Doc:        "Backups of objects and volumes, and their recovery: Velero, with a bucket that is never deleted.",
		Upstream:   "https://github.com/vmware-tanzu/velero",
		Charts:     []assembly.Chart{{Repo: "https://vmware-tanzu.github.io/helm-charts/", Name: "velero", Version: "12.1.0", Release: "velero", Namespace: "velero"}},
		Namespaces: []string{"velero"},
		Fidelity:   awsChart("slipway up makes everything again from the blueprint and from Git"),
	}
}

// Build is the bucket with the role that uses it, then the chart.
func (a *Velero) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: "velero", account: "velero", statements: veleroMay()}
	store := pods.part(b)
	bucket := veleroBucket(store.Template)
	store.Template.Output("Bucket", "", bucket.Ref())
	b.Add(store)

	part := a.release("", a.Info().Charts[0])
	region := part.Of("cluster", "Region")
	part.Values = fields{
		"serviceAccount": fields{"server": pods.serviceAccount(b, &part)},
		"credentials":    fields{"useSecret": false},
		"initContainers": list(fields{
			"name": "velero-plugin-for-aws", "image": veleroPlugin,
			"volumeMounts": list(fields{"mountPath": "/target", "name": "plugins"}),
		}),
		"configuration": fields{
			"backupStorageLocation": list(fields{
				"name": "default", "provider": "aws", "default": true,
				"bucket": part.From(identityPart, "Bucket"), "config": fields{"region": region},
			}),
			"volumeSnapshotLocation": list(fields{"name": "default", "provider": "aws", "config": fields{"region": region}}),
		},
	}
	a.add(b, part)
	return nil
}

// veleroBucket is private, encrypted, reached by TLS only, and stays when its
// stack goes.
func veleroBucket(t *cfn.Template) *cfn.Resource {
	bucket := t.Add("Bucket", &cfn.S3Bucket{
		BucketEncryption: &cfn.S3BucketBucketEncryption{ServerSideEncryptionConfiguration: []cfn.S3BucketServerSideEncryptionRule{
			{ServerSideEncryptionByDefault: &cfn.S3BucketServerSideEncryptionByDefault{SSEAlgorithm: cfn.S("AES256")}},
		}},
		PublicAccessBlockConfiguration: &cfn.S3BucketPublicAccessBlockConfiguration{
			BlockPublicAcls: cfn.B(true), BlockPublicPolicy: cfn.B(true), IgnorePublicAcls: cfn.B(true), RestrictPublicBuckets: cfn.B(true),
		},
		VersioningConfiguration: &cfn.S3BucketVersioningConfiguration{Status: cfn.S("Enabled")},
	}).Keep()
	plain := cfn.Statement{
		Effect: "Deny", Principal: cfn.Principal{AWS: []cfn.String{cfn.S("*")}}, Actions: []string{"s3:*"},
		Resources: []cfn.String{bucket.Att("Arn"), cfn.Sub("${Bucket.Arn}/*")},
		Condition: map[string]map[string]any{"Bool": {"aws:SecureTransport": "false"}},
	}
	t.Add("BucketPolicy", &cfn.S3BucketPolicy{Bucket: bucket.Ref(), PolicyDocument: cfn.Policy{Statements: []cfn.Statement{plain}}}).Keep()
	return bucket
}

// veleroMay is what the plugin's documentation asks for ("Set permissions for Velero").
func veleroMay() []cfn.Statement {
	return []cfn.Statement{
		anywhere("ec2:DescribeSnapshots", "ec2:DescribeVolumes"),
		cfn.Allow(arns("ec2:${AWS::Region}:${AWS::AccountId}:volume/*", "ec2:${AWS::Region}::snapshot/*"),
			"ec2:CreateSnapshot", "ec2:CreateTags", "ec2:CreateVolume", "ec2:DeleteSnapshot"),
		cfn.Allow([]cfn.String{cfn.Att("Bucket", "Arn")}, "s3:ListBucket"),
		cfn.Allow([]cfn.String{cfn.Sub("${Bucket.Arn}/*")}, "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"),
	}
}

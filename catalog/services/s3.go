package services

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// S3 is a bucket.
type S3 struct {
	Versioning     *bool `yaml:"versioning,omitempty" default:"true" doc:"Whether what is overwritten or deleted can be brought back."`
	OldVersionDays int   `yaml:"oldVersionDays,omitempty" check:"min=1,max=3650" default:"30" doc:"Days that old versions are kept."`
	ExpireDays     int   `yaml:"expireDays,omitempty" check:"min=1,max=36500" doc:"Days after which objects are deleted. Without it they stay."`
}

// Info describes the type.
func (*S3) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:     "s3",
		Doc:      "A bucket for objects: encrypted, closed to the public, TLS only.",
		Levels:   []blueprint.Access{blueprint.Read, blueprint.Write, blueprint.ReadWrite, blueprint.Admin},
		Outputs:  []blueprint.Output{{Name: "bucket", Doc: "name of the bucket"}, {Name: "arn", Doc: "its ARN"}},
		Stateful: true,
		Fidelity: onAWS("an Amazon S3 bucket"),
	}
}

// Check has nothing to report that tags do not.
func (*S3) Check(*blueprint.ServiceCheck) {}

// Build makes the bucket and its policy.
func (s *S3) Build(b *blueprint.ServiceBuild) {
	bucket := b.Data("Bucket", &cfn.S3Bucket{
		BucketEncryption: &cfn.S3BucketBucketEncryption{ServerSideEncryptionConfiguration: []cfn.S3BucketServerSideEncryptionRule{{
			ServerSideEncryptionByDefault: &cfn.S3BucketServerSideEncryptionByDefault{SSEAlgorithm: cfn.S("AES256")},
		}}},
		PublicAccessBlockConfiguration: &cfn.S3BucketPublicAccessBlockConfiguration{
			BlockPublicAcls: cfn.B(true), BlockPublicPolicy: cfn.B(true), IgnorePublicAcls: cfn.B(true), RestrictPublicBuckets: cfn.B(true),
		},
		OwnershipControls:       &cfn.S3BucketOwnershipControls{Rules: []cfn.S3BucketOwnershipControlsRule{{ObjectOwnership: cfn.S("BucketOwnerEnforced")}}},
		VersioningConfiguration: s.versioning(),
		LifecycleConfiguration:  &cfn.S3BucketLifecycleConfiguration{Rules: s.lifecycle()},
	})
	arn := bucket.Att("Arn")
	objects := inside(arn, "/*")
	b.Add("BucketPolicy", &cfn.S3BucketPolicy{
		Bucket:         bucket.Ref(),
		PolicyDocument: cfn.Policy{Statements: []cfn.Statement{tlsOnly("s3:*", arn, objects)}},
	})
	b.Output("bucket", bucket.Ref())
	b.Output("arn", arn)

	b.Allow(blueprint.Read, on(arn), "s3:GetBucketLocation", "s3:ListBucket")
	b.Allow(blueprint.Read, on(objects), "s3:GetObject", "s3:GetObjectTagging")
	b.Allow(blueprint.Write, on(arn), "s3:ListBucketMultipartUploads")
	b.Allow(blueprint.Write, on(objects), "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectTagging")
	b.Allow(blueprint.Admin, on(arn), "s3:ListBucketVersions")
	b.Allow(blueprint.Admin, on(objects), "s3:DeleteObjectVersion", "s3:GetObjectVersion", "s3:RestoreObject")
}

func (s *S3) versioning() *cfn.S3BucketVersioningConfiguration {
	if !isOn(s.Versioning) {
		return nil
	}
	return &cfn.S3BucketVersioningConfiguration{Status: cfn.S("Enabled")}
}

// lifecycle takes away what nobody sees and everybody pays for, then what the
// blueprint lets expire.
func (s *S3) lifecycle() []cfn.S3BucketRule {
	rules := []cfn.S3BucketRule{{
		Id: cfn.S("unfinished-uploads"), Status: cfn.S("Enabled"),
		AbortIncompleteMultipartUpload: &cfn.S3BucketAbortIncompleteMultipartUpload{DaysAfterInitiation: cfn.I(7)},
	}}
	if isOn(s.Versioning) {
		rules = append(rules, cfn.S3BucketRule{
			Id: cfn.S("old-versions"), Status: cfn.S("Enabled"),
			NoncurrentVersionExpiration: &cfn.S3BucketNoncurrentVersionExpiration{NoncurrentDays: cfn.I(s.OldVersionDays)},
		})
	}
	if s.ExpireDays > 0 {
		rules = append(rules, cfn.S3BucketRule{Id: cfn.S("expire"), Status: cfn.S("Enabled"), ExpirationInDays: cfn.I(s.ExpireDays)})
	}
	return rules
}

package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// S3Csi mounts buckets as volumes.
type S3Csi struct {
	Managed `yaml:",inline"`
	Buckets []string `yaml:"buckets,omitempty" doc:"Names of the buckets that every volume may use. Without them pods need a role of their own, and volumes say authenticationSource: pod."`
}

// Info describes the add-on.
func (*S3Csi) Info() blueprint.Info {
	return blueprint.Info{
		Name:     "s3-csi",
		Doc:      "Buckets of Amazon S3 as volumes, by Mountpoint.",
		Upstream: "https://github.com/awslabs/mountpoint-s3-csi-driver",
		Managed:  "aws-mountpoint-s3-csi-driver",
		Fidelity: managedFidelity("pods on simulated nodes mount nothing", needsAccount),
	}
}

// Build is the EKS add-on, with a role where buckets are named.
func (a *S3Csi) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	var pods identity
	if len(a.Buckets) > 0 {
		pods = identity{namespace: "kube-system", account: "s3-csi-driver-sa", statements: mountpointMay(a.Buckets)}
	}
	return a.install(b, a.Info().Managed, pods, nil)
}

// mountpointMay is what its documentation asks for ("Mountpoint for Amazon S3
// configuration", "IAM permissions").
func mountpointMay(buckets []string) []cfn.Statement {
	var whole, objects []string
	for _, bucket := range buckets {
		whole = append(whole, "s3:::"+bucket)
		objects = append(objects, "s3:::"+bucket+"/*")
	}
	return []cfn.Statement{
		cfn.Allow(arns(whole...), "s3:ListBucket"),
		cfn.Allow(arns(objects...), "s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject"),
	}
}

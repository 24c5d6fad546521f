package services

import (
	"encoding/json"
	"fmt"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// ECR is a repository for container images.
type ECR struct {
	MutableTags bool `yaml:"mutableTags,omitempty" doc:"Whether a tag may be moved to another image. Without it what was deployed stays what it was."`
	Keep        int  `yaml:"keep,omitempty" check:"min=1,max=10000" default:"200" doc:"Number of images that are kept, the newest."`
}

// Info describes the type.
func (*ECR) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:     "ecr",
		Doc:      "A repository for container images, named CLUSTER/TEAM/NAME: scanned on push, tags fixed. Nodes of the cluster pull from it without further access.",
		Levels:   []blueprint.Access{blueprint.Read, blueprint.Write, blueprint.ReadWrite},
		Outputs:  []blueprint.Output{{Name: "repository", Doc: "address of the repository, to push to and pull from"}, {Name: "arn", Doc: "its ARN"}},
		Stateful: true,
		Fidelity: onAWS("an Amazon ECR repository"),
	}
}

// Check has nothing to report that tags do not.
func (*ECR) Check(*blueprint.ServiceCheck) {}

// Build makes the repository.
func (e *ECR) Build(b *blueprint.ServiceBuild) {
	tags := "IMMUTABLE"
	if e.MutableTags {
		tags = "MUTABLE"
	}
	empty := cfn.Bool{}
	if b.Service.Deletion == blueprint.DeleteService {
		empty = cfn.B(true) // AWS deletes no repository with images in it
	}
	b.Template.Param("ClusterName", "Name of the cluster.")
	repository := b.Data("Repository", &cfn.ECRRepository{
		RepositoryName:             cfn.Sub("${ClusterName}/" + b.Team.Name + "/" + b.Service.Name),
		ImageTagMutability:         cfn.S(tags),
		ImageScanningConfiguration: &cfn.ECRRepositoryImageScanningConfiguration{ScanOnPush: cfn.B(true)},
		EncryptionConfiguration:    &cfn.ECRRepositoryEncryptionConfiguration{EncryptionType: cfn.S("AES256")},
		LifecyclePolicy:            &cfn.ECRRepositoryLifecyclePolicy{LifecyclePolicyText: cfn.S(e.lifecycle())},
		EmptyOnDelete:              empty,
	})
	arn := repository.Att("Arn")
	b.Output("repository", repository.Att("RepositoryUri"))
	b.Output("arn", arn)

	b.AllowEverywhere(blueprint.Read, "ecr:GetAuthorizationToken")
	b.Allow(blueprint.Read, on(arn), "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer", "ecr:ListImages")
	b.AllowEverywhere(blueprint.Write, "ecr:GetAuthorizationToken")
	b.Allow(blueprint.Write, on(arn), "ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart")
}

func (e *ECR) lifecycle() string {
	type selection struct {
		TagStatus   string `json:"tagStatus"`
		CountType   string `json:"countType"`
		CountNumber int    `json:"countNumber"`
	}
	type rule struct {
		RulePriority int               `json:"rulePriority"`
		Description  string            `json:"description"`
		Selection    selection         `json:"selection"`
		Action       map[string]string `json:"action"`
	}
	text, err := json.Marshal(map[string][]rule{"rules": {{
		RulePriority: 1, Description: fmt.Sprintf("keep the newest %d", e.Keep),
		Selection: selection{TagStatus: "any", CountType: "imageCountMoreThan", CountNumber: e.Keep},
		Action:    map[string]string{"type": "expire"},
	}}})
	if err != nil {
		panic(err) // these types always have a form in JSON
	}
	return string(text)
}

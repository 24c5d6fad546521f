package blueprint

// AWSSettings are how AWS accounts are reached and what all that is made there
// has in common.
type AWSSettings struct {
	DeployRole          string            `yaml:"deployRole,omitempty" doc:"Name of the IAM role that Slipway becomes in each account. Where it is left out, slipway-deploy, which slipway bootstrap makes; in the account of one's own credentials none is needed then."`
	ExternalID          string            `yaml:"externalID,omitempty" doc:"External id that the roles ask for. It is no secret."`
	Profiles            map[string]string `yaml:"profiles,omitempty" doc:"Profiles of the AWS configuration by the names of accounts, for those that are reached with a profile instead of the role."`
	PermissionsBoundary string            `yaml:"permissionsBoundary,omitempty" doc:"Name of the IAM policy, in each account, that bounds every role that is made: PLATFORM-boundary where slipway bootstrap made it. Its deploy role makes no role without."`
	Tags                map[string]string `yaml:"tags,omitempty" doc:"Tags of every stack and of what is in it."`
}

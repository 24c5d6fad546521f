package cfn

// stateful are the types whose resources hold data that is nowhere else.
var stateful = map[string]bool{
	"AWS::APS::Workspace": true, "AWS::Backup::BackupVault": true, "AWS::Cognito::UserPool": true,
	"AWS::DynamoDB::GlobalTable": true, "AWS::DynamoDB::Table": true,
	"AWS::EKS::Cluster": true, // every object in it
	"AWS::EC2::Volume":  true, "AWS::ECR::Repository": true, "AWS::EFS::FileSystem": true,
	"AWS::ElastiCache::CacheCluster": true, "AWS::ElastiCache::ReplicationGroup": true, "AWS::ElastiCache::ServerlessCache": true,
	"AWS::FSx::FileSystem": true, "AWS::KMS::Key": true, "AWS::Kinesis::Stream": true, "AWS::Logs::LogGroup": true,
	"AWS::MSK::Cluster": true, "AWS::OpenSearchService::Domain": true, "AWS::RDS::DBCluster": true, "AWS::RDS::DBInstance": true,
	"AWS::Redshift::Cluster": true, "AWS::S3::Bucket": true, "AWS::SQS::Queue": true, "AWS::SecretsManager::Secret": true,
}

// Stateful reports whether deleting a resource of a type loses data. Without a
// KMS key what it has encrypted is lost.
func Stateful(resourceType string) bool { return stateful[resourceType] }

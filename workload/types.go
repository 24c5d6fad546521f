package workload

import (
	"slices"

	"slipway.dev/slipway/blueprint"
)

// Type is a type of resource.
type Type struct {
	Name string
	Doc  string // a sentence
	// Params is a pointer to the struct that params are read into, nil where
	// whoever makes the resource reads them.
	Params any
	// Outputs are what placeholders can ask for. AnyOutput stands for every key.
	Outputs []Output
	// Claim says that something else makes the resource and leaves its facts in a
	// ConfigMap and a Secret of its name.
	Claim bool
}

// Output is what a placeholder can ask a resource for.
type Output struct {
	Name, Doc string
	From      Origin
	Key       string // in the ConfigMap or the Secret; the name where it is ""
}

// Origin is where the value of an output is.
type Origin string

// The origins of values.
const (
	Rendered  Origin = "rendered" // known when the file is rendered
	ConfigMap Origin = "ConfigMap"
	Secret    Origin = "Secret"
)

// AnyOutput is the name of the output of types that have every key.
const AnyOutput = "*"

// Types are the types of resources there are, in the order of their names. The
// facts of claims are those of catalog/services, under Score's names for them.
func Types() []Type {
	user := []Output{{Name: "username", Doc: "user", From: Secret}, {Name: "password", Doc: "password", From: Secret}}
	at := []Output{{Name: "host", Doc: "name to connect to", From: ConfigMap}, {Name: "port", Doc: "its port", From: ConfigMap}}
	database := []Output{{Name: "database", Doc: "name of the database", From: ConfigMap}, {Name: "name", Doc: "the same", From: ConfigMap, Key: "database"}}
	region := Output{Name: "region", Doc: "region of AWS", From: ConfigMap}
	secretARN := Output{Name: "secretArn", Doc: "ARN of the secret in AWS Secrets Manager", From: ConfigMap}
	arn := Output{Name: "arn", Doc: "its ARN", From: ConfigMap}
	return []Type{
		{Name: "amqp", Doc: "A message broker.", Claim: true, Outputs: slices.Concat(at, []Output{{Name: "vhost", Doc: "virtual host", From: ConfigMap}}, user)},
		{Name: "configmap", Doc: "A ConfigMap of the namespace. It can also be mounted as a volume.", Params: &NameParams{}, Outputs: []Output{{Name: AnyOutput, Doc: "the value of that key", From: ConfigMap}}},
		{Name: "dns", Doc: "A host name.", Params: &DNSParams{}, Outputs: []Output{{Name: "host", Doc: "the name", From: Rendered}}},
		{Name: "dynamodb", Doc: "A table of Amazon DynamoDB.", Claim: true, Outputs: []Output{{Name: "table", Doc: "name of the table", From: ConfigMap}, arn, {Name: "streamArn", Doc: "ARN of its stream", From: ConfigMap}, region}},
		{Name: "environment", Doc: "Settings of the place the workload runs in: a ConfigMap of the namespace.", Params: &NameParams{}, Outputs: []Output{{Name: AnyOutput, Doc: "the value of that key", From: ConfigMap}}},
		{Name: "horizontal-pod-autoscaler", Doc: "The number of pods follows their load.", Params: &AutoscalerParams{}},
		{Name: "kafka-topic", Doc: "A topic of Kafka.", Claim: true, Outputs: slices.Concat(at, []Output{{Name: "name", Doc: "name of the topic", From: ConfigMap}, {Name: "num_partitions", Doc: "its partitions", From: ConfigMap}})},
		{Name: "mongodb", Doc: "A MongoDB database.", Claim: true, Outputs: slices.Concat(at, database, user, []Output{{Name: "connection", Doc: "connection string", From: Secret}})},
		{Name: "mysql", Doc: "A MySQL database.", Claim: true, Outputs: slices.Concat(at, database, user)},
		{Name: "postgres", Doc: "A PostgreSQL database.", Claim: true, Outputs: slices.Concat(at, database, user, []Output{secretARN, region})},
		{Name: "redis", Doc: "A Redis or Valkey cache.", Claim: true, Outputs: slices.Concat(at, user, []Output{
			{Name: "cache", Doc: "name of the cache", From: ConfigMap}, {Name: "reader", Doc: "user who reads, with IAM", From: ConfigMap}, {Name: "writer", Doc: "user who writes, with IAM", From: ConfigMap}, region,
		})},
		{Name: "rollout", Doc: "How a new version takes over. The class is the strategy."},
		{Name: "route", Doc: "HTTP requests from outside.", Params: &RouteParams{}},
		{Name: "s3", Doc: "A bucket. The class irsa has no keys: the workload's service account has access.", Claim: true, Outputs: []Output{
			{Name: "bucket", Doc: "name of the bucket", From: ConfigMap}, arn, region, {Name: "endpoint", Doc: "URL of a store that is not AWS", From: ConfigMap},
			{Name: "access_key_id", Doc: "key", From: Secret}, {Name: "secret_key", Doc: "its secret", From: Secret},
			{Name: "aws_access_key_id", Doc: "key", From: Secret, Key: "access_key_id"}, {Name: "aws_secret_key", Doc: "its secret", From: Secret, Key: "secret_key"},
		}},
		{Name: "secret", Doc: "A Secret of the namespace. It can also be mounted as a volume.", Params: &NameParams{}, Outputs: []Output{{Name: AnyOutput, Doc: "the value of that key", From: Secret}}},
		{Name: "service", Doc: "Another workload of the namespace, named by id, or else by the name of the resource.", Params: &NoParams{}, Outputs: []Output{{Name: "name", Doc: "host name of its service", From: Rendered}}},
		{Name: "service-port", Doc: "A port of another workload.", Params: &ServicePortParams{}, Outputs: []Output{{Name: "hostname", Doc: "host name of its service", From: Rendered}, {Name: "port", Doc: "the port", From: Rendered}}},
		{Name: "sns", Doc: "A topic of Amazon SNS.", Claim: true, Outputs: []Output{{Name: "topicArn", Doc: "ARN of the topic", From: ConfigMap}, region}},
		{Name: "sqs", Doc: "A queue of Amazon SQS.", Claim: true, Outputs: []Output{{Name: "queueUrl", Doc: "URL of the queue", From: ConfigMap}, arn, {Name: "deadLetterUrl", Doc: "URL of its queue for dead letters", From: ConfigMap}, region}},
		{Name: "volume", Doc: "Storage that outlives pods; of the class ephemeral, storage that does not. Another class is a storage class.", Params: &VolumeParams{}},
	}
}

// FindType is the type of a name.
func FindType(name string) (Type, bool) {
	for _, t := range Types() {
		if t.Name == name {
			return t, true
		}
	}
	return Type{}, false
}

// NameParams name an object of the namespace.
type NameParams struct {
	Name string `yaml:"name,omitempty" doc:"Name of the object. Default: the resource's id, else WORKLOAD-RESOURCE."`
}

// NoParams are those of types without.
type NoParams struct{}

// DNSParams are those of dns.
type DNSParams struct {
	Host string `yaml:"host,omitempty" doc:"The name. Default: the resource's id, else the workload's name, below the platform's domain."`
}

// RouteParams are those of route.
type RouteParams struct {
	Host string `yaml:"host" check:"required" doc:"Host name of the requests, most often ${resources.NAME.host} of a dns."`
	Path string `yaml:"path,omitempty" default:"/" doc:"What their path begins with."`
	Port string `yaml:"port,omitempty" doc:"Port of the service, by number or name. Default: its only one."`
}

// ServicePortParams are those of service-port.
type ServicePortParams struct {
	Workload string `yaml:"workload" check:"required,name" doc:"Name of the workload."`
	Port     string `yaml:"port" check:"required" doc:"Port of its service, by number, or by name where its file is rendered, too."`
}

// VolumeParams are those of volume.
type VolumeParams struct {
	Size       blueprint.Quantity `yaml:"size,omitempty" default:"1Gi" doc:"Size of the volume."`
	AccessMode string             `yaml:"accessMode,omitempty" check:"enum=ReadWriteOnce|ReadWriteOncePod|ReadWriteMany|ReadOnlyMany" default:"ReadWriteOnce" doc:"Who may mount it. With one that only one node may, the workload has one pod."`
}

// AutoscalerParams are those of horizontal-pod-autoscaler.
type AutoscalerParams struct {
	MinReplicas  int `yaml:"minReplicas,omitempty" check:"min=1,max=1000" default:"2" doc:"Least number of pods."`
	MaxReplicas  int `yaml:"maxReplicas,omitempty" check:"min=1,max=1000" default:"10" doc:"Greatest number of pods."`
	TargetCPU    int `yaml:"targetCPUUtilizationPercentage,omitempty" check:"min=1,max=1000" doc:"CPU of the pods to aim at, in percent of what they request. Default: 80, where no memory is given."`
	TargetMemory int `yaml:"targetMemoryUtilizationPercentage,omitempty" check:"min=1,max=1000" doc:"Memory of the pods to aim at, in percent of what they request."`
}

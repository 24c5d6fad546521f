package services

import (
	"fmt"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// DynamoDB is a table.
type DynamoDB struct {
	PartitionKey Key     `yaml:"partitionKey" check:"required" doc:"Attribute that items are spread by. Another one replaces the table."`
	SortKey      Key     `yaml:"sortKey,omitempty" doc:"Attribute that items of one partition are ordered by. Another one replaces the table."`
	Indexes      []Index `yaml:"indexes,omitempty" doc:"Global secondary indexes. AWS makes or removes one at a time."`
	TTL          string  `yaml:"ttl,omitempty" doc:"Attribute with the time, in seconds since 1970, at which an item is deleted."`
	Stream       bool    `yaml:"stream,omitempty" doc:"Whether changes are handed out as a stream, with old and new items."`
}

// Key is an attribute of a key.
type Key struct {
	Name string `yaml:"name" check:"required" doc:"Name of the attribute."`
	Type string `yaml:"type,omitempty" check:"enum=string|number|binary" default:"string" doc:"Type of the attribute."`
}

// Index is a global secondary index; it holds whole items.
type Index struct {
	Name         string `yaml:"name" check:"required" doc:"Name of the index."`
	PartitionKey Key    `yaml:"partitionKey" check:"required" doc:"Attribute that the index is spread by."`
	SortKey      Key    `yaml:"sortKey,omitempty" doc:"Attribute that the index is ordered by."`
}

// Info describes the type.
func (*DynamoDB) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:   "dynamodb",
		Doc:    "A table, paid by request: encrypted, restorable to any second of the last 35 days.",
		Levels: []blueprint.Access{blueprint.Read, blueprint.Write, blueprint.ReadWrite},
		Outputs: []blueprint.Output{
			{Name: "table", Doc: "name of the table"}, {Name: "arn", Doc: "its ARN"}, {Name: "streamArn", Doc: "ARN of its stream, where there is one"},
		},
		Stateful: true,
		Fidelity: onAWS("an Amazon DynamoDB table"),
	}
}

// Check reports an attribute that is to have two types.
func (d *DynamoDB) Check(c *blueprint.ServiceCheck) {
	types := map[string]string{}
	see := func(field string, k Key) {
		if k.Name == "" {
			return
		}
		if other, seen := types[k.Name]; seen && other != k.Type {
			c.Problem(field, fmt.Sprintf("the attribute %s is a %s here and a %s elsewhere", k.Name, k.Type, other), "An attribute has one type.")
			return
		}
		types[k.Name] = k.Type
	}
	see("partitionKey", d.PartitionKey)
	see("sortKey", d.SortKey)
	for _, i := range d.Indexes {
		see("indexes["+i.Name+"].partitionKey", i.PartitionKey)
		see("indexes["+i.Name+"].sortKey", i.SortKey)
	}
}

// Build makes the table.
func (d *DynamoDB) Build(b *blueprint.ServiceBuild) {
	properties := &cfn.DynamoDBTable{
		BillingMode: cfn.S("PAY_PER_REQUEST"), DeletionProtectionEnabled: cfn.B(b.Retained()),
		AttributeDefinitions: d.attributes(), KeySchema: schema(d.PartitionKey, d.SortKey),
		PointInTimeRecoverySpecification: &cfn.DynamoDBTablePointInTimeRecoverySpecification{PointInTimeRecoveryEnabled: cfn.B(true)},
		SSESpecification:                 &cfn.DynamoDBTableSSESpecification{SSEEnabled: cfn.B(true)},
	}
	for _, i := range d.Indexes {
		properties.GlobalSecondaryIndexes = append(properties.GlobalSecondaryIndexes, cfn.DynamoDBTableGlobalSecondaryIndex{
			IndexName: cfn.S(i.Name), KeySchema: schema(i.PartitionKey, i.SortKey), Projection: &cfn.DynamoDBTableProjection{ProjectionType: cfn.S("ALL")},
		})
	}
	if d.TTL != "" {
		properties.TimeToLiveSpecification = &cfn.DynamoDBTableTimeToLiveSpecification{AttributeName: cfn.S(d.TTL), Enabled: cfn.B(true)}
	}
	if d.Stream {
		properties.StreamSpecification = &cfn.DynamoDBTableStreamSpecification{StreamViewType: cfn.S("NEW_AND_OLD_IMAGES")}
	}
	table := b.Data("Table", properties)
	arn := table.Att("Arn")
	b.Output("table", table.Ref())
	b.Output("arn", arn)

	readable := on(arn)
	if len(d.Indexes) > 0 {
		readable = append(readable, inside(arn, "/index/*"))
	}
	b.Allow(blueprint.Read, readable, "dynamodb:Query", "dynamodb:Scan")
	b.Allow(blueprint.Read, on(arn), "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeTable", "dynamodb:GetItem")
	b.Allow(blueprint.Write, on(arn), "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:PutItem", "dynamodb:UpdateItem")
	if d.Stream {
		b.Output("streamArn", table.Att("StreamArn"))
		b.Allow(blueprint.Read, on(table.Att("StreamArn")), "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
	}
}

func schema(partition, sort Key) []cfn.DynamoDBTableKeySchema {
	keys := []cfn.DynamoDBTableKeySchema{{AttributeName: cfn.S(partition.Name), KeyType: cfn.S("HASH")}}
	if sort.Name != "" {
		keys = append(keys, cfn.DynamoDBTableKeySchema{AttributeName: cfn.S(sort.Name), KeyType: cfn.S("RANGE")})
	}
	return keys
}

// attributes are those of all keys, each once.
func (d *DynamoDB) attributes() []cfn.DynamoDBTableAttributeDefinition {
	letters := map[string]string{"string": "S", "number": "N", "binary": "B"}
	keys := []Key{d.PartitionKey, d.SortKey}
	for _, i := range d.Indexes {
		keys = append(keys, i.PartitionKey, i.SortKey)
	}
	var out []cfn.DynamoDBTableAttributeDefinition
	seen := map[string]bool{"": true}
	for _, k := range keys {
		if !seen[k.Name] {
			out = append(out, cfn.DynamoDBTableAttributeDefinition{AttributeName: cfn.S(k.Name), AttributeType: cfn.S(letters[k.Type])})
		}
		seen[k.Name] = true
	}
	return out
}

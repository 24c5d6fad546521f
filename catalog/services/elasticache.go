package services

import (
	"regexp"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// ElastiCache is a cache: serverless, or nodes of its own.
type ElastiCache struct {
	Engine     string `yaml:"engine,omitempty" check:"enum=valkey|redis" default:"valkey" doc:"What runs."`
	MaxGB      int    `yaml:"maxGB,omitempty" check:"min=1,max=5000" default:"5" doc:"Most data that a serverless cache holds, in GB. It bounds the price."`
	Nodes      *Nodes `yaml:"nodes,omitempty" doc:"Nodes of its own in place of a serverless cache."`
	BackupDays int    `yaml:"backupDays,omitempty" check:"min=0,max=35" default:"1" doc:"Days that a daily snapshot is kept; 0 takes none."`
}

// Nodes are those of a cache that is not serverless.
type Nodes struct {
	Type  string `yaml:"type,omitempty" default:"cache.t4g.small" doc:"Type of the nodes."`
	Count int    `yaml:"count,omitempty" check:"min=1,max=6" default:"2" doc:"Number of nodes: one to write to, the others to take over and to read from."`
}

const cachePort = 6379

// clients is what client libraries ask of a cache before they do anything.
const clients = "+info +command +cluster|nodes +cluster|shards +cluster|slots"

// Info describes the type.
func (*ElastiCache) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:   "elasticache",
		Doc:    "A Valkey or Redis cache in the cluster's private subnets: encrypted, TLS only.",
		Use:    "Workloads log in with IAM tokens for the cache: with read as the user reader, with readwrite as writer, too.",
		Levels: []blueprint.Access{blueprint.Read, blueprint.ReadWrite},
		Outputs: []blueprint.Output{
			{Name: "host", Doc: "name to connect to"}, {Name: "port", Doc: "its port"}, {Name: "cache", Doc: "name of the cache, which a token is made for"},
			{Name: "reader", Doc: "user of those with read"}, {Name: "writer", Doc: "user of those with readwrite"},
		},
		Stateful: true, Snapshots: true,
		Fidelity: onAWS("an Amazon ElastiCache cache"),
	}
}

var (
	nodeType  = regexp.MustCompile(`^cache\.[a-z0-9]+\.[a-z0-9]+$`)
	cacheName = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
)

// maxCacheName leaves room in the 40 characters of an ElastiCache id for what
// makes it unique.
const maxCacheName = 20

// Check reports what ElastiCache would refuse.
func (e *ElastiCache) Check(c *blueprint.ServiceCheck) {
	if n := c.Service.Name; len(n) > maxCacheName || !cacheName.MatchString(n) {
		c.Problem("name", "ElastiCache names its users after it: at most 20 characters, a letter first, no two dashes in a row", "Choose another name.")
	}
	if e.Nodes != nil && !nodeType.MatchString(e.Nodes.Type) {
		c.Problem("nodes.type", "must be a node type of ElastiCache such as cache.t4g.small, is "+e.Nodes.Type, "")
	}
	if e.Nodes == nil && c.Service.Deletion == blueprint.SnapshotService {
		c.Problem("deletion", "CloudFormation takes no snapshot of a serverless cache", "Write retain or delete, or ask for nodes.")
	}
}

// Build makes the cache and its users.
func (e *ElastiCache) Build(b *blueprint.ServiceBuild) {
	net, group := b.Listen(cachePort)
	reader := e.user(b, "Reader", "-r", "on ~* -@all +@read +@connection -@dangerous "+clients)
	writer := e.user(b, "Writer", "-w", "on ~* &* +@all -@admin -@dangerous "+clients)
	users := e.users(b, reader, writer)
	name := b.Name("")
	var cache cfn.String
	if e.Nodes == nil {
		cache = e.serverless(b, net, group, users, name)
	} else {
		cache = e.replicated(b, net, group, users, name)
	}
	b.Output("port", cfn.S("6379"))
	b.Output("cache", name)
	b.Output("reader", reader.Ref())
	b.Output("writer", writer.Ref())

	b.Allow(blueprint.Read, on(cache, reader.Att("Arn")), "elasticache:Connect")
	b.Allow(blueprint.Write, on(cache, writer.Att("Arn")), "elasticache:Connect")
}

// user logs in with an IAM token: its id and its name have to be equal for that
// ("Authenticating with IAM").
func (e *ElastiCache) user(b *blueprint.ServiceBuild, id, suffix, access string) *cfn.Resource {
	name := b.Name(suffix)
	return b.Add(id, &cfn.ElastiCacheUser{
		Engine: cfn.S(e.Engine), UserId: name, UserName: name, AccessString: cfn.S(access),
		AuthenticationMode: &cfn.ElastiCacheUserAuthenticationMode{Type: cfn.S("iam")},
	})
}

// users are who the cache knows. Redis wants a user named default among them:
// one that can do nothing.
func (e *ElastiCache) users(b *blueprint.ServiceBuild, list ...*cfn.Resource) *cfn.Resource {
	if e.Engine == "redis" {
		list = append(list, b.Add("Nobody", &cfn.ElastiCacheUser{
			Engine: cfn.S(e.Engine), UserId: b.Name("-d"), UserName: cfn.S("default"), AccessString: cfn.S("off -@all"), NoPasswordRequired: cfn.B(true),
		}))
	}
	ids := make([]cfn.String, len(list))
	for i, u := range list {
		ids[i] = u.Ref()
	}
	return b.Add("Users", &cfn.ElastiCacheUserGroup{Engine: cfn.S(e.Engine), UserGroupId: b.Name("-u"), UserIds: cfn.List(ids...)})
}

func (e *ElastiCache) serverless(b *blueprint.ServiceBuild, net blueprint.Private, group, users *cfn.Resource, name cfn.String) cfn.String {
	cache := b.Data("Cache", &cfn.ElastiCacheServerlessCache{
		ServerlessCacheName: name, Engine: cfn.S(e.Engine), UserGroupId: users.Ref(),
		SubnetIds:        cfn.List(cfn.Select(0, net.Subnets), cfn.Select(1, net.Subnets)), // it takes two or three
		SecurityGroupIds: cfn.List(group.Att("GroupId")), SnapshotRetentionLimit: cfn.I(e.BackupDays),
		CacheUsageLimits: &cfn.ElastiCacheServerlessCacheCacheUsageLimits{DataStorage: &cfn.ElastiCacheServerlessCacheDataStorage{Maximum: cfn.I(e.MaxGB), Unit: cfn.S("GB")}},
	})
	b.Output("host", cache.Att("Endpoint.Address"))
	return cache.Att("ARN")
}

func (e *ElastiCache) replicated(b *blueprint.ServiceBuild, net blueprint.Private, group, users *cfn.Resource, name cfn.String) cfn.String {
	subnets := b.Add("Subnets", &cfn.ElastiCacheSubnetGroup{Description: cfn.S("The cluster's private subnets."), SubnetIds: net.Subnets})
	several := cfn.B(e.Nodes.Count > 1)
	cache := b.Data("Cache", &cfn.ElastiCacheReplicationGroup{
		ReplicationGroupId: name, ReplicationGroupDescription: cfn.S(b.Service.Name + " of the team " + b.Team.Name), Engine: cfn.S(e.Engine),
		CacheNodeType: cfn.S(e.Nodes.Type), NumCacheClusters: cfn.I(e.Nodes.Count), AutomaticFailoverEnabled: several, MultiAZEnabled: several,
		AtRestEncryptionEnabled: cfn.B(true), TransitEncryptionEnabled: cfn.B(true), UserGroupIds: cfn.List(users.Ref()),
		CacheSubnetGroupName: subnets.Ref(), SecurityGroupIds: cfn.List(group.Att("GroupId")), SnapshotRetentionLimit: cfn.I(e.BackupDays),
	})
	b.Output("host", cache.Att("PrimaryEndPoint.Address"))
	return cfn.Sub("arn:${AWS::Partition}:elasticache:${AWS::Region}:${AWS::AccountId}:replicationgroup:${" + cache.ID() + "}")
}

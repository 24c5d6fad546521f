package services

import (
	"regexp"
	"strconv"
	"strings"

	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// RDSPostgres is a PostgreSQL database.
type RDSPostgres struct {
	Version       string `yaml:"version,omitempty" check:"enum=14|15|16|17|18" default:"17" doc:"Major version of PostgreSQL."`
	InstanceClass string `yaml:"instanceClass,omitempty" default:"db.t4g.medium" doc:"Class of the instances, such as db.m8g.large."`
	Storage       int    `yaml:"storage,omitempty" check:"min=20,max=65536" default:"20" doc:"Size of the disk at first, in GiB."`
	MaxStorage    int    `yaml:"maxStorage,omitempty" check:"min=20,max=65536" default:"100" doc:"Size that the disk may grow to by itself, in GiB."`
	MultiZone     *bool  `yaml:"multiZone,omitempty" default:"true" doc:"Whether a second instance in another zone takes over when the first one fails. It doubles the price."`
	BackupDays    int    `yaml:"backupDays,omitempty" check:"min=1,max=35" default:"7" doc:"Days that the database can be restored to any second of."`
}

// postgresPort is where PostgreSQL listens.
const postgresPort = 5432

// postgresOwner is the user that AWS makes; the roles are for IAM: who
// has read access logs in as reader, who has readwrite as writer.
const (
	postgresOwner  = "postgres"
	postgresReader = "reader"
	postgresWriter = "writer"
)

// Info describes the type.
func (*RDSPostgres) Info() blueprint.ServiceInfo {
	return blueprint.ServiceInfo{
		Name:   "rds-postgres",
		Doc:    "A PostgreSQL database in the cluster's private subnets: encrypted, TLS only, backed up.",
		Use:    "read and readwrite log in with IAM tokens as the database roles reader and writer, which the owner makes once (CREATE ROLE reader LOGIN; GRANT rds_iam TO reader). admin may read the owner's password, which AWS makes and rotates, from the secret.",
		Levels: []blueprint.Access{blueprint.Read, blueprint.ReadWrite, blueprint.Admin},
		Outputs: []blueprint.Output{
			{Name: "host", Doc: "name to connect to"}, {Name: "port", Doc: "its port"}, {Name: "database", Doc: "name of the database"},
			{Name: "secretArn", Doc: "ARN of the secret with the owner's name and password"},
		},
		Stateful: true, Snapshots: true,
		Fidelity: onAWS("an Amazon RDS instance"),
	}
}

var instanceClass = regexp.MustCompile(`^db\.[a-z0-9-]+\.[a-z0-9]+$`)

// Check reports what RDS would refuse.
func (r *RDSPostgres) Check(c *blueprint.ServiceCheck) {
	if !instanceClass.MatchString(r.InstanceClass) {
		c.Problem("instanceClass", "must be a class of RDS such as db.t4g.medium, is "+r.InstanceClass, "")
	}
	if r.MaxStorage < r.Storage {
		c.Problem("maxStorage", "is less than storage", "Raise it, or lower storage.")
	}
	if first := c.Service.Name[:min(1, len(c.Service.Name))]; first >= "0" && first <= "9" {
		c.Problem("name", "begins with a digit, and a database cannot", "Begin the name with a letter.")
	}
}

// Build makes the instance, the subnets it may be in and what guards it.
func (r *RDSPostgres) Build(b *blueprint.ServiceBuild) {
	net, group := b.Listen(postgresPort)
	subnets := b.Add("Subnets", &cfn.RDSDBSubnetGroup{DBSubnetGroupDescription: cfn.S("The cluster's private subnets."), SubnetIds: net.Subnets})
	// Up to version 14 RDS speaks without TLS, too. A group of a version's own is
	// also what a database needs to move to the next one.
	settings := b.Add("Settings", &cfn.RDSDBParameterGroup{
		Family: cfn.S("postgres" + r.Version), Description: cfn.S("TLS only."), Parameters: map[string]any{"rds.force_ssl": "1"},
	})
	database := strings.ReplaceAll(b.Service.Name, "-", "_")
	db := b.Data("Database", &cfn.RDSDBInstance{
		Engine: cfn.S("postgres"), EngineVersion: cfn.S(r.Version), DBInstanceClass: cfn.S(r.InstanceClass), DBName: cfn.S(database),
		MasterUsername: cfn.S(postgresOwner), ManageMasterUserPassword: cfn.B(true), EnableIAMDatabaseAuthentication: cfn.B(true),
		AllocatedStorage: cfn.S(strconv.Itoa(r.Storage)), MaxAllocatedStorage: cfn.I(r.MaxStorage), StorageType: cfn.S("gp3"), StorageEncrypted: cfn.B(true),
		DBSubnetGroupName: subnets.Ref(), VPCSecurityGroups: cfn.List(group.Att("GroupId")), PubliclyAccessible: cfn.B(false),
		MultiAZ: cfn.B(isOn(r.MultiZone)), BackupRetentionPeriod: cfn.I(r.BackupDays), CopyTagsToSnapshot: cfn.B(true),
		DeletionProtection: cfn.B(b.Retained()), DeleteAutomatedBackups: cfn.B(b.Service.Deletion == blueprint.DeleteService),
		DBParameterGroupName: settings.Ref(), AutoMinorVersionUpgrade: cfn.B(true),
		AllowMajorVersionUpgrade: cfn.B(true), // when the blueprint says another version, not before
	})
	secret := db.Att("MasterUserSecret.SecretArn")
	b.Output("host", db.Att("Endpoint.Address"))
	b.Output("port", db.Att("Endpoint.Port"))
	b.Output("database", cfn.S(database))
	b.Output("secretArn", secret)

	b.Allow(blueprint.Read, on(user(db, postgresReader)), "rds-db:connect")
	b.Allow(blueprint.Write, on(user(db, postgresWriter)), "rds-db:connect")
	b.Allow(blueprint.Admin, on(secret), "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
}

// user is a database role of one instance ("Creating and using an IAM policy for
// IAM database access").
func user(db *cfn.Resource, name string) cfn.String {
	return cfn.Sub("arn:${AWS::Partition}:rds-db:${AWS::Region}:${AWS::AccountId}:dbuser:${" + db.ID() + ".DbiResourceId}/" + name)
}

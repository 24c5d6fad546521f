package blueprint

// Service is something that a cloud runs for a team: a bucket, a queue, a
// database. In YAML the settings of its type stand beside its name:
//
//	{name: inf-inbox, type: s3, versioning: false}
//
// and in Go in the type:
//
//	blueprint.Service{Name: "inf-inbox", Type: &services.S3{Versioning: &off}}
type Service struct {
	Name     string      `yaml:"name" check:"required,name" doc:"Name, unique in the team. A ConfigMap of this name has what a workload needs to find the service."`
	Type     ServiceType `yaml:"type" check:"required" doc:"What it is: s3, sqs, … The settings of the type stand beside it."`
	Deletion string      `yaml:"deletion,omitempty" check:"enum=retain|snapshot|delete" doc:"What becomes of it when it leaves the blueprint, is replaced or its cluster is destroyed. retain: it stays and is yours. snapshot: a snapshot stays, where the type has them. delete: it is gone with its data. Default: retain for what holds data, delete for the rest."`
}

// What becomes of a service that is no longer asked for.
const (
	RetainService   = "retain"
	SnapshotService = "snapshot"
	DeleteService   = "delete"
)

// ServiceType is one kind of service with its settings, which are its exported
// fields. It is one file of catalog/services and one golden test.
type ServiceType interface {
	Info() ServiceInfo
	// Check reports what is wrong with the settings, beyond what tags can say.
	Check(c *ServiceCheck)
	// Build describes the service on AWS: its resources, its outputs and what
	// each level of access may do. It is pure.
	Build(b *ServiceBuild)
}

// ServiceInfo is what a type of service says about itself.
type ServiceInfo struct {
	Name    string   // as the blueprint writes it: "rds-postgres"
	Doc     string   // one sentence
	Use     string   // how workloads use it, in sentences; "" where the outputs say it all
	Levels  []Access // what a service account can be given
	Outputs []Output // the keys of its ConfigMap, in the order Build hands them out
	// Stateful says that it holds data, so that it is retained unless the
	// blueprint says otherwise.
	Stateful bool
	// Snapshots says that CloudFormation can take one before it deletes the service.
	Snapshots bool
	Fidelity  map[Target]Fidelity
}

// Output is a fact about a service that its workloads need. It is never secret.
type Output struct{ Name, Doc string }

// Access is how much of a service a service account may use.
type Access string

// The levels of access. ReadWrite is Read and Write together, Admin is what
// goes beyond them.
const (
	Read      Access = "read"
	Write     Access = "write"
	ReadWrite Access = "readwrite"
	Admin     Access = "admin"
)

// AccessLevels lists every level.
func AccessLevels() []Access { return []Access{Read, Write, ReadWrite, Admin} }

// includes reports whether whoever has a level may do what another allows.
func (a Access) includes(other Access) bool {
	switch a {
	case ReadWrite:
		return other == Read || other == Write
	case Admin:
		return true
	}
	return a == other
}

// ServiceCheck collects what is wrong with one service's settings.
type ServiceCheck struct {
	Service *Service
	Team    *Team
	report  func(field, message, fix string)
}

// Problem reports a setting that is wrong. Field is its YAML name, dotted where
// nested, "" for the service as a whole.
func (c *ServiceCheck) Problem(field, message, fix string) { c.report(field, message, fix) }

// Package assembly is what a blueprint compiles to: units of work as static
// files, with the order between them and the gates that hold dependants back.
// A folder of an assembly can be read, diffed, tested and reviewed; whoever
// deploys it only executes it. The package must not reach a network, a clock
// or a cluster.
package assembly

import (
	"time"
)

// UnitID names a unit in an assembly: "dev/addons/argocd". Segments are
// DNS labels; the first one is the cluster's name.
type UnitID string

// Kind says which deployer a unit needs.
type Kind string

// The kinds of units.
const (
	Kubernetes     Kind = "kubernetes"     // Files are manifests (.yaml, .json)
	Processes      Kind = "process"        // Files are process lists (processes.yaml), run beside a local control plane
	Helm           Kind = "helm"           // Files are a chart's coordinates, its values and, where vendored, the chart: see Chart
	CloudFormation Kind = "cloudformation" // Files are a template and the stack it becomes: see Stack
	EKS            Kind = "eks"            // an existing EKS cluster, looked up and never changed; no files
)

// Unit is one step of a deployment: applied, waited for and deleted as a whole.
type Unit struct {
	ID    UnitID `yaml:"id"`
	Kind  Kind   `yaml:"kind"`
	Where string `yaml:"where"` // "cluster:dev", "aws:111111111111/us-east-2"
	// After are the units that must be applied, and whose gates must hold, first.
	After []UnitID `yaml:"after,omitempty"`
	// Gates must hold before dependants start.
	Gates []Gate `yaml:"gates,omitempty"`
	// Bind are the only late values: another unit's outputs put into this unit's files.
	Bind []Binding `yaml:"bind,omitempty"`
	// Timeout bounds applying the unit, gates not included. 0 means two minutes.
	Timeout time.Duration `yaml:"timeout,omitempty"`
	// Origin is the blueprint path that asked for the unit; errors and 'why' point there.
	Origin Origin `yaml:"origin"`
	// Files are the unit's content by name; the name's ending tells the format.
	Files map[string][]byte `yaml:"-"`
	// Fidelity says what an add-on's unit is on this target: "real", "emulated", "simulated"; "" elsewhere.
	Fidelity string `yaml:"fidelity,omitempty"`
}

// Origin says which line of a blueprint asked for something.
type Origin struct {
	Path string `yaml:"path"` // "blueprints[standard].addOns[argocd]"
	// At is "platform.yaml:14:9", "" for a platform written in Go. It is kept
	// apart from the unit (sources.yaml), so that moving a line changes nothing.
	At string `yaml:"-"`
}

// GateKind is a kind of condition.
type GateKind string

// The kinds of gates.
const (
	Established GateKind = "established" // every CustomResourceDefinition of the unit is Established and its API served
	Ready       GateKind = "ready"       // every object of the unit, or Object alone, is Current in kstatus' sense
	Field       GateKind = "field"       // Object's field Path (dotted) equals Value
	Webhook     GateKind = "webhook"     // the admission webhooks of Object (a …WebhookConfiguration) answer over TLS
	HTTP        GateKind = "http"        // GET URL answers 2xx
)

// Gate is a condition that must hold before dependants of its unit start.
type Gate struct {
	Kind   GateKind      `yaml:"kind"`
	Object ObjectRef     `yaml:"object,omitempty"`
	Path   string        `yaml:"path,omitempty"`
	Value  string        `yaml:"value,omitempty"`
	URL    string        `yaml:"url,omitempty"`
	Within time.Duration `yaml:"within"` // how long the gate may take; it must be positive
}

// ObjectRef names one Kubernetes object.
type ObjectRef struct {
	APIVersion string `yaml:"apiVersion,omitempty" json:"apiVersion"`
	Kind       string `yaml:"kind,omitempty" json:"kind"`
	Namespace  string `yaml:"namespace,omitempty" json:"namespace,omitempty"`
	Name       string `yaml:"name,omitempty" json:"name"`
}

// IsZero reports whether the reference names nothing.
func (r ObjectRef) IsZero() bool { return r == ObjectRef{} }

// String is "Kind namespace/name".
func (r ObjectRef) String() string {
	if r.Namespace != "" {
		return r.Kind + " " + r.Namespace + "/" + r.Name
	}
	return r.Kind + " " + r.Name
}

// Binding puts one output of another unit in place of a token in this unit's files.
type Binding struct {
	From   UnitID `yaml:"from"`
	Output string `yaml:"output"` // "port.gatekeeper-webhook", "ca"
	Token  string `yaml:"token"`  // what stands in the files: "${gatekeeper.port}"
}

// Assembly is a compiled platform.
type Assembly struct {
	Platform string `yaml:"platform"`
	Target   string `yaml:"target"`
	// AddOns and Teams say what the units are about, for those who show a platform:
	// an add-on that is absent on the target has no unit, but is listed.
	AddOns []AddOn `yaml:"addOns,omitempty"`
	Teams  []Team  `yaml:"teams,omitempty"`
	// Clusters say where each cluster of the target aws is; other targets have none.
	Clusters []Cluster `yaml:"clusters,omitempty"`
	// Access says how to get into the accounts of the target aws.
	Access *Access `yaml:"access,omitempty"`
	// Notes are sentences on where the target differs from what the blueprint
	// asks for: "dev: the blueprint asks for …". They are shown, nothing acts on them.
	Notes []string `yaml:"notes,omitempty"`
	Units []Unit   `yaml:"units"` // in a valid order: no unit before one it is After
}

// AddOn says what an add-on of one cluster is on the assembly's target.
type AddOn struct {
	Cluster  string `yaml:"cluster"`
	Name     string `yaml:"name"`
	Fidelity string `yaml:"fidelity"` // real, emulated, simulated, absent
	Note     string `yaml:"note,omitempty"`
}

// Cluster is an Amazon EKS cluster of an assembly for the target aws.
type Cluster struct {
	Name  string `yaml:"name"`  // as the blueprint calls it; units at "cluster:NAME" go there
	Where string `yaml:"where"` // "aws:111111111111/us-east-2"
	EKS   string `yaml:"eks"`   // the name EKS knows it by
}

// Access is how a deployment gets into AWS accounts. Nothing of it is secret.
type Access struct {
	Role       string            `yaml:"role,omitempty"`       // role to assume in every account, by name
	ExternalID string            `yaml:"externalID,omitempty"` // what the role's trust policy asks for
	Profiles   map[string]string `yaml:"profiles,omitempty"`   // profiles of the AWS configuration, by account id
}

// Team is a tenant with the clusters it lives on.
type Team struct {
	Name      string   `yaml:"name"`
	Namespace string   `yaml:"namespace"`
	Clusters  []string `yaml:"clusters"`
	// Workloads are what the team ships, by name.
	Workloads []string `yaml:"workloads,omitempty"`
}

// At is the place in the blueprint's file behind a blueprint path that asked
// for a unit, "" where it is not known.
func (a *Assembly) At(path string) string {
	for i := range a.Units {
		if a.Units[i].Origin.Path == path {
			return a.Units[i].Origin.At
		}
	}
	return ""
}

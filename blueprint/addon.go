package blueprint

import (
	"cmp"
	"slices"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/manifest"
)

// AddOns are the add-ons of a blueprint, in the order they are listed.
type AddOns []AddOn

// AddOn is one capability of a cluster. Its exported fields are its settings,
// in Go, in YAML and in the schema alike, with the same tags as the rest of the
// blueprint. An add-on is one file of the catalogue and one golden test.
type AddOn interface {
	Info() Info
	// Check reports what is wrong with the settings, beyond what tags can say.
	Check(c *Check)
	// Build describes the add-on on one target. It is pure.
	Build(b *AddOnBuild) error
}

// Info is what an add-on says about itself.
type Info struct {
	Name      string   // as the blueprint writes it: "cluster-autoscaler"
	Doc       string   // one sentence
	Upstream  string   // where the program comes from: "https://github.com/argoproj/argo-cd"
	Version   string   // version of the upstream program, "" where none runs
	Needs     []string // add-ons that must be there and ready first
	After     []string // add-ons that come first where the blueprint has them
	Conflicts []string // add-ons that cannot be on the same cluster
	// Namespaces are those the add-on keeps for itself: no team may have them.
	Namespaces []string
	// Retired says what replaces an add-on that upstream has ended; "" while it lives.
	Retired string
	// Charts are the upstream charts that it installs, pinned.
	Charts []assembly.Chart
	// Managed is the add-on of Amazon EKS that it is on the target aws, "" where it is none.
	Managed string
	// Unavailable says where on AWS it cannot be, by partition ("aws-cn"), and why.
	Unavailable map[string]string
	Fidelity    map[Target]Fidelity
}

// Target is a kind of place a blueprint can be deployed to.
type Target string

// The targets.
const (
	Local      Target = "local"      // a Kubernetes on this machine, controllers as processes
	Kubeconfig Target = "kubeconfig" // an existing cluster, controllers as its workloads
	AWS        Target = "aws"        // Amazon EKS, made by CloudFormation
)

// Targets lists every target.
func Targets() []Target { return []Target{Local, Kubeconfig, AWS} }

// Level says how true to the real thing an add-on is on a target.
type Level string

// The levels of fidelity.
const (
	Real      Level = "real"      // the upstream program runs
	Emulated  Level = "emulated"  // ours: same API, same effect
	Simulated Level = "simulated" // the objects exist, nothing acts on them
	Absent    Level = "absent"    // nothing of it is there
)

// Fidelity is a level with the sentence that explains it.
type Fidelity struct {
	Level Level
	Note  string
}

// Check collects what is wrong with one add-on's settings.
type Check struct {
	Blueprint *Blueprint
	Platform  *Platform // the whole that the blueprint belongs to
	report    func(field, message, fix string, warning bool)
}

// Errorf-like methods keep messages and fixes apart so that both can be shown well.

// Problem reports a setting that is wrong. Field is its YAML name, dotted where
// nested ("bootstrap.repo"), "" for the add-on as a whole.
func (c *Check) Problem(field, message, fix string) { c.report(field, message, fix, false) }

// Warn reports something that should be known but does not stop the work.
func (c *Check) Warn(field, message, fix string) { c.report(field, message, fix, true) }

// NewCheck is a Check that hands its findings to report.
func NewCheck(p *Platform, b *Blueprint, report func(field, message, fix string, warning bool)) *Check {
	return &Check{Blueprint: b, Platform: p, report: report}
}

// Core is an add-on that a cluster of EKS has whether it is listed or not. Where
// the platform makes the cluster it stays in the stack of the cluster or of its
// nodes when it is listed, so that listing it updates it in place: in a stack of
// its own it would be taken away first, and the network of every pod with it.
type Core interface {
	AddOn
	// Core lays the settings over an add-on and the configuration that the cluster
	// gives it.
	Core(addOn *cfn.EKSAddon, configuration map[string]any) error
}

// AddOnBuild is where an add-on describes itself for one target. Parts are
// applied in the order they are added, each after the gates of the one before.
type AddOnBuild struct {
	Target    Target
	Blueprint *Blueprint
	Platform  *Platform
	// RealNodes are how many nodes run pods, on the target local.
	RealNodes int
	Parts     []Part
}

// Part is one unit of an add-on before compile gives it a place in the assembly.
type Part struct {
	Name      string // "" for the main part, else a DNS label: "controllers"
	Files     map[string][]byte
	Processes []assembly.Process
	Gates     []assembly.Gate
	Bind      []PartBinding
	Timeout   time.Duration
	// Template makes the part a CloudFormation stack, for the target aws. Stack
	// says what differs between two clusters: its parameters may hold ${slipway.eks},
	// ${slipway.cluster}, ${slipway.account} and ${slipway.region}; its name is made
	// of the unit's ID.
	Template *cfn.Template
	Stack    assembly.Stack
	// Chart makes the part a Helm release; Values are its values. Its repository,
	// name and version must be set; Release and Namespace, too.
	Chart  *assembly.Chart
	Values map[string]any
	// Imported makes the part the look-up of a cluster that exists already.
	Imported bool
	// AfterTeams holds the part back until every team of the cluster is set up:
	// what a GitOps bootstrap needs so that namespaces and quotas are there first.
	AfterTeams bool
}

// PartBinding puts an output in place of a token: of another part of the same
// add-on, or of the unit with an ID, the cluster's name left out ("cluster").
type PartBinding struct {
	Part, Output, Token string
	Unit                assembly.UnitID
}

// Of is the token for an output of a unit of the same cluster, and binds it:
// Of("cluster", "VpcId") stands for the VPC's id in the part's files.
func (p *Part) Of(unit assembly.UnitID, output string) string {
	token := "${" + string(unit) + "." + output + "}"
	b := PartBinding{Unit: unit, Output: output, Token: token}
	if !slices.Contains(p.Bind, b) {
		p.Bind = append(p.Bind, b)
	}
	return token
}

// From is the token for an output of an earlier part of the same add-on, and binds it.
func (p *Part) From(part, output string) string {
	token := "${" + cmp.Or(part, "main") + "." + output + "}"
	b := PartBinding{Part: part, Output: output, Token: token}
	if !slices.Contains(p.Bind, b) {
		p.Bind = append(p.Bind, b)
	}
	return token
}

// Objects adds a part of Kubernetes objects.
func (b *AddOnBuild) Objects(part string, gates []assembly.Gate, objects ...manifest.Object) error {
	data, err := manifest.Encode(objects...)
	if err != nil {
		return err
	}
	b.Parts = append(b.Parts, Part{Name: part, Gates: gates, Files: map[string][]byte{"objects.yaml": data}})
	return nil
}

// Run adds a part of processes, for the local target.
func (b *AddOnBuild) Run(part string, processes ...assembly.Process) {
	b.Parts = append(b.Parts, Part{Name: part, Processes: processes})
}

// Add adds a part as it is.
func (b *AddOnBuild) Add(p Part) { b.Parts = append(b.Parts, p) }

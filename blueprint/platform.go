package blueprint

import "slipway.dev/slipway/diag"

// Platform is the whole of what a platform team describes.
type Platform struct {
	APIVersion string                `yaml:"apiVersion" check:"required,enum=slipway.dev/v1alpha1" default:"slipway.dev/v1alpha1" doc:"Version of this format."`
	Kind       string                `yaml:"kind" check:"required,enum=Platform" default:"Platform" doc:"Always Platform."`
	Name       string                `yaml:"name" check:"required,name" doc:"Name of the platform, a DNS label. It names the local state and the objects that Slipway keeps."`
	Accounts   map[string]string     `yaml:"accounts,omitempty" check:"name" doc:"AWS account ids (12 digits, quoted) by the names that clusters use. For AWS; local and kubeconfig do not read them."`
	Blueprints map[string]*Blueprint `yaml:"blueprints" check:"required,name" doc:"What a cluster is made of, by name."`
	Clusters   []Cluster             `yaml:"clusters" check:"required" doc:"Where blueprints are stamped out. The first one is what slipway up runs unless told otherwise."`
	Teams      []Team                `yaml:"teams,omitempty" doc:"The tenants."`
	Local      LocalSettings         `yaml:"local,omitempty" doc:"What slipway up does on this machine only; no other target reads it."`

	// positions are where a file says what, by path; nil for a platform written in Go.
	positions map[string]diag.Position
	// defaulted says that zeros are meant: Validate was here.
	defaulted bool
}

// LocalSettings is what matters on a developer's machine alone.
type LocalSettings struct {
	Git map[string]string `yaml:"git,omitempty" doc:"Folders or clones served in place of remote Git repositories: the repository's URL to a path relative to the blueprint's file. Like --git URL=DIR."`
}

// Blueprint is what a cluster is made of.
type Blueprint struct {
	Kubernetes string      `yaml:"kubernetes" check:"version" default:"1.36" doc:"Kubernetes minor version, quoted: \"1.36\". A local cluster runs the version that Slipway ships, slipway up says so where it differs; with kubeconfig it is the cluster's own."`
	Network    Network     `yaml:"network,omitempty" doc:"Address ranges. With kubeconfig the network is the cluster's own, and these are not read."`
	NodeGroups []NodeGroup `yaml:"nodeGroups,omitempty" doc:"Groups of equal nodes. With kubeconfig the nodes are the cluster's own, and these are not read."`
	Order      string      `yaml:"order,omitempty" check:"enum=needs|strict" default:"needs" doc:"needs: an add-on waits for the add-ons it needs, the rest run side by side. strict: add-ons run one after the other, in the list's order."`
	AddOns     AddOns      `yaml:"addOns,omitempty" doc:"Add-ons, each a name or a name with settings. See docs/addons.md."`
	Teams      []string    `yaml:"teams,omitempty" doc:"Names of the teams that live on clusters of this blueprint."`
	Extend     Extend      `yaml:"extend,omitempty" doc:"Anything else: extra objects applied after the add-ons, as the platform."`
}

// Network is the address plan of a cluster.
type Network struct {
	CIDR     string `yaml:"cidr,omitempty" check:"cidr" default:"10.0.0.0/16" doc:"Range of the nodes (IPv4)."`
	Zones    int    `yaml:"zones,omitempty" check:"min=1,max=6" default:"3" doc:"Number of availability zones that nodes are spread over."`
	Pods     string `yaml:"pods,omitempty" check:"cidr" default:"10.244.0.0/16" doc:"Range of the pods (IPv4)."`
	Services string `yaml:"services,omitempty" check:"cidr" default:"10.96.0.0/16" doc:"Range of the services (IPv4)."`
}

// NodeGroup is a group of equal nodes.
type NodeGroup struct {
	Name          string            `yaml:"name" check:"required,name" doc:"Name, unique in the blueprint."`
	InstanceTypes []string          `yaml:"instanceTypes,omitempty" check:"instancetype" default:"m7g.large" doc:"EC2 instance types, the preferred one first."`
	Min           int               `yaml:"min,omitempty" check:"min=0,max=450" default:"1" doc:"Least number of nodes; a local cluster starts with as many."`
	Max           int               `yaml:"max,omitempty" check:"min=1,max=450" default:"4" doc:"Greatest number of nodes, for AWS. A local cluster stays at min."`
	Labels        map[string]string `yaml:"labels,omitempty" doc:"Labels of the nodes."`
	Taints        []Taint           `yaml:"taints,omitempty" doc:"Taints of the nodes."`
}

// Taint keeps pods off nodes that do not tolerate it.
type Taint struct {
	Key    string `yaml:"key" check:"required" doc:"Key of the taint."`
	Value  string `yaml:"value,omitempty" doc:"Value of the taint."`
	Effect string `yaml:"effect" check:"required,enum=NoSchedule|PreferNoSchedule|NoExecute" doc:"What happens to pods that do not tolerate it."`
}

// Cluster is one place where a blueprint is stamped out.
type Cluster struct {
	Name      string            `yaml:"name" check:"required,name" doc:"Name, unique in the platform."`
	Blueprint string            `yaml:"blueprint" check:"required" doc:"Name of the blueprint."`
	Account   string            `yaml:"account,omitempty" doc:"Name of an entry of accounts. For AWS; local and kubeconfig do not read it."`
	Region    string            `yaml:"region,omitempty" check:"region" doc:"AWS region. For AWS; a local cluster only shows it in the labels of its nodes, kubeconfig does not read it."`
	Existing  string            `yaml:"existing,omitempty" doc:"Name of an EKS cluster that is there already: its network, control plane and nodes are looked up and never changed. For AWS."`
	Labels    map[string]string `yaml:"labels,omitempty" doc:"Labels of the cluster, for people and for AWS; local and kubeconfig do not read them."`
}

// Extend is what a blueprint or a team adds in code: objects that no field here describes.
type Extend struct {
	Files   []string         `yaml:"files,omitempty" check:"relpath" doc:"Manifest files (YAML, several documents allowed), relative to the blueprint's file."`
	Objects []map[string]any `yaml:"objects,omitempty" doc:"Kubernetes objects, inline."`

	loaded []loaded // what Files name, once it was read
	read   bool
}

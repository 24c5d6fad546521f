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
	AWS        AWSSettings           `yaml:"aws,omitempty" doc:"How AWS accounts are reached and what everything made in them has in common. For AWS."`
	Local      LocalSettings         `yaml:"local,omitempty" doc:"What slipway up does on this machine only; no other target reads it."`

	// positions are where a file says what, by path; nil for a platform written in Go.
	positions map[string]diag.Position
	// defaulted says that zeros are meant: Validate was here.
	defaulted bool
}

// LocalSettings is what matters on a developer's machine alone.
type LocalSettings struct {
	Git    map[string]string `yaml:"git,omitempty" doc:"Folders or clones served in place of remote Git repositories: the repository's URL to a path relative to the blueprint's file. Like --git URL=DIR."`
	Images map[string]*Image `yaml:"images,omitempty" check:"image" doc:"Images built from folders, so that nothing is pulled from the internet: each by the name and tag that manifests use. A Go program finds the tag in main.version, a Dockerfile in the argument VERSION; static files are served on port 8080."`
}

// Image is an image that slipway up builds of a folder.
type Image struct {
	Dir string            `yaml:"dir" check:"required" doc:"Folder, relative to the blueprint's file: a Go program, static files, or one with a Dockerfile."`
	Env map[string]string `yaml:"env,omitempty" doc:"Environment variables of its containers. Two tags of one folder may differ in them."`
}

// Blueprint is what a cluster is made of.
type Blueprint struct {
	Kubernetes string      `yaml:"kubernetes" check:"version" default:"1.36" doc:"Kubernetes minor version, quoted: \"1.36\". A local cluster runs the version that Slipway ships, slipway up says so where it differs; with kubeconfig it is the cluster's own."`
	Network    Network     `yaml:"network,omitempty" doc:"Address ranges. With kubeconfig the network is the cluster's own, and these are not read."`
	NodeGroups []NodeGroup `yaml:"nodeGroups,omitempty" doc:"Groups of equal nodes. With kubeconfig the nodes are the cluster's own, and these are not read."`
	EKS        EKS         `yaml:"eks,omitempty" doc:"The control plane on Amazon EKS, and who may use it. For AWS; local and kubeconfig do not read it."`
	Endpoint   *Endpoint   `yaml:"endpoint,omitempty" doc:"Where customers reach what runs on the cluster: a domain with a certificate and an API in front of a Service. For AWS; without it there is none."`
	Order      string      `yaml:"order,omitempty" check:"enum=needs|strict" default:"needs" doc:"needs: an add-on waits for the add-ons it needs, the rest run side by side. strict: add-ons run one after the other, in the list's order."`
	AddOns     AddOns      `yaml:"addOns,omitempty" doc:"Add-ons, each a name or a name with settings. See docs/addons.md."`
	Teams      []string    `yaml:"teams,omitempty" doc:"Names of the teams that live on clusters of this blueprint."`
	Extend     Extend      `yaml:"extend,omitempty" doc:"Anything else: extra objects applied after the add-ons, as the platform."`
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

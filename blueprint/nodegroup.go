package blueprint

// NodeGroup is a group of equal nodes.
type NodeGroup struct {
	Name          string            `yaml:"name" check:"required,name" doc:"Name, unique in the blueprint."`
	InstanceTypes []string          `yaml:"instanceTypes,omitempty" check:"instancetype" default:"m7g.large" doc:"EC2 instance types, the preferred one first. All of one architecture."`
	Min           int               `yaml:"min,omitempty" check:"min=0,max=450" default:"1" doc:"Least number of nodes; a local cluster starts with as many."`
	Max           int               `yaml:"max,omitempty" check:"min=1,max=450" default:"4" doc:"Greatest number of nodes, for AWS. A local cluster stays at min."`
	Desired       int               `yaml:"desired,omitempty" check:"min=0,max=450" doc:"Number of nodes to begin with, min where it is left out; an autoscaler decides from then on. For AWS."`
	AMI           string            `yaml:"ami,omitempty" check:"enum=al2023|bottlerocket|bottlerocket-fips" default:"al2023" doc:"Operating system of the nodes. The variant for the processor, for NVIDIA GPUs or AWS Neuron follows from instanceTypes. For AWS."`
	Capacity      string            `yaml:"capacity,omitempty" check:"enum=on-demand|spot" default:"on-demand" doc:"Whether nodes are paid by use, or spare and cheap and taken back at short notice. For AWS."`
	DiskSize      int               `yaml:"diskSize,omitempty" check:"min=20,max=16384" default:"50" doc:"Size of a node's encrypted disk for images and containers, in GiB. For AWS."`
	Subnets       string            `yaml:"subnets,omitempty" check:"enum=private|public|intra" default:"private" doc:"Which subnets of the network the nodes are in. For AWS."`
	Labels        map[string]string `yaml:"labels,omitempty" doc:"Labels of the nodes, beside slipway.dev/node-group, which is the group's name."`
	Taints        []Taint           `yaml:"taints,omitempty" doc:"Taints of the nodes."`
	Update        NodeUpdate        `yaml:"update,omitempty" doc:"How many nodes an update takes away at once; one where nothing is said. For AWS."`
	Repair        *bool             `yaml:"repair,omitempty" default:"true" doc:"Nodes that are found broken are replaced. For AWS."`
}

// NodeUpdate bounds what an update takes away at once; one of the two counts.
type NodeUpdate struct {
	MaxUnavailable           int `yaml:"maxUnavailable,omitempty" check:"min=1,max=100" doc:"Number of nodes."`
	MaxUnavailablePercentage int `yaml:"maxUnavailablePercentage,omitempty" check:"min=1,max=100" doc:"Share of the nodes, in percent."`
}

// Taint keeps pods off nodes that do not tolerate it.
type Taint struct {
	Key    string `yaml:"key" check:"required" doc:"Key of the taint."`
	Value  string `yaml:"value,omitempty" doc:"Value of the taint."`
	Effect string `yaml:"effect" check:"required,enum=NoSchedule|PreferNoSchedule|NoExecute" doc:"What happens to pods that do not tolerate it."`
}

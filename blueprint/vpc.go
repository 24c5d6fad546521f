package blueprint

// Network is the address plan of a cluster.
type Network struct {
	CIDR     string `yaml:"cidr,omitempty" check:"cidr" default:"10.0.0.0/16" doc:"Range of the nodes (IPv4)."`
	Zones    int    `yaml:"zones,omitempty" check:"min=1,max=6" default:"3" doc:"Number of availability zones that nodes are spread over; at least two for AWS."`
	Pods     string `yaml:"pods,omitempty" check:"cidr" default:"10.244.0.0/16" doc:"Range of the pods (IPv4). On AWS pods have addresses of the subnets, and this is not read."`
	Services string `yaml:"services,omitempty" check:"cidr" default:"10.96.0.0/16" doc:"Range of the services (IPv4)."`

	ZoneIDs   []string `yaml:"zoneIDs,omitempty" doc:"Ids of the availability zones, as many as zones: use1-az1. Without them they are the first ones that the account has, and a few zones run no control plane: use1-az3, usw1-az2 and cac1-az3. For AWS."`
	VPC       *VPC     `yaml:"vpc,omitempty" doc:"A VPC that is there already, instead of a new one: nothing in it is changed but for endpoints. For AWS; of the fields here only services, zones and endpoints are read with it."`
	Subnets   Subnets  `yaml:"subnets,omitempty" doc:"Which subnets a new VPC has in each zone. For AWS."`
	NAT       string   `yaml:"nat,omitempty" check:"enum=none|single|zone" default:"single" doc:"How private subnets reach the Internet: through one NAT gateway (single), one in each zone (zone), or not at all (none). For AWS."`
	IPv6      bool     `yaml:"ipv6,omitempty" doc:"Pods and services have IPv6 addresses, from a range that Amazon provides. It cannot be changed later. For AWS."`
	Endpoints []string `yaml:"endpoints,omitempty" check:"enum=s3|dynamodb|autoscaling|ec2|ecr|eks|eks-auth|elasticloadbalancing|kms|logs|monitoring|secretsmanager|sns|sqs|ssm|sts|xray" doc:"AWS services that are reached inside the VPC instead of through the Internet: s3 and dynamodb by the route tables, the others by an interface in each zone. For AWS."`
	FlowLogs  FlowLogs `yaml:"flowLogs,omitempty" doc:"A record of the traffic in a new VPC, in CloudWatch. For AWS."`
}

// VPC is an existing network with the subnets that a cluster may use.
type VPC struct {
	ID             string   `yaml:"id" check:"required" doc:"Id of the VPC: vpc-0123456789abcdef0."`
	PrivateSubnets []string `yaml:"privateSubnets,omitempty" doc:"Ids of subnets with a route out but none in, one for each zone."`
	PublicSubnets  []string `yaml:"publicSubnets,omitempty" doc:"Ids of subnets that the Internet reaches."`
	IntraSubnets   []string `yaml:"intraSubnets,omitempty" doc:"Ids of subnets without a route out."`
	RouteTables    []string `yaml:"routeTables,omitempty" doc:"Ids of the route tables that the endpoints s3 and dynamodb are entered into."`
}

// Subnets says which kinds of subnets a new VPC has.
type Subnets struct {
	Public  *bool `yaml:"public,omitempty" default:"true" doc:"Subnets that the Internet reaches, for load balancers and NAT gateways."`
	Private *bool `yaml:"private,omitempty" default:"true" doc:"Subnets with a route out through NAT, for nodes."`
	Intra   bool  `yaml:"intra,omitempty" doc:"Subnets without a route out; the control plane's network interfaces go there, and node groups that ask for it."`
}

// FlowLogs is the record of a VPC's traffic.
type FlowLogs struct {
	Traffic       string `yaml:"traffic,omitempty" check:"enum=none|rejected|accepted|all" default:"none" doc:"Which traffic is recorded."`
	RetentionDays int    `yaml:"retentionDays,omitempty" check:"min=1,max=3653" default:"30" doc:"Days until a record is deleted; CloudWatch takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653."`
}

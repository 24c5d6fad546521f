package blueprint

// Endpoint is where customers reach a cluster: a domain, a certificate, an HTTP
// API and a private way from there to a Service.
type Endpoint struct {
	Domain     string          `yaml:"domain" check:"required" doc:"Host name that customers call; {cluster} and {region} stand for the cluster's name and region: api.{cluster}.example.com."`
	Zone       string          `yaml:"zone,omitempty" doc:"Id of the Route 53 hosted zone that the domain is in. Without it a zone for the domain itself is made; the certificate is valid once the zone is delegated to."`
	ParentZone string          `yaml:"parentZone,omitempty" doc:"Id of the hosted zone, in the same account, that delegates to the zone that is made."`
	Service    EndpointService `yaml:"service" check:"required" doc:"Kubernetes Service that answers."`
	Throttle   Throttle        `yaml:"throttle,omitempty" doc:"How many requests are let through."`
	LogDays    int             `yaml:"logRetentionDays,omitempty" check:"min=1,max=3653" default:"30" doc:"Days until a line of the access log is deleted; CloudWatch takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 and more."`
}

// EndpointService is the Service behind an endpoint.
type EndpointService struct {
	Namespace  string `yaml:"namespace" check:"required,name" doc:"Namespace of the Service."`
	Name       string `yaml:"name" check:"required,name" doc:"Name of the Service."`
	Port       int    `yaml:"port,omitempty" check:"min=1,max=65535" default:"80" doc:"Port of the Service."`
	TargetPort int    `yaml:"targetPort,omitempty" check:"min=1,max=65535" default:"8080" doc:"Port that the Service's pods listen on; it is opened to the load balancer."`
}

// Throttle bounds the requests to an endpoint.
type Throttle struct {
	Rate  int `yaml:"rate,omitempty" check:"min=1,max=10000" default:"1000" doc:"Requests a second, on average."`
	Burst int `yaml:"burst,omitempty" check:"min=1,max=5000" default:"500" doc:"Requests at once."`
}

package workload

// Score is a Score file: the workload as its developers write it. The shape is
// that of the schema score-v1b1.json; numbers are taken where it wants text.
type Score struct {
	APIVersion string               `yaml:"apiVersion" check:"required,enum=score.dev/v1b1" doc:"Version of the Score specification: score.dev/v1b1."`
	Metadata   map[string]any       `yaml:"metadata" check:"required" doc:"name is the workload's name. annotations go to its Deployment and its pods. Other keys are for placeholders."`
	Containers map[string]Container `yaml:"containers" check:"required,name" doc:"Containers of the workload's pods, by their names."`
	Service    Service              `yaml:"service,omitempty" doc:"What the workload serves to others."`
	Resources  map[string]Resource  `yaml:"resources,omitempty" check:"name" doc:"What the workload needs or asks for, by names of its own."`
}

// Service is what a workload serves.
type Service struct {
	Ports map[string]Port `yaml:"ports,omitempty" check:"name" doc:"Ports by their names."`
}

// Port is a port of a service.
type Port struct {
	Port       int    `yaml:"port" check:"required,min=1,max=65535" doc:"Port that others call."`
	Protocol   string `yaml:"protocol,omitempty" check:"enum=TCP|UDP" default:"TCP" doc:"Transport."`
	TargetPort int    `yaml:"targetPort,omitempty" check:"min=1,max=65535" doc:"Port that a container listens at. Default: port."`
}

// Container is one program of a workload.
type Container struct {
	Image          string            `yaml:"image" check:"required" doc:"Image. The image . is one that a pipeline builds and names when it renders."`
	Command        []string          `yaml:"command,omitempty" doc:"Overrides the image's entrypoint."`
	Args           []string          `yaml:"args,omitempty" doc:"Overrides the image's arguments."`
	Variables      map[string]string `yaml:"variables,omitempty" doc:"Environment variables; placeholders are filled in."`
	Files          map[string]File   `yaml:"files,omitempty" doc:"Files by their paths in the container."`
	Volumes        map[string]Mount  `yaml:"volumes,omitempty" doc:"Volumes by the paths they are mounted at."`
	Resources      Compute           `yaml:"resources,omitempty" doc:"CPU and memory."`
	LivenessProbe  *Probe            `yaml:"livenessProbe,omitempty" doc:"When to restart the container."`
	ReadinessProbe *Probe            `yaml:"readinessProbe,omitempty" doc:"When to send it requests."`
	Before         map[string]Before `yaml:"before,omitempty" doc:"Containers that this one is started before."`
}

// File is a file in a container: one of source, content and binaryContent.
type File struct {
	Mode          string  `yaml:"mode,omitempty" doc:"Access mode in octal: 0644."`
	Source        string  `yaml:"source,omitempty" check:"relpath" doc:"File beside the Score file that has the content."`
	Content       *string `yaml:"content,omitempty" doc:"The content."`
	BinaryContent string  `yaml:"binaryContent,omitempty" doc:"The content in base64; placeholders are left alone."`
	NoExpand      bool    `yaml:"noExpand,omitempty" doc:"Leaves placeholders in the content alone."`
}

// Mount is a volume in a container.
type Mount struct {
	Source   string `yaml:"source" check:"required" doc:"The volume: ${resources.NAME}, of the type volume, secret or configmap."`
	Path     string `yaml:"path,omitempty" doc:"Folder in the volume."`
	ReadOnly bool   `yaml:"readOnly,omitempty" doc:"Mounts it read-only."`
}

// Compute is what a container gets of a node.
type Compute struct {
	Limits   Amounts `yaml:"limits,omitempty" doc:"The most it may use."`
	Requests Amounts `yaml:"requests,omitempty" doc:"What is kept for it."`
}

// Amounts are of CPU and memory.
type Amounts struct {
	CPU    string `yaml:"cpu,omitempty" doc:"CPUs: 2, 0.5 or 125m."`
	Memory string `yaml:"memory,omitempty" doc:"Bytes: 128Mi, 1G."`
}

// Probe asks a container how it is; exec is preferred where both are given.
type Probe struct {
	HTTPGet *HTTPProbe `yaml:"httpGet,omitempty" doc:"An HTTP request."`
	Exec    *ExecProbe `yaml:"exec,omitempty" doc:"A command in the container."`
}

// HTTPProbe is a request that is answered with 200 to 399.
type HTTPProbe struct {
	Host        string   `yaml:"host,omitempty" doc:"Sent as the header Host. The probe itself goes to the pod."`
	Scheme      string   `yaml:"scheme,omitempty" check:"enum=HTTP|HTTPS" default:"HTTP" doc:"How to connect."`
	Path        string   `yaml:"path" check:"required" doc:"Path of the request."`
	Port        int      `yaml:"port" check:"required,min=1,max=65535" doc:"Port of the container."`
	HTTPHeaders []Header `yaml:"httpHeaders,omitempty" doc:"Headers of the request."`
}

// Header is a header of a request.
type Header struct {
	Name  string `yaml:"name" check:"required" doc:"Name of the header."`
	Value string `yaml:"value" check:"required" doc:"Value of the header."`
}

// ExecProbe is a command that ends with 0.
type ExecProbe struct {
	Command []string `yaml:"command" check:"required" doc:"The command and its arguments."`
}

// Before says what another container waits for.
type Before struct {
	Ready string `yaml:"ready" check:"required,enum=started|healthy|complete" doc:"started, healthy (its readiness probe) or complete (it has ended)."`
}

// Resource is something that a workload needs, or asks of the platform.
type Resource struct {
	Type     string         `yaml:"type" check:"required" doc:"Type of the resource."`
	Class    string         `yaml:"class,omitempty" doc:"Variant of the type."`
	ID       string         `yaml:"id,omitempty" doc:"Name that workloads share a resource by. For a service of the blueprint, its name."`
	Metadata map[string]any `yaml:"metadata,omitempty" doc:"Not read."`
	Params   map[string]any `yaml:"params,omitempty" doc:"Parameters of the type; placeholders are filled in."`
}

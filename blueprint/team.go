package blueprint

// Team is a tenant: a namespace of its own, isolated by default.
type Team struct {
	Name            string           `yaml:"name" check:"required,name" doc:"Name, unique in the platform."`
	Namespace       string           `yaml:"namespace,omitempty" check:"name" doc:"The team's namespace. Default: team-NAME."`
	Members         Members          `yaml:"members,omitempty" doc:"Who belongs to the team."`
	Quota           Quota            `yaml:"quota,omitempty" doc:"What the team may use in all (ResourceQuota)."`
	Limits          Limits           `yaml:"limits,omitempty" doc:"What one container gets and may ask for (LimitRange)."`
	Network         TeamNetwork      `yaml:"network,omitempty" doc:"Traffic beyond the default: nothing but DNS and the team itself."`
	Services        []Service        `yaml:"services,omitempty" doc:"What a cloud runs for the team: buckets, queues, databases. See docs/services.md."`
	ServiceAccounts []ServiceAccount `yaml:"serviceAccounts,omitempty" doc:"Service accounts for the team's workloads."`
	Workloads       []Workload       `yaml:"workloads,omitempty" doc:"What the team ships by GitOps."`
	AWS             TeamAWS          `yaml:"aws,omitempty" doc:"What the team has on AWS beside its services; local and kubeconfig do not read it."`
	Extend          Extend           `yaml:"extend,omitempty" doc:"Anything else the team needs, applied as the platform, in the team's namespace."`
}

// Members maps people to the team's roles. Names are those the cluster's authentication gives.
type Members struct {
	Groups         []string `yaml:"groups,omitempty" doc:"Groups of developers: they see everything of the team and may change its workloads."`
	Users          []string `yaml:"users,omitempty" doc:"Single developers. The cluster knows them, Argo CD does not: only groups have roles in a project there."`
	ReadOnlyGroups []string `yaml:"readOnlyGroups,omitempty" doc:"Groups that may look, secrets excepted."`
	ReadOnlyUsers  []string `yaml:"readOnlyUsers,omitempty" doc:"Single people who may look, secrets excepted. As with users, not in Argo CD."`
	Roles          []string `yaml:"roles,omitempty" check:"role" doc:"IAM roles whose sessions are developers on EKS: ARNs, or role/NAME in the cluster's own account."`
	ReadOnlyRoles  []string `yaml:"readOnlyRoles,omitempty" check:"role" doc:"IAM roles whose sessions may look on EKS, secrets excepted."`
}

// Quota bounds what a team uses in all.
type Quota struct {
	CPU              Quantity `yaml:"cpu,omitempty" default:"10" doc:"CPU of all pods, requests and limits: 10, 500m."`
	Memory           Quantity `yaml:"memory,omitempty" default:"10Gi" doc:"Memory of all pods, requests and limits: 10Gi."`
	Pods             int      `yaml:"pods,omitempty" check:"min=1" default:"50" doc:"Number of pods."`
	Storage          Quantity `yaml:"storage,omitempty" default:"100Gi" doc:"Storage that all volume claims request."`
	EphemeralStorage Quantity `yaml:"ephemeralStorage,omitempty" default:"100Gi" doc:"Disk of the nodes that all pods may fill (logs, emptyDir), requests and limits. The limit of a container that names none is an equal share for each of pods; it requests none."`
	Services         int      `yaml:"services,omitempty" check:"min=0" default:"20" doc:"Number of services. Load balancers and node ports are not allowed."`
	Objects          int      `yaml:"objects,omitempty" check:"min=1" default:"500" doc:"Number of ConfigMaps, and as many of each other kind the team writes: Secrets, volume claims, Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, Ingresses, autoscalers, disruption budgets. As many finished pods may stay, and eleven times as many ReplicaSets, which is what Deployments keep."`
}

// Limits bounds a single container.
type Limits struct {
	DefaultCPU    Quantity `yaml:"defaultCPU,omitempty" default:"100m" doc:"CPU request of a container that names none."`
	DefaultMemory Quantity `yaml:"defaultMemory,omitempty" default:"128Mi" doc:"Memory request and limit of a container that names none."`
	MaxCPU        Quantity `yaml:"maxCPU,omitempty" default:"4" doc:"Most CPU a container may ask for. The limit of one that names none is quota.cpu divided by quota.pods, but no less than defaultCPU and no more than this."`
	MaxMemory     Quantity `yaml:"maxMemory,omitempty" default:"8Gi" doc:"Most memory a container may ask for."`
}

// TeamNetwork opens what is closed by default.
type TeamNetwork struct {
	IngressFrom []string `yaml:"ingressFrom,omitempty" doc:"Teams whose pods may call this team's pods."`
	EgressTo    []string `yaml:"egressTo,omitempty" check:"cidr" doc:"Address ranges outside the cluster that the team's pods may call. 0.0.0.0/0 is the Internet; the metadata service, 169.254.169.254, stays blocked in every range."`
}

// ServiceAccount is an identity for the team's workloads.
type ServiceAccount struct {
	Name        string            `yaml:"name" check:"required,name" doc:"Name, unique in the team."`
	Annotations map[string]string `yaml:"annotations,omitempty" doc:"Annotations of the account."`
	Access      map[string]Access `yaml:"access,omitempty" doc:"What the account may do with the team's services, by their names: read, write, readwrite or admin, as the type of the service has it. On AWS it becomes an IAM role of the account's own."`
}

// TeamAWS is what a team has on AWS beside its services.
type TeamAWS struct {
	Logs      *TeamLogs `yaml:"logs,omitempty" doc:"A CloudWatch log group of the team, which its service accounts may write to."`
	Dashboard bool      `yaml:"dashboard,omitempty" doc:"A CloudWatch dashboard of the team: its pods, its logs and its services. Pods need an add-on that collects their metrics."`
	XRay      bool      `yaml:"xray,omitempty" doc:"The team's service accounts may send traces to X-Ray."`
}

// TeamLogs is the log group of a team.
type TeamLogs struct {
	Retention int `yaml:"retention,omitempty" check:"min=1" default:"30" doc:"Days that entries are kept. CloudWatch knows 1, 3, 5, 7, 14, 30, 60, 90 and some more."`
}

// Workload is something a team ships from a Git repository.
type Workload struct {
	Name     string `yaml:"name" check:"required,name" doc:"Name of the Application, unique in the platform."`
	Repo     string `yaml:"repo" check:"required,repo" doc:"URL of the Git repository. The team may deploy from the repositories its workloads name, and from no other."`
	Path     string `yaml:"path,omitempty" check:"relpath" default:"." doc:"Folder in the repository. Where argocd has a bootstrap repository, its Application says the folder, and this is not read."`
	Revision string `yaml:"revision,omitempty" default:"HEAD" doc:"Branch, tag or commit. Like path, not read where argocd has a bootstrap repository."`
}

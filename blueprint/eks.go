package blueprint

// EKS is the control plane of a cluster on Amazon EKS.
type EKS struct {
	API                APIAccess        `yaml:"api,omitempty" doc:"From where the Kubernetes API is reached."`
	Admins             []string         `yaml:"admins,omitempty" doc:"IAM roles and users who administer the cluster, beside the one who makes it: ARNs, or role/NAME and user/NAME in the cluster's own account."`
	Identity           string           `yaml:"identity,omitempty" check:"enum=pod-identity|irsa" default:"pod-identity" doc:"How pods become IAM roles: by EKS Pod Identity, or by an OIDC provider (IAM roles for service accounts)."`
	Encryption         string           `yaml:"encryption,omitempty" default:"own" doc:"Key that encrypts the cluster's objects: own for a key of its own that is rotated yearly, the ARN of a KMS key, or off for the key that EKS has for everybody. It cannot be changed back."`
	Logs               []string         `yaml:"logs,omitempty" check:"enum=none|api|audit|authenticator|controllerManager|scheduler" default:"api,audit,authenticator" doc:"Logs of the control plane that are kept in CloudWatch; none for none."`
	LogRetentionDays   int              `yaml:"logRetentionDays,omitempty" check:"min=1,max=3653" default:"90" doc:"Days until a log entry is deleted; CloudWatch takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653."`
	UpgradePolicy      string           `yaml:"upgradePolicy,omitempty" check:"enum=standard|extended" default:"standard" doc:"What happens when standard support of the version ends: standard has EKS upgrade the cluster, extended keeps the version for a year more, at a higher price."`
	DeletionProtection *bool            `yaml:"deletionProtection,omitempty" default:"true" doc:"EKS refuses to delete the cluster until this is false."`
	ZonalShift         bool             `yaml:"zonalShift,omitempty" doc:"Traffic may be moved away from an impaired zone by Amazon Application Recovery Controller."`
	AutoMode           *AutoMode        `yaml:"autoMode,omitempty" doc:"EKS Auto Mode: EKS makes nodes as pods need them, with networking, storage and load balancing built in. Node groups may be left out then."`
	Fargate            []FargateProfile `yaml:"fargate,omitempty" doc:"Which pods run on AWS Fargate, without nodes."`
	Capabilities       Capabilities     `yaml:"capabilities,omitempty" doc:"Controllers that EKS runs outside of the cluster."`
}

// APIAccess says from where a Kubernetes API is reached.
type APIAccess struct {
	Public      *bool    `yaml:"public,omitempty" default:"true" doc:"The API is reached from the Internet, by those who have access."`
	Private     *bool    `yaml:"private,omitempty" default:"true" doc:"The API is reached inside the VPC, as nodes do."`
	PublicCIDRs []string `yaml:"publicCIDRs,omitempty" check:"cidr" doc:"Ranges (IPv4) that reach the public API; every one where it is empty."`
}

// AutoMode is what EKS Auto Mode makes nodes of.
type AutoMode struct {
	NodePools []string `yaml:"nodePools,omitempty" check:"enum=general-purpose|system" default:"general-purpose,system" doc:"Built-in node pools."`
}

// FargateProfile chooses pods that run on Fargate.
type FargateProfile struct {
	Name      string            `yaml:"name" check:"required,name" doc:"Name, unique in the blueprint."`
	Selectors []FargateSelector `yaml:"selectors" check:"required" doc:"A pod that fits one of them runs on Fargate. At most five."`
}

// FargateSelector fits pods of a namespace that have the labels.
type FargateSelector struct {
	Namespace string            `yaml:"namespace" check:"required" doc:"Namespace of the pods; * and ? are wildcards."`
	Labels    map[string]string `yaml:"labels,omitempty" doc:"Labels that the pods have."`
}

// Capabilities are controllers that EKS runs for a cluster.
type Capabilities struct {
	ArgoCD *ManagedArgoCD `yaml:"argocd,omitempty" doc:"Argo CD, run by EKS; not with the add-on argocd."`
	ACK    *ManagedACK    `yaml:"ack,omitempty" doc:"AWS Controllers for Kubernetes, run by EKS; not with the add-on ack."`
	Kro    *ManagedKro    `yaml:"kro,omitempty" doc:"kro, run by EKS; not with the add-on kro. Write kro: {}."`
}

// ManagedArgoCD is Argo CD as an EKS capability. People sign in by IAM Identity Center.
type ManagedArgoCD struct {
	IdentityCenter       string   `yaml:"identityCenter" check:"required" doc:"ARN of the IAM Identity Center instance that people sign in with."`
	IdentityCenterRegion string   `yaml:"identityCenterRegion,omitempty" check:"region" doc:"Region of the instance, the cluster's own where it is left out."`
	Admins               []string `yaml:"admins,omitempty" doc:"Ids of Identity Center groups that administer Argo CD."`
	Viewers              []string `yaml:"viewers,omitempty" doc:"Ids of Identity Center groups that look only."`
	Namespace            string   `yaml:"namespace,omitempty" check:"name" default:"argocd" doc:"Namespace of Applications and projects."`
}

// ManagedACK is AWS Controllers for Kubernetes as an EKS capability.
type ManagedACK struct {
	Policies []string `yaml:"policies" check:"required" doc:"ARNs of the IAM policies that say what the controllers may make; policy/NAME for one in the cluster's own account."`
}

// ManagedKro is kro as an EKS capability; it has no settings.
type ManagedKro struct{}

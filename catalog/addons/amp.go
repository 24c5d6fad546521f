package addons

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
	"slipway.dev/slipway/manifest"
)

// AMP keeps metrics in Amazon Managed Service for Prometheus.
type AMP struct {
	Retention int `yaml:"retention,omitempty" check:"min=1,max=1095" default:"150" doc:"Days that metrics are kept."`
}

const ampNamespace = "amp"

// Info describes the add-on.
func (*AMP) Info() blueprint.Info {
	return blueprint.Info{
		Name:        "amp",
		Doc:         "Metrics of nodes, containers and annotated services (prometheus.io/scrape) in a workspace of Amazon Managed Service for Prometheus, which is never deleted.",
		Upstream:    "https://github.com/aws-observability/aws-otel-collector",
		Needs:       []string{"adot"},
		Namespaces:  []string{ampNamespace},
		Unavailable: map[string]string{"aws-cn": noService, "aws-us-gov": noService},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Absent, Note: "there is no Managed Prometheus on this machine"},
			blueprint.Kubeconfig: {Level: blueprint.Absent, Note: needsAccount},
			blueprint.AWS:        {Level: blueprint.Real, Note: "a workspace, and a collector of the adot add-on that writes to it"},
		},
	}
}

// Check has nothing to report beyond the tags.
func (*AMP) Check(*blueprint.Check) {}

// Build is the workspace with the role that writes to it, then the collector.
func (a *AMP) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{name: "workspace", namespace: ampNamespace, account: "amp-collector", statements: []cfn.Statement{
		cfn.Allow([]cfn.String{cfn.Att("Workspace", "Arn")}, "aps:RemoteWrite"),
	}}
	store := pods.part(b)
	store.Template.Add("Workspace", &cfn.APSWorkspace{
		Alias: cfn.Ref("ClusterName"), WorkspaceConfiguration: &cfn.APSWorkspaceWorkspaceConfiguration{RetentionPeriodInDays: cfn.I(max(a.Retention, 1))},
	}).Keep()
	store.Template.Output("RemoteWrite", "", cfn.Sub("${Workspace.PrometheusEndpoint}api/v1/remote_write"))
	b.Add(store)

	part := blueprint.Part{Gates: gates(ready())}
	account := pods.object(b, &part)
	objects := append(collector("amp", account, ampConfig(&part)), mayScrape(account)...)
	var err error
	if part.Files, err = add(nil, "objects.yaml", objects...); err != nil {
		return err
	}
	b.Add(part)
	return nil
}

func ampConfig(part *blueprint.Part) fields {
	return fields{
		"extensions": fields{"sigv4auth": fields{"region": part.Of("cluster", "Region"), "service": "aps"}},
		"receivers": fields{"prometheus": fields{"config": fields{
			"global":         fields{"scrape_interval": "30s", "external_labels": fields{"cluster": part.Of("cluster", "ClusterName")}},
			"scrape_configs": list(ofNodes("kubelet", "/metrics"), ofNodes("cadvisor", "/metrics/cadvisor"), ofServices()),
		}}},
		"processors": fields{"memory_limiter": fields{"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20}},
		"exporters":  fields{"prometheusremotewrite": fields{"endpoint": part.From("workspace", "RemoteWrite"), "auth": fields{"authenticator": "sigv4auth"}}},
		"service": fields{
			"extensions": list("sigv4auth"),
			"pipelines":  fields{"metrics": fields{"receivers": list("prometheus"), "processors": list("memory_limiter"), "exporters": list("prometheusremotewrite")}},
		},
	}
}

// mayScrape is what the collector may read in the cluster.
func mayScrape(account manifest.Object) []manifest.Object {
	const rbac = "rbac.authorization.k8s.io"
	name := account.Namespace() + "-collector"
	look := list("get", "list", "watch")
	return []manifest.Object{
		manifest.New(rbac+"/v1", "ClusterRole", "", name).With("rules", list(
			fields{"apiGroups": list(""), "resources": list("nodes", "pods", "services", "endpoints"), "verbs": look},
			fields{"apiGroups": list(""), "resources": list("nodes/metrics", "nodes/proxy"), "verbs": list("get")},
			fields{"apiGroups": list("discovery.k8s.io"), "resources": list("endpointslices"), "verbs": look},
		)),
		manifest.New(rbac+"/v1", "ClusterRoleBinding", "", name).
			With("roleRef", fields{"apiGroup": rbac, "kind": "ClusterRole", "name": name}).
			With("subjects", list(fields{"kind": "ServiceAccount", "name": account.Name(), "namespace": account.Namespace()})),
	}
}

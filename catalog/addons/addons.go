// Package addons is the catalogue: what a blueprint can put on a cluster, one
// file an add-on and one golden file of what it becomes. An add-on describes
// itself for each target and says honestly what it is there. It must not reach
// a network or a cluster; upstream's manifests are in package upstream.
package addons

import (
	"maps"
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// All is every add-on of the catalogue.
func All() []blueprint.AddOn {
	return []blueprint.AddOn{
		&ACK{},
		&ADOT{},
		&Airflow{},
		&AMP{},
		&ArgoRollouts{},
		&ArgoCD{},
		&AwsGatewayAPIController{},
		&AwsLoadBalancerController{},
		&Backstage{},
		&Calico{},
		&CertManager{},
		&CloudWatchObservability{},
		&ClusterAutoscaler{},
		&ContainerInsights{},
		&CoreDNS{},
		&Crossplane{},
		&EbsCsi{},
		&EfsCsi{},
		&ExternalDNS{},
		&ExternalSecrets{},
		&Falco{},
		&Flagger{},
		&FluentBit{},
		&FluxCD{},
		&Gatekeeper{},
		&GatewayAPI{},
		&GPUOperator{},
		&GrafanaOperator{},
		&IngressNginx{},
		&Istio{},
		&JupyterHub{},
		&Karpenter{},
		&KEDA{},
		&Knative{},
		&Kro{},
		&KubePrometheus{},
		&KubeProxy{},
		&KubeStateMetrics{},
		&KubeRay{},
		&Kyverno{},
		&MetricsServer{},
		&NetworkFlowMonitor{},
		&Neuron{},
		&Nginx{},
		&NodeExporter{},
		&NodeMonitoringAgent{},
		&NodeTerminationHandler{},
		&PodIdentityAgent{},
		&PrivateCAIssuer{},
		&S3Csi{},
		&SecretsStore{},
		&SnapshotController{},
		&Tekton{},
		&Traefik{},
		&Velero{},
		&VpcCni{},
		&Xray{},
	}
}

type fields = map[string]any

// established waits for the definitions of a part to be served.
func established() assembly.Gate {
	return assembly.Gate{Kind: assembly.Established, Within: time.Minute}
}

// ready waits for every object of a part. Images may have to be pulled first.
func ready() assembly.Gate {
	return assembly.Gate{Kind: assembly.Ready, Within: 5 * time.Minute}
}

// add is one more file of objects for a part.
func add(files map[string][]byte, name string, objects ...manifest.Object) (map[string][]byte, error) {
	data, err := manifest.Encode(objects...)
	if err != nil {
		return nil, err
	}
	out := maps.Clone(files) // the bytes stay shared
	if out == nil {
		out = map[string][]byte{}
	}
	out[name] = data
	return out, nil
}

// systemNamespace is the namespace of an add-on's own program. Pods of upstream
// fit the baseline profile; what the restricted one would refuse is only said.
func systemNamespace(name string) manifest.Object {
	return manifest.New("v1", "Namespace", "", name).Label(
		"pod-security.kubernetes.io/enforce", "baseline",
		"pod-security.kubernetes.io/enforce-version", "latest",
		"pod-security.kubernetes.io/warn", "restricted",
		"pod-security.kubernetes.io/warn-version", "latest",
	)
}

func list[T any](items ...T) []any {
	out := make([]any, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

// teams are the teams of the blueprint, in its order.
func teams(p *blueprint.Platform, b *blueprint.Blueprint) []*blueprint.Team {
	byName := make(map[string]*blueprint.Team, len(p.Teams))
	for i := range p.Teams {
		byName[p.Teams[i].Name] = &p.Teams[i]
	}
	var out []*blueprint.Team
	for _, name := range b.Teams {
		if t := byName[name]; t != nil {
			out = append(out, t)
		}
	}
	return out
}

// has reports whether the blueprint lists an add-on.
func has(b *blueprint.Blueprint, name string) bool {
	for _, a := range b.AddOns {
		if a != nil && a.Info().Name == name {
			return true
		}
	}
	return false
}

func gates(list ...assembly.Gate) []assembly.Gate { return list }

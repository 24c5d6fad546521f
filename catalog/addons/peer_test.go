package addons_test

import (
	"testing"

	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/catalog/addons"
)

// peer is every add-on of @aws-quickstart/eks-blueprints 1.19.0 by its folder,
// with what it is here.
var peer = map[string]string{
	"ack":                          "ack",
	"adot":                         "adot",
	"amp":                          "amp",
	"apache-airflow":               "airflow",
	"appmesh":                      "app-mesh",
	"argocd":                       "argocd",
	"aws-batch-on-eks":             "aws-batch",
	"aws-for-fluent-bit":           "fluent-bit",
	"aws-gateway-api-controller":   "aws-gateway-api-controller",
	"aws-loadbalancer-controller":  "aws-load-balancer-controller",
	"aws-network-flow-monitor":     "network-flow-monitor",
	"aws-node-termination-handler": "node-termination-handler",
	"aws-privateca-issuer":         "private-ca-issuer",
	"backstage":                    "backstage",
	"calico-operator":              "calico",
	"cert-manager":                 "cert-manager",
	"cloud-watch-insights":         "cloudwatch-observability",
	"cloudwatch-adot-addon":        "cloudwatch-adot",
	"cloudwatch-logs":              "cloudwatch-logs",
	"cluster-autoscaler":           "cluster-autoscaler",
	"container-insights":           "container-insights",
	"coredns":                      "coredns",
	"ebs-csi-driver":               "ebs-csi",
	"efs-csi-driver":               "efs-csi",
	"eks-pod-identity-agent":       "pod-identity-agent",
	"emr-on-eks":                   "emr-eks",
	"external-dns":                 "external-dns",
	"external-secrets":             "external-secrets",
	"falco":                        "falco",
	"fluxcd":                       "fluxcd",
	"gateway-api-crds":             "gateway-api",
	"gpu-operator":                 "gpu-operator",
	"grafana-operator":             "grafana-operator",
	"ingress-nginx":                "ingress-nginx",
	"istio-addons":                 "istio",
	"jupyterhub":                   "jupyterhub",
	"karpenter":                    "karpenter",
	"keda":                         "keda",
	"knative-operator":             "knative",
	"kro":                          "kro",
	"kube-proxy":                   "kube-proxy",
	"kube-state-metrics":           "kube-state-metrics",
	"kuberay":                      "kuberay",
	"kubevious":                    "kubevious",
	"metrics-server":               "metrics-server",
	"neuron":                       "neuron",
	"nginx":                        "nginx",
	"opa-gatekeeper":               "gatekeeper",
	"prometheus-node-exporter":     "node-exporter",
	"s3-csi-driver":                "s3-csi",
	"secrets-store":                "secrets-store",
	"ssm-agent":                    "ssm-agent",
	"upbound-universal-crossplane": "upbound-crossplane",
	"velero":                       "velero",
	"vpc-cni":                      "vpc-cni",
	"xray":                         "xray-daemon",
	"xray-adot-addon":              "xray",
}

// What people have with the peer they find here, or they find why not.
func TestPeer(t *testing.T) {
	t.Parallel()
	all, leftOut := catalog.All(), addons.LeftOut()
	for theirs, ours := range peer {
		_, have := all.Find(ours)
		if _, out := leftOut[ours]; have == out {
			t.Errorf("the peer's %s is %s here, which must be an add-on or be left out with a reason, and not both", theirs, ours)
		}
	}
	for name := range leftOut {
		if _, have := all.Find(name); have {
			t.Errorf("%s is left out and there", name)
		}
	}
}

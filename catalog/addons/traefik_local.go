package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
)

// The Gateway that teams' routes hang on, and where it is.
const (
	gatewayNamespace = "slipway-gateway"
	gatewayName      = "gateway"
	gatewayPort      = "${gateway.port}" // stands for the port in the Gateway's listener; with the quotes around it, for a number
)

// traefikHere is Traefik as a host of the cluster's network: it sends requests
// to pods, and is reached at a port of the machine's loopback interface. Traefik
// wants the Gateway's listener to have the port that it really listens on.
func traefikHere(b *blueprint.AddOnBuild) error {
	if err := b.Objects("", nil, append(traefikAccount(), systemNamespace(gatewayNamespace))...); err != nil {
		return err
	}
	b.Run("proxy", traefikProcess(b))
	if !has(b.Blueprint, "gateway-api") {
		return nil
	}
	data, err := manifest.Encode(gatewayClass(), gateway())
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{
		Name: "gateway", Files: map[string][]byte{"gateway.yaml": data}, Gates: gates(ready()),
		Bind: []blueprint.PartBinding{{Part: "proxy", Output: "port.gateway", Token: `"` + gatewayPort + `"`}},
	})
	return nil
}

func traefikProcess(b *blueprint.AddOnBuild) assembly.Process {
	listen := "127.0.0.1"
	attached := b.Attach(blueprint.HostGateway, nil, []string{"gateway", "traefik-metrics"})
	if attached != nil {
		listen = "" // all of its own interfaces: Prometheus asks from the next host
	}
	return assembly.Process{
		Name: "traefik", Program: "traefik", Command: "traefik",
		Identity: assembly.ServiceAccount("traefik", "traefik"),
		Network:  attached,
		Env:      map[string]string{"KUBECONFIG": "${kubeconfig}"},
		Args: []string{
			"--entryPoints.web.address=" + listen + ":${port.gateway}",
			"--entryPoints.metrics.address=" + listen + ":${port.traefik-metrics}",
			"--ping=true", "--ping.entryPoint=metrics",
			"--metrics.prometheus=true", "--metrics.prometheus.entryPoint=metrics", "--metrics.prometheus.addServicesLabels=true",
			"--metrics.prometheus.buckets=0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5",
			"--providers.kubernetesGateway=true",
			"--providers.providersThrottleDuration=200ms", // a shift of weights is not many changes
			"--global.checkNewVersion=false", "--global.sendAnonymousUsage=false",
			"--log.level=INFO",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.traefik-metrics}/ping"},
	}
}

// traefikAccount is what its Gateway API provider needs (Traefik's documentation,
// "Kubernetes Gateway API, requirements"), and no more: no Ingress, no objects of its own.
func traefikAccount() []manifest.Object {
	rule := func(group string, verbs []any, resources ...any) any {
		return fields{"apiGroups": list(group), "resources": resources, "verbs": verbs}
	}
	look, state := list[any]("get", "list", "watch"), list[any]("update")
	const api = "gateway.networking.k8s.io"
	return []manifest.Object{
		systemNamespace("traefik"),
		manifest.New("v1", "ServiceAccount", "traefik", "traefik"),
		manifest.New("rbac.authorization.k8s.io/v1", "ClusterRole", "", "traefik").With("rules", []any{
			rule("", look, "configmaps", "namespaces", "secrets", "services"),
			rule("discovery.k8s.io", look, "endpointslices"),
			rule(api, look, "backendtlspolicies", "gatewayclasses", "gateways", "grpcroutes", "httproutes", "referencegrants", "tcproutes", "tlsroutes"),
			rule(api, state, "backendtlspolicies/status", "gatewayclasses/status", "gateways/status", "grpcroutes/status", "httproutes/status", "tcproutes/status", "tlsroutes/status"),
		}),
		manifest.New("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "", "traefik").
			With("roleRef", fields{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "traefik"}).
			With("subjects", list(fields{"kind": "ServiceAccount", "name": "traefik", "namespace": "traefik"})),
	}
}

func gatewayClass() manifest.Object {
	return manifest.New("gateway.networking.k8s.io/v1", "GatewayClass", "", "traefik").
		With("spec", fields{"controllerName": "traefik.io/gateway-controller"})
}

// gateway takes routes of every team's namespace, and of no other.
func gateway() manifest.Object {
	teams := fields{"matchExpressions": list(fields{"key": manifest.TeamLabel, "operator": "Exists"})}
	return manifest.New("gateway.networking.k8s.io/v1", "Gateway", gatewayNamespace, gatewayName).With("spec", fields{
		"gatewayClassName": "traefik",
		"listeners": list(fields{
			"name": "http", "protocol": "HTTP", "port": gatewayPort,
			"allowedRoutes": fields{"namespaces": fields{"from": "Selector", "selector": teams}},
		}),
	})
}

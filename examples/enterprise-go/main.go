// Command enterprise-go is the platform of ../enterprise written in Go: the same
// nouns, the same defaults and, compiled, the same bytes. Every slipway command
// takes this folder in place of a YAML file:
//
//	slipway compile examples/enterprise-go
package main

import (
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons"
	"slipway.dev/slipway/catalog/services"
	"slipway.dev/slipway/program"
)

func main() { program.Main(platform()) }

func platform() *blueprint.Platform {
	return &blueprint.Platform{
		Name:       "enterprise",
		Accounts:   map[string]string{"dev": "111111111111", "staging": "222222222222"},
		Blueprints: map[string]*blueprint.Blueprint{"standard": standard()},
		Clusters: []blueprint.Cluster{
			{Name: "dev", Blueprint: "standard", Account: "dev", Region: "us-east-2"},
			{Name: "east-staging", Blueprint: "standard", Account: "staging", Region: "us-east-2"},
			{Name: "west-staging", Blueprint: "standard", Account: "staging", Region: "us-west-2"},
		},
		Teams: []blueprint.Team{troi(), riker(), burnham()},
		Local: blueprint.LocalSettings{
			Git: map[string]string{
				"https://git.example.com/platform/apps":       "../enterprise/repos/platform-apps",
				"https://git.example.com/troi/backend":        "../enterprise/repos/troi",
				"https://git.example.com/riker/authorization": "../enterprise/repos/riker",
				"https://git.example.com/burnham/inventory":   "../enterprise/repos/burnham",
			},
			Images: map[string]*blueprint.Image{
				"registry.example.com/troi/inf-backend:1.0.0":     {Dir: "../enterprise/services/inf-backend"},
				"registry.example.com/troi/inf-backend:1.1.0":     {Dir: "../enterprise/services/inf-backend"},
				"registry.example.com/troi/inf-backend:1.2.0-bad": {Dir: "../enterprise/services/inf-backend", Env: map[string]string{"FAIL_RATE": "40", "LATENCY": "300ms"}},
				"registry.example.com/riker/authorization:1.0.0":  {Dir: "../enterprise/services/authorization"},
				"registry.example.com/burnham/inventory:1.0.0":    {Dir: "../enterprise/services/inventory"},
			},
		},
	}
}

func standard() *blueprint.Blueprint {
	return &blueprint.Blueprint{
		Kubernetes: "1.36",
		Network:    blueprint.Network{CIDR: "10.0.0.0/16", Zones: 3},
		NodeGroups: []blueprint.NodeGroup{{Name: "general", InstanceTypes: []string{"m7g.large"}, Min: 2, Max: 4}},
		AddOns: blueprint.AddOns{
			&addons.Calico{},
			&addons.MetricsServer{},
			&addons.ClusterAutoscaler{},
			&addons.ContainerInsights{},
			&addons.IngressNginx{},
			&addons.GatewayAPI{},
			&addons.Gatekeeper{},
			&addons.FluxCD{},
			&addons.ArgoCD{Bootstrap: addons.Bootstrap{Repo: "https://git.example.com/platform/apps", Path: "apps"}},
		},
		Teams: []string{"troi", "riker", "burnham"},
	}
}

func troi() blueprint.Team {
	return blueprint.Team{
		Name:            "troi",
		Members:         blueprint.Members{Groups: []string{"troi-developers"}, ReadOnlyGroups: []string{"support"}},
		Quota:           blueprint.Quota{CPU: "10", Memory: "10Gi", Pods: 50},
		Network:         blueprint.TeamNetwork{IngressFrom: []string{"riker"}},
		Services:        []blueprint.Service{{Name: "inf-inbox", Type: &services.S3{}}},
		ServiceAccounts: []blueprint.ServiceAccount{{Name: "inf-backend", Access: map[string]blueprint.Access{"inf-inbox": blueprint.ReadWrite}}},
		Workloads: []blueprint.Workload{
			{Name: "inf-backend-service", Repo: "https://git.example.com/troi/backend", Path: "deploy"},
		},
	}
}

func riker() blueprint.Team {
	return blueprint.Team{
		Name:    "riker",
		Members: blueprint.Members{Groups: []string{"riker-developers"}},
		Quota:   blueprint.Quota{CPU: "6", Memory: "6Gi", Pods: 30},
		Workloads: []blueprint.Workload{
			{Name: "authorization-service", Repo: "https://git.example.com/riker/authorization", Path: "chart"},
		},
	}
}

func burnham() blueprint.Team {
	return blueprint.Team{
		Name:    "burnham",
		Members: blueprint.Members{Groups: []string{"burnham-developers"}, Roles: []string{"role/burnham-developers"}},
		Quota:   blueprint.Quota{CPU: "6", Memory: "6Gi", Pods: 30},
		Network: blueprint.TeamNetwork{IngressFrom: []string{"troi", "riker"}},
		Workloads: []blueprint.Workload{
			{Name: "inventory-service", Repo: "https://git.example.com/burnham/inventory", Path: "deploy"},
		},
	}
}

package addons

import (
	"cmp"
	"fmt"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/manifest"
)

// here is Flagger with the Prometheus that it asks. With simulated nodes nobody
// answers requests: a canary then finds no numbers, and waits.
func (a *Flagger) here(b *blueprint.AddOnBuild) error {
	base, err := add(upstream.FlaggerBase(), "namespace.yaml", systemNamespace("flagger-system"))
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{Files: base, Gates: gates(established())})
	processes := []assembly.Process{a.process(b)}
	if a.Metrics == "" && b.RealNodes > 0 {
		if err := b.Objects("prometheus", nil, prometheusService(b)...); err != nil {
			return err
		}
	}
	if a.Metrics == "" {
		processes = append([]assembly.Process{prometheus(b)}, processes...)
	}
	b.Run("controllers", processes...)
	return nil
}

// prometheusName is the Service of the Prometheus that Flagger's chart brings:
// a MetricTemplate that names it is right on every target.
const prometheusName = "flagger-prometheus"

// prometheusService has that name lead to the process. It is headless: who asks
// is no pod, and knows no addresses of services.
func prometheusService(b *blueprint.AddOnBuild) []manifest.Object {
	port := fields{"name": "http", "port": prometheusPort, "protocol": "TCP"}
	return []manifest.Object{
		manifest.New("v1", "Service", "flagger-system", prometheusName).With("spec", fields{"clusterIP": "None", "ports": list(port)}),
		blueprint.Behind("flagger-system", prometheusName, b.Address(blueprint.HostPrometheus), port),
	}
}

// prometheusPort is the port that it has on the cluster's network.
const prometheusPort = 9090

func (a *Flagger) process(b *blueprint.AddOnBuild) assembly.Process {
	return assembly.Process{
		Name: "flagger", Program: "flagger", Command: "flagger",
		Identity: assembly.ServiceAccount("flagger-system", "flagger"),
		Network:  b.Attach(blueprint.HostFlagger, []string{"prometheus"}, []string{"flagger"}),
		Args: []string{
			"-kubeconfig=${kubeconfig}",
			"-mesh-provider=" + a.Provider,
			"-metrics-server=" + cmp.Or(a.Metrics, "http://127.0.0.1:${port.prometheus}"),
			"-control-loop-interval=2s",
			"-port=${port.flagger}",
			"-log-level=info",
			"-no-cross-namespace-refs=true",
			"-enable-leader-election=false",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.flagger}/healthz"},
	}
}

// prometheus keeps what Traefik counts: enough for an analysis and no archive.
// It is the machine's own program.
func prometheus(b *blueprint.AddOnBuild) assembly.Process {
	listen := "127.0.0.1:${port.prometheus}"
	attached := b.Attach(blueprint.HostPrometheus, nil, []string{fmt.Sprintf("prometheus:%d", prometheusPort)})
	if attached != nil {
		listen = fmt.Sprintf(":%d", prometheusPort)
	}
	return assembly.Process{
		Name: "prometheus", Command: "prometheus",
		Network: attached,
		Files:   map[string]string{"prometheus.yml": scrape(b)},
		Args: []string{
			"--config.file=${dir}/prometheus.yml",
			"--storage.tsdb.path=${dir}/data",
			"--storage.tsdb.retention.time=6h",
			"--web.listen-address=" + listen,
			"--log.level=warn",
		},
		Ready: &assembly.Probe{HTTP: "http://127.0.0.1:${port.prometheus}/-/ready"},
	}
}

// scrape asks every second: a canary's step is not much longer.
func scrape(b *blueprint.AddOnBuild) string {
	return `global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs:
  - job_name: traefik
    static_configs:
      - targets: ["` + b.Address(blueprint.HostGateway) + `:${port.traefik-metrics}"]
`
}

package addons

import (
	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/manifest"
)

const (
	metricsServer    = "metrics-server"
	metricsNamespace = "kube-system" // upstream's roles are made for it
	metricsPort      = "${metrics.port}"
	metricsCA        = "${metrics.ca}"
)

// metricsHere is metrics-server as a host of the cluster's network, where it
// reaches the kubelets. It keeps out where there are none: an API that is
// registered and has nothing to say helps nobody, and one that never answers
// breaks discovery for every client. So the registration comes last, too.
func metricsHere(b *blueprint.AddOnBuild) error {
	if b.RealNodes == 0 {
		return nil
	}
	b.Add(blueprint.Part{Files: upstream.MetricsServerRights()})
	b.Run("server", metricsProcess(b))
	data, err := manifest.Encode(metricsAPI(b.Address(blueprint.HostMetrics))...)
	if err != nil {
		return err
	}
	b.Add(blueprint.Part{
		Name: "api", Files: map[string][]byte{"objects.yaml": data},
		Bind: []blueprint.PartBinding{
			{Part: "server", Output: "port." + metricsServer, Token: `"` + metricsPort + `"`}, // a number in the file, not a text
			{Part: "server", Output: "ca", Token: metricsCA},
		},
	})
	return nil
}

func metricsProcess(b *blueprint.AddOnBuild) assembly.Process {
	return assembly.Process{
		Name: metricsServer, Program: metricsServer, Command: metricsServer,
		Identity: assembly.ServiceAccount(metricsNamespace, metricsServer),
		Network:  b.Attach(blueprint.HostMetrics, nil, []string{metricsServer}),
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--authentication-kubeconfig=${kubeconfig}",
			"--authorization-kubeconfig=${kubeconfig}",
			"--secure-port=${port.metrics-server}",
			"--tls-cert-file=${dir}/serving.crt",
			"--tls-private-key-file=${dir}/serving.key",
			"--kubelet-certificate-authority=${pki}/ca.crt",
			"--kubelet-preferred-address-types=InternalIP",
			"--kubelet-use-node-status-port",
			"--metric-resolution=10s", // upstream's least
			"--kubelet-request-timeout=5s",
		},
		// The API server asks by the service's name, the probe by address.
		Serving: []assembly.Certificate{{Name: "serving", Hosts: []string{
			metricsServer + "." + metricsNamespace + ".svc", "127.0.0.1", "localhost",
		}}},
		// Ready, in its own words, it is only when the nodes have been asked twice.
		Ready: &assembly.Probe{HTTP: "https://127.0.0.1:${port.metrics-server}/livez"},
	}
}

// metricsAPI is what upstream registers, with a host behind it. Unlike upstream's
// registration it checks who answers.
func metricsAPI(address string) []manifest.Object {
	return []manifest.Object{
		manifest.New("v1", "Service", metricsNamespace, metricsServer).Label("k8s-app", metricsServer).With("spec", fields{
			"ports": list(fields{"name": "https", "port": 443, "protocol": "TCP", "targetPort": metricsPort, "appProtocol": "https"}),
		}),
		blueprint.Behind(metricsNamespace, metricsServer, address, fields{"name": "https", "port": metricsPort, "protocol": "TCP"}),
		manifest.New("apiregistration.k8s.io/v1", "APIService", "", "v1beta1.metrics.k8s.io").Label("k8s-app", metricsServer).With("spec", fields{
			"group": "metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100, "versionPriority": 100,
			"service":  fields{"namespace": metricsNamespace, "name": metricsServer},
			"caBundle": metricsCA,
		}),
	}
}

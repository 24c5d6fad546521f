package addons

import (
	"time"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog/addons/upstream"
	"slipway.dev/slipway/catalog/addons/upstream/version"
	"slipway.dev/slipway/manifest"
)

// Gatekeeper enforces policies written as constraints.
type Gatekeeper struct{}

const (
	gatekeeperNamespace = "gatekeeper-system"
	gatekeeperPod       = "gatekeeper-process"
)

// Info describes the add-on.
func (*Gatekeeper) Info() blueprint.Info {
	return blueprint.Info{
		Name:       "gatekeeper",
		Doc:        "Policies: OPA Gatekeeper admits, mutates and audits objects by constraints.",
		Upstream:   "https://github.com/open-policy-agent/gatekeeper",
		Version:    version.Gatekeeper,
		Namespaces: []string{gatekeeperNamespace},
		Fidelity: map[blueprint.Target]blueprint.Fidelity{
			blueprint.Local:      {Level: blueprint.Real, Note: "upstream's controller runs as a process; the API server calls it for admission"},
			blueprint.Kubeconfig: {Level: blueprint.Real, Note: "upstream's installation"},
			blueprint.AWS:        {Level: blueprint.Real, Note: "upstream's installation"},
		},
	}
}

// Check has nothing to report: there are no settings.
func (*Gatekeeper) Check(*blueprint.Check) {}

// GuardsAdmission has everything that the policies could judge wait for them.
func (*Gatekeeper) GuardsAdmission() bool { return true }

// Build starts the program before the API server is told to ask it: one of its
// webhooks fails closed, and nothing could be created until it answers.
func (*Gatekeeper) Build(b *blueprint.AddOnBuild) error {
	b.Add(blueprint.Part{Files: upstream.GatekeeperBase(), Gates: gates(established())})
	if b.Target != blueprint.Local {
		b.Add(blueprint.Part{Name: "controllers", Files: upstream.GatekeeperWorkloads(), Gates: gates(ready()), Timeout: 5 * time.Minute})
		b.Add(blueprint.Part{Name: "webhooks", Files: upstream.GatekeeperWebhooks(), Gates: gatekeeperAnswers()})
		return nil
	}
	if err := b.Objects("pod", nil, gatekeeperStandIn()); err != nil {
		return err
	}
	b.Run("controllers", gatekeeperProcess())
	b.Add(blueprint.Part{
		Name:  "webhooks",
		Files: upstream.GatekeeperLocalWebhooks(),
		Gates: gatekeeperAnswers(),
		Bind: []blueprint.PartBinding{
			{Part: "controllers", Output: "port.gatekeeper-webhook", Token: upstream.GatekeeperPort},
			{Part: "controllers", Output: "ca", Token: upstream.GatekeeperCA},
		},
	})
	return nil
}

func gatekeeperAnswers() []assembly.Gate {
	const api = "admissionregistration.k8s.io/v1"
	return []assembly.Gate{
		{Kind: assembly.Webhook, Within: 2 * time.Minute, Object: assembly.ObjectRef{APIVersion: api, Kind: "ValidatingWebhookConfiguration", Name: "gatekeeper-validating-webhook-configuration"}},
		{Kind: assembly.Webhook, Within: 2 * time.Minute, Object: assembly.ObjectRef{APIVersion: api, Kind: "MutatingWebhookConfiguration", Name: "gatekeeper-mutating-webhook-configuration"}},
	}
}

// gatekeeperStandIn is the Pod that Gatekeeper believes to be: its status
// objects belong to it, and are collected as garbage without it. The gate keeps
// it off the nodes, so nobody takes it for the program itself.
func gatekeeperStandIn() manifest.Object {
	return manifest.New("v1", "Pod", gatekeeperNamespace, gatekeeperPod).
		Label("gatekeeper.sh/system", "yes").
		Annotate("slipway.dev/process", "gatekeeper").
		With("spec", fields{
			"automountServiceAccountToken": false,
			"serviceAccountName":           "gatekeeper-admin",
			"schedulingGates":              list(fields{"name": "slipway.dev/runs-as-a-process"}),
			"securityContext":              fields{"runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": fields{"type": "RuntimeDefault"}},
			"containers": list(fields{
				"name":            "manager",
				"image":           "openpolicyagent/gatekeeper:" + version.Gatekeeper,
				"securityContext": fields{"allowPrivilegeEscalation": false, "capabilities": fields{"drop": list("ALL")}},
			}),
		})
}

func gatekeeperProcess() assembly.Process {
	return assembly.Process{
		Name: "gatekeeper", Program: "gatekeeper", Command: "gatekeeper",
		Identity: assembly.ServiceAccount(gatekeeperNamespace, "gatekeeper-admin"),
		Args: []string{
			"--kubeconfig=${kubeconfig}",
			"--host=127.0.0.1",
			"--port=${port.gatekeeper-webhook}",
			"--health-addr=127.0.0.1:${port.gatekeeper-health}",
			// The Prometheus backend would listen on every interface; this one
			// listens on none, and the endpoint is never called in that interval.
			"--metrics-backend=opentelemetry",
			"--otlp-endpoint=127.0.0.1:9",
			"--otlp-metric-interval=87600h",
			"--disable-cert-rotation",
			"--cert-dir=${dir}",
			"--api-cache-dir=${dir}/audit",
			"--disable-opa-builtin={http.send}",
			"--exempt-namespace=" + gatekeeperNamespace,
			"--operation=webhook", "--operation=mutation-webhook", "--operation=audit",
			"--operation=status", "--operation=mutation-status", "--operation=generate",
			"--shutdown-delay=0", // no service has to forget it
		},
		Env: map[string]string{
			"POD_NAME":       gatekeeperPod,
			"POD_NAMESPACE":  gatekeeperNamespace,
			"NAMESPACE":      gatekeeperNamespace,
			"CONTAINER_NAME": "manager",
		},
		// The API server calls it by address.
		Serving: []assembly.Certificate{{Name: "tls", Hosts: []string{"127.0.0.1", "localhost"}}},
		Ready:   &assembly.Probe{HTTP: "http://127.0.0.1:${port.gatekeeper-health}/readyz"},
	}
}

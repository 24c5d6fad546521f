package addons

const (
	podToken = "/var/run/secrets/kubernetes.io/serviceaccount/token"
	podCA    = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
)

// ofNodes is a job of Prometheus that asks each kubelet, through the API server.
// The collector takes $$ for a dollar.
func ofNodes(job, path string) fields {
	return fields{
		"job_name":              job,
		"scheme":                "https",
		"bearer_token_file":     podToken,
		"tls_config":            fields{"ca_file": podCA},
		"kubernetes_sd_configs": list(fields{"role": "node"}),
		"relabel_configs": list(
			fields{"target_label": "__address__", "replacement": "kubernetes.default.svc:443"},
			fields{"source_labels": list("__meta_kubernetes_node_name"), "target_label": "__metrics_path__", "replacement": "/api/v1/nodes/$$1/proxy" + path},
			fields{"source_labels": list("__meta_kubernetes_node_name"), "target_label": "node"},
		),
	}
}

// ofServices is a job of Prometheus that asks what services are annotated to be
// asked (prometheus.io/scrape, port, path).
func ofServices() fields {
	const annotation = "__meta_kubernetes_service_annotation_prometheus_io_"
	return fields{
		"job_name":              "services",
		"kubernetes_sd_configs": list(fields{"role": "endpointslice"}),
		"relabel_configs": list(
			fields{"source_labels": list(annotation + "scrape"), "action": "keep", "regex": "true"},
			fields{"source_labels": list(annotation + "path"), "target_label": "__metrics_path__", "regex": "(.+)"},
			fields{"source_labels": list("__address__", annotation+"port"), "target_label": "__address__", "regex": `(.+?)(?::\d+)?;(\d+)`, "replacement": "$$1:$$2"},
			fields{"source_labels": list("__meta_kubernetes_namespace"), "target_label": "namespace"},
			fields{"source_labels": list("__meta_kubernetes_service_name"), "target_label": "service"},
		),
	}
}

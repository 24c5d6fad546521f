package addons

import "slipway.dev/slipway/manifest"

// collector is a collector of the adot add-on: an OpenTelemetryCollector with a
// namespace and a service account of its own.
func collector(name string, account manifest.Object, config fields) []manifest.Object {
	namespace := account.Namespace()
	return []manifest.Object{
		systemNamespace(namespace),
		account,
		manifest.New("opentelemetry.io/v1beta1", "OpenTelemetryCollector", namespace, name).
			With("spec", fields{"mode": "deployment", "serviceAccount": account.Name(), "config": config}),
	}
}

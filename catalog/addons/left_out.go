package addons

// LeftOut are add-ons of the catalogues that people come from which this one does
// not have, with the reason and what to do instead.
func LeftOut() map[string]string {
	return map[string]string{
		"app-mesh":           "AWS App Mesh stopped on 30 September 2026; aws-gateway-api-controller is its successor for EKS, istio another mesh",
		"aws-batch":          "AWS Batch needs no program in the cluster, only its role in a namespace: write those objects in extend",
		"cloudwatch-adot":    "metrics go to CloudWatch by container-insights or cloudwatch-observability, which AWS keeps; a collector of your own stands beside adot, in extend",
		"cloudwatch-logs":    "its chart is superseded: fluent-bit, container-insights and cloudwatch-observability send logs to CloudWatch",
		"emr-eks":            "EMR on EKS needs no program in the cluster, only its role in a namespace: write those objects in extend",
		"kubevious":          "upstream has ended; nothing took its place",
		"ssm-agent":          "the images of EKS have the SSM agent; a node's role with AmazonSSMManagedInstanceCore is all that it needs",
		"upbound-crossplane": "crossplane is upstream's own; Upbound's distribution is the same program with its own support",
		"xray-daemon":        "the X-Ray daemon is superseded; xray is a collector of OpenTelemetry",
	}
}

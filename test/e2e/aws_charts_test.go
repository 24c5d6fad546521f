package e2e

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/repo/v1"
)

// upstreamCharts are the charts that the example needs, cut down to what the
// test looks at: the names, accounts and values of the real ones.
var upstreamCharts = []struct{ repo, name, version, template string }{
	{"https://docs.tigera.io/calico/charts", "tigera-operator", "v3.31.4", aDeployment("tigera-operator", "default", `["{{ .Values.installation.cni.type }}"]`)},
	{"https://kubernetes.github.io/autoscaler", "cluster-autoscaler", "9.59.0", `apiVersion: v1
kind: ServiceAccount
metadata: {name: {{ .Values.rbac.serviceAccount.name }}, namespace: {{ .Release.Namespace }}}
---
` + aDeployment("{{ .Values.fullnameOverride }}", "{{ .Values.rbac.serviceAccount.name }}", `["--cluster={{ .Values.autoDiscovery.clusterName }}", "--region={{ .Values.awsRegion }}"]`)},
	{"https://kubernetes.github.io/ingress-nginx", "ingress-nginx", "4.15.1", `apiVersion: v1
kind: Service
metadata:
  name: ingress-nginx-controller
  namespace: {{ .Release.Namespace }}
  annotations: {{ toJson .Values.controller.service.annotations }}
spec:
  type: LoadBalancer
  selector: {app: ingress-nginx-controller}
  ports: [{port: 80}]
---
` + aDeployment("ingress-nginx-controller", "default", "[]")},
}

func aDeployment(name, account, args string) string {
	return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ` + name + `, namespace: {{ .Release.Namespace }}}
spec:
  selector: {matchLabels: {app: ` + name + `}}
  template:
    metadata: {labels: {app: ` + name + `}}
    spec:
      serviceAccountName: ` + account + `
      containers: [{name: main, image: example.com/main, args: ` + args + `}]
`
}

// serveCharts starts a chart repository and returns the flags that have
// 'slipway vendor' ask it in the place of the real ones.
func serveCharts(t *testing.T) (flags []string) {
	t.Helper()
	dir := t.TempDir()
	for _, c := range upstreamCharts {
		packed := &chart.Chart{
			Metadata:  &chart.Metadata{APIVersion: "v2", Name: c.name, Version: c.version},
			Templates: []*common.File{{Name: "templates/all.yaml", Data: []byte(c.template)}},
		}
		if _, err := chartutil.Save(packed, dir); err != nil {
			t.Fatal(err)
		}
	}
	index, err := repo.IndexDirectory(dir, "")
	if err == nil {
		err = index.WriteFile(filepath.Join(dir, "index.yaml"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(web.Close)
	for _, c := range upstreamCharts {
		flags = append(flags, "--from", c.repo+"="+web.URL)
	}
	return flags
}

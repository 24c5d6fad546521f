package kube

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

// The benchmark applies the same thousand objects with kubectl and with this
// deployer, each into namespaces of its own, first new and then unchanged. Both
// run as a process of their own, so that time and memory are comparable:
//
//	go test -run '^$' -bench Thousand -benchtime 1x ./deploy/kube
const benchChild = "SLIPWAY_BENCH_CHILD" // kubeconfig and manifest of a run in a child process

func BenchmarkThousandObjects(b *testing.B) {
	cluster.Start(b)
	dir := b.TempDir()
	config := kubeconfig(b, dir)
	for _, tool := range []string{"slipway", "kubectl"} {
		if _, err := exec.LookPath("kubectl"); tool == "kubectl" && err != nil {
			b.Log("no kubectl on this machine to compare to")
			continue
		}
		for i := range b.N {
			file := filepath.Join(dir, fmt.Sprintf("%s%d.yaml", tool, i))
			if err := os.WriteFile(file, []byte(thousand(fmt.Sprintf("%s%d", tool, i))), 0o600); err != nil {
				b.Fatal(err)
			}
			for _, phase := range []string{"first", "unchanged"} {
				took, memory := benchRun(b, tool, config, file)
				b.ReportMetric(took.Seconds(), tool+"-"+phase+"-s")
				b.ReportMetric(float64(memory)/1024, tool+"-"+phase+"-MiB")
			}
		}
	}
}

// benchRun is one process: its wall time and peak memory in KiB.
func benchRun(b *testing.B, tool, config, file string) (time.Duration, int64) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "kubectl", "--kubeconfig", config, "apply", "--server-side", "-f", file)
	if tool == "slipway" {
		cmd = exec.CommandContext(ctx, os.Args[0], "-test.run", "^TestBenchChild$", "-test.count=1")
		cmd.Env = append(os.Environ(), benchChild+"="+config+" "+file)
		if profile := os.Getenv("SLIPWAY_BENCH_PROFILE"); profile != "" {
			cmd.Args = append(cmd.Args, "-test.cpuprofile", profile)
		}
	}
	var errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &errOut
	if tool == "slipway" {
		cmd.Stdout = &errOut
	}
	began := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v\n%s", tool, err, errOut.String())
	}
	took := time.Since(began)
	return took, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
}

// TestBenchChild is the deployer's side of the benchmark; on its own it does nothing.
func TestBenchChild(t *testing.T) {
	config, file, ok := strings.Cut(os.Getenv(benchChild), " ")
	if !ok {
		return
	}
	cfg, err := clientcmd.BuildConfigFromFlags("", config)
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg, Options{Owner: "bench", Workers: benchWorkers()})
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(filepath.Base(file), ".yaml")
	u := assembly.Unit{ID: assembly.UnitID("dev/bench/" + name), Kind: assembly.Kubernetes, Files: map[string][]byte{"a.yaml": content}}
	err = deploy.Run(t.Context(), &assembly.Assembly{Units: []assembly.Unit{u}}, deploy.Options{
		Deployers: func(*assembly.Unit) (deploy.Deployer, error) { return d, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
}

func benchWorkers() int {
	n, _ := strconv.Atoi(os.Getenv("SLIPWAY_BENCH_WORKERS"))
	return n
}

// kubeconfig writes the cluster's administrator for programs.
func kubeconfig(b *testing.B, dir string) string {
	b.Helper()
	cfg := cluster.Start(b)
	out := api.NewConfig()
	out.Clusters["c"] = &api.Cluster{Server: cfg.Host, CertificateAuthorityData: cfg.CAData}
	out.AuthInfos["u"] = &api.AuthInfo{ClientCertificateData: cfg.CertData, ClientKeyData: cfg.KeyData}
	out.Contexts["x"] = &api.Context{Cluster: "c", AuthInfo: "u"}
	out.CurrentContext = "x"
	file := filepath.Join(dir, "config")
	if err := clientcmd.WriteToFile(*out, file); err != nil {
		b.Fatal(err)
	}
	return file
}

// thousand is 20 namespaces with 49 objects each, as a platform's teams have them.
func thousand(prefix string) string {
	var b strings.Builder
	for n := range 20 {
		ns := fmt.Sprintf("%s-%d", prefix, n)
		fmt.Fprintf(&b, "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n---\n", ns)
		for i := range 14 {
			fmt.Fprintf(&b, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d, namespace: %s}\ndata: {colour: blue, size: \"%d\", text: %q}\n---\n", i, ns, i, strings.Repeat("x", 200))
		}
		for i := range 15 {
			fmt.Fprintf(&b, benchDeployment, i, ns, i, i, i)
		}
		for i := range 10 {
			fmt.Fprintf(&b, "apiVersion: v1\nkind: Service\nmetadata: {name: s%d, namespace: %s}\nspec: {selector: {app: d%d}, ports: [{name: http, port: 80, targetPort: 8080}]}\n---\n", i, ns, i)
		}
		for i := range 5 {
			fmt.Fprintf(&b, "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r%d, namespace: %s}\nrules: [{apiGroups: [\"\"], resources: [pods, services], verbs: [get, list, watch]}]\n---\n", i, ns)
			fmt.Fprintf(&b, "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: r%d, namespace: %s}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r%d}\nsubjects: [{kind: Group, name: team, apiGroup: rbac.authorization.k8s.io}]\n---\n", i, ns, i)
		}
	}
	return b.String()
}

const benchDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d%d, namespace: %s, labels: {app: d%d}}
spec:
  replicas: 2
  selector: {matchLabels: {app: d%d}}
  template:
    metadata: {labels: {app: d%d}}
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: web
        image: example.com/web:1.2.3
        args: [--listen=:8080, --verbose]
        env: [{name: COLOUR, value: blue}, {name: SIZE, valueFrom: {configMapKeyRef: {name: c0, key: size}}}]
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 5}
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
---
`

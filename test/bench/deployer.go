package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"slipway.dev/slipway/assembly"
)

// deployer applies a thousand objects with 'slipway deploy' and with 'kubectl
// apply --server-side', in turns on the same API server, each into namespaces
// of its own: first new, then again unchanged.
func (b *bench) deployer(ctx context.Context) error {
	if kubectl() == "" {
		b.table.add(row{what: "deploy: 1,000 objects", ours: "not measured", than: "kubectl is not installed"})
		return nil
	}
	raw, err := b.startRaw(ctx)
	if err != nil {
		return err
	}
	defer raw.stop()
	var ours, theirs [2][]time.Duration
	var ourMemory, theirMemory []uint64
	for i := range b.runs {
		first, again, err := twice(func() (usage, error) { return b.deployOurs(ctx, raw, i) })
		if err != nil {
			return err
		}
		ours[0], ours[1] = append(ours[0], first.took), append(ours[1], again.took)
		ourMemory = append(ourMemory, max(first.memory, again.memory))
		if first, again, err = twice(func() (usage, error) { return b.deployTheirs(ctx, raw, i) }); err != nil {
			return err
		}
		theirs[0], theirs[1] = append(theirs[0], first.took), append(theirs[1], again.took)
		theirMemory = append(theirMemory, max(first.memory, again.memory))
	}
	b.faster("deploy: 1,000 new objects", median(ours[0]), median(theirs[0]), 3)
	b.faster("deploy: the same, unchanged", median(ours[1]), median(theirs[1]), 10)
	mine, other := median(ourMemory), median(theirMemory)
	b.table.add(row{
		what: "deploy: peak memory", ours: megabytes(mine), than: "kubectl " + megabytes(other),
		ratio: factor(float64(mine) / float64(other)), target: "≤ 1 ×", ok: judge(mine <= other),
	})
	return nil
}

// faster adds a row whose target is a factor.
func (b *bench) faster(what string, ours, theirs time.Duration, least float64) {
	b.table.add(row{
		what: what, ours: show(ours), than: "kubectl apply --server-side " + show(theirs),
		ratio: times(theirs, ours) + " faster", target: fmt.Sprintf("≥ %g × faster", least),
		ok: judge(float64(theirs) >= least*float64(ours)),
	})
}

func twice(f func() (usage, error)) (first, again usage, err error) {
	if first, err = f(); err == nil {
		again, err = f()
	}
	return first, again, err
}

func (b *bench) deployOurs(ctx context.Context, raw *rawControlPlane, i int) (usage, error) {
	dir := filepath.Join(b.dir, fmt.Sprintf("ours-%d", i))
	// A platform of its own: the next assembly of the same one would replace what this one made.
	a := &assembly.Assembly{Platform: fmt.Sprintf("bench-%d", i), Target: "kubeconfig", Units: []assembly.Unit{{
		ID: assembly.UnitID(fmt.Sprintf("dev/thousand-%d", i)), Kind: assembly.Kubernetes, Where: "cluster:dev",
		Files: map[string][]byte{"objects.yaml": []byte(thousand(fmt.Sprintf("ours-%d", i)))},
	}}}
	if err := a.Write(dir); err != nil {
		return usage{}, err
	}
	return measure(b.command(ctx, b.slipway, "deploy", dir, "--kubeconfig", raw.kubeconfig))
}

func (b *bench) deployTheirs(ctx context.Context, raw *rawControlPlane, i int) (usage, error) {
	file := filepath.Join(b.dir, fmt.Sprintf("theirs-%d.yaml", i))
	if err := os.WriteFile(file, []byte(thousand(fmt.Sprintf("theirs-%d", i))), 0o600); err != nil {
		return usage{}, err
	}
	return measure(b.command(ctx, kubectl(), "--kubeconfig", raw.kubeconfig, "apply", "--server-side", "-f", file))
}

// thousand is 20 namespaces with 49 objects each, such as teams have.
func thousand(prefix string) string {
	var docs []string
	for n := range 20 {
		ns := fmt.Sprintf("%s-%d", prefix, n)
		add := func(count int, text string) {
			for i := range count {
				docs = append(docs, strings.NewReplacer("$NS", ns, "$I", fmt.Sprint(i)).Replace(text))
			}
		}
		add(1, "apiVersion: v1\nkind: Namespace\nmetadata: {name: $NS}\n")
		add(14, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c$I, namespace: $NS}\ndata: {colour: blue, size: \"$I\", text: "+strings.Repeat("x", 200)+"}\n")
		add(15, deployment)
		add(10, "apiVersion: v1\nkind: Service\nmetadata: {name: s$I, namespace: $NS}\nspec: {selector: {app: d$I}, ports: [{name: http, port: 80, targetPort: 8080}]}\n")
		add(5, "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r$I, namespace: $NS}\nrules: [{apiGroups: [\"\"], resources: [pods, services], verbs: [get, list, watch]}]\n")
		add(5, "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: r$I, namespace: $NS}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r$I}\nsubjects: [{kind: Group, name: team, apiGroup: rbac.authorization.k8s.io}]\n")
	}
	return strings.Join(docs, "---\n")
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d$I, namespace: $NS, labels: {app: d$I}}
spec:
  replicas: 2
  selector: {matchLabels: {app: d$I}}
  template:
    metadata: {labels: {app: d$I}}
    spec:
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: web
        image: registry.example.com/web:1.2.3
        args: [--listen=:8080, --verbose]
        env: [{name: COLOUR, value: blue}, {name: SIZE, valueFrom: {configMapKeyRef: {name: c0, key: size}}}]
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 5}
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 128Mi}}
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
`

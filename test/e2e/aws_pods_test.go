package e2e

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	running "slipway.dev/slipway/deploy/process"
	"slipway.dev/slipway/local"
)

const webhookService = "gatekeeper-webhook-service"

// guest is a program that has to answer really: where a simulated pod of it
// runs, the test runs it as a process.
type guest struct {
	namespace, selector string // of its pods
	unit                string // the add-on that runs it on this machine
	pod                 string // the one that the process is for
	running             bool
}

// hosted is one cluster and what the machines of AWS do for it: they run pods,
// route services to them and keep load balancers.
type hosted struct {
	*awsWorld
	assembly.Cluster
	*cluster
	here    *assembly.Assembly // the example for this machine
	runner  *running.Deployer
	guests  []*guest
	proxy   net.Listener // at the address of Gatekeeper's service
	ca      string       // base64 of the PEM that signs its certificate
	problem string
}

// host plays the machines of every cluster, by name, until the test ends.
func (w *awsWorld) host() map[string]*hosted {
	w.Helper()
	d, err := w.standin.Daemon()
	if err != nil {
		w.Fatal(err)
	}
	served := w.serveGit(d)
	_, here := w.home.compiled(w.T, "local", "--all")
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	all := map[string]*hosted{}
	for _, c := range w.clusters {
		config, err := w.standin.Kubeconfig(c.Name, local.Administrator, "system:masters")
		if err != nil {
			w.Fatal(err)
		}
		h := &hosted{
			awsWorld: w, Cluster: c, cluster: connect(w.T, config), here: here, runner: w.runner(d, served),
			guests: []*guest{
				{namespace: "gatekeeper-system", selector: "gatekeeper.sh/operation=webhook", unit: "gatekeeper"},
				{namespace: "argocd", selector: "app.kubernetes.io/name=argocd-application-controller", unit: "argocd"},
			},
		}
		all[c.Name] = h
		wg.Go(func() { h.play(ctx) })
	}
	w.Cleanup(func() {
		stop()
		wg.Wait()
		d.Close()
		for _, h := range all {
			h.close()
			if w.Failed() && h.problem != "" {
				w.Logf("playing the machines of %s: %s", h.Name, h.problem)
			}
		}
	})
	return all
}

// play looks at the cluster again and again and does what has to be done.
func (h *hosted) play(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.once(context.WithoutCancel(ctx)); err != nil {
			h.problem = err.Error()
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (h *hosted) once(ctx context.Context) error {
	for _, g := range h.guests {
		if err := h.follow(ctx, g); err != nil {
			return fmt.Errorf("%s: %w", g.unit, err)
		}
	}
	if err := h.route(ctx); err != nil {
		return fmt.Errorf("routing: %w", err)
	}
	if err := h.certify(ctx); err != nil {
		return fmt.Errorf("certifying: %w", err)
	}
	return h.balance(ctx)
}

// follow runs a program from when a pod of it runs until that pod is gone.
func (h *hosted) follow(ctx context.Context, g *guest) error {
	pods, err := h.Resource(kind("pods")).Namespace(g.namespace).List(ctx, metav1.ListOptions{LabelSelector: g.selector})
	if err != nil {
		return err
	}
	var name string
	for _, p := range pods.Items {
		phase, _, _ := unstructured.NestedString(p.Object, "status", "phase")
		if phase == "Running" && p.GetDeletionTimestamp() == nil && name == "" || p.GetName() == g.pod {
			name = p.GetName()
		}
	}
	unit, err := h.unit(g, name)
	if err != nil {
		return err
	}
	switch {
	case name == "" && g.running:
		g.running, g.pod = false, ""
		return h.runner.Delete(ctx, unit, func(deploy.Event) {})
	case name == "" || g.running && name == g.pod:
		return nil
	}
	plan, err := h.runner.Diff(ctx, unit)
	if err != nil {
		return err
	}
	out, err := h.runner.Apply(ctx, plan, func(deploy.Event) {})
	if err != nil {
		return err
	}
	g.running, g.pod, h.ca = true, name, out["ca"]
	return nil
}

// unit is what the example runs on this machine, for the pod of the name.
func (h *hosted) unit(g *guest, pod string) (*assembly.Unit, error) {
	u := *h.here.Unit(assembly.UnitID(h.Name + "/addons/" + g.unit + "/controllers"))
	var list assembly.ProcessList
	if err := yaml.Unmarshal(u.Files["processes.yaml"], &list); err != nil {
		return nil, err
	}
	for i := range list.Processes {
		p := &list.Processes[i]
		if p.Env["POD_NAME"] != "" {
			p.Env["POD_NAME"] = pod
		}
		for j := range p.Serving { // its clients call it by the name of its service
			p.Serving[j].Hosts = append(p.Serving[j].Hosts, webhookService+".gatekeeper-system.svc")
		}
	}
	data, err := yaml.Marshal(list)
	u.Files = map[string][]byte{"processes.yaml": data}
	return &u, err
}

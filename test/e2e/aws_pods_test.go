package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"go.yaml.in/yaml/v4"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
	running "slipway.dev/slipway/deploy/process"
	"slipway.dev/slipway/internal/awsdouble"
	"slipway.dev/slipway/local"
	"slipway.dev/slipway/local/daemon"
	repos "slipway.dev/slipway/local/git"
	"slipway.dev/slipway/local/programs"
	"slipway.dev/slipway/local/supervisor"
)

const webhookService = "gatekeeper-webhook-service"

// guest is a program that has to answer really: where a simulated pod of it
// runs, the test runs it as a process.
type guest struct {
	resource, namespace, name, selector string // the workload of its pods
	unit                                string // what runs it on this machine
	pod                                 string // the pod that the process is for
	running                             bool
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
	here := w.home.compiled(w.T, "local", "--all")
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
				{resource: "apps/v1/deployments", namespace: "gatekeeper-system", name: "gatekeeper-controller-manager", selector: "gatekeeper.sh/operation=webhook", unit: "gatekeeper"},
				{resource: "apps/v1/statefulsets", namespace: "argocd", name: "argocd-application-controller", selector: "app.kubernetes.io/name=argocd-application-controller", unit: "argocd"},
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

// serveGit serves the folders of the example in the place of its repositories.
func (w *awsWorld) serveGit(d *daemon.Client) map[string]string {
	w.Helper()
	for url, dir := range map[string]string{"platform/apps": "platform-apps", "troi/backend": "troi", "riker/authorization": "riker", "burnham/inventory": "burnham"} {
		if _, err := local.Git(d).Serve(w.Context(), repos.Mapping{URL: "https://git.example.com/" + url, Dir: w.home.dir + "/enterprise/repos/" + dir}); err != nil {
			w.Fatal(err)
		}
	}
	env, err := local.Git(d).Environment(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return env.Variables
}

// runner runs units of processes beside the cluster's control plane.
func (w *awsWorld) runner(d *daemon.Client, served map[string]string) *running.Deployer {
	w.Helper()
	places, err := programs.Locate()
	if err != nil {
		w.Fatal(err)
	}
	return &running.Deployer{
		Platform: w.standin.Name, State: w.standin.State, Daemon: kept{d}, Git: served,
		Programs: func(ctx context.Context, names []string) (map[string]string, error) {
			found, err := places.Ensure(ctx, names, nil)
			dirs := map[string]string{}
			for name, program := range found {
				dirs[name] = program.Dir
			}
			return dirs, err
		},
	}
}

// kept is the daemon as units of processes need it.
type kept struct{ *daemon.Client }

func (k kept) Processes(ctx context.Context) ([]supervisor.Status, error) {
	status, err := k.Status(ctx)
	return status.Processes, err
}

func (k kept) TellOfPushes(ctx context.Context, url string) error {
	return local.Git(k.Client).AddWebhook(ctx, repos.Webhook{URL: url})
}

func (k kept) ForgetPushes(ctx context.Context, url string) error {
	return local.Git(k.Client).RemoveWebhook(ctx, url)
}

// play looks at the cluster again and again and does what has to be done.
func (h *hosted) play(ctx context.Context) {
	for ctx.Err() == nil {
		if err := h.once(ctx); err != nil && ctx.Err() == nil {
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

// follow runs a program while it has a pod that is ready.
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

// route is kube-proxy for the one service that the API server calls.
func (h *hosted) route(ctx context.Context) error {
	s, err := h.Resource(kind("services")).Namespace("gatekeeper-system").Get(ctx, webhookService, metav1.GetOptions{})
	if apierrors.IsNotFound(err) || !h.guests[0].running {
		h.close()
		return nil
	}
	if err != nil {
		return err
	}
	address, _, _ := unstructured.NestedString(s.Object, "spec", "clusterIP")
	address = net.JoinHostPort(address, "443")
	if h.proxy != nil && h.proxy.Addr().String() == address {
		return nil
	}
	h.close()
	ports, err := h.standin.State.Ports(nil).All()
	if err != nil {
		return err
	}
	if h.proxy, err = net.Listen("tcp", address); err != nil {
		return err
	}
	go forward(h.proxy, fmt.Sprintf("127.0.0.1:%d", ports[h.Name+"/gatekeeper-webhook"]))
	return nil
}

func (h *hosted) close() {
	if h.proxy != nil {
		_ = h.proxy.Close()
		h.proxy = nil
	}
}

func forward(l net.Listener, to string) {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer from.Close()
			conn, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer conn.Close()
			go func() { _, _ = io.Copy(conn, from); _ = conn.(*net.TCPConn).CloseWrite() }()
			_, _ = io.Copy(from, conn)
		}()
	}
}

// certify tells the API server whom to trust, as Gatekeeper's own certificate
// controller does: it runs in the pod, under Gatekeeper's name.
func (h *hosted) certify(ctx context.Context) error {
	if h.proxy == nil {
		return nil
	}
	for resource, name := range map[string]string{
		"validatingwebhookconfigurations": "gatekeeper-validating-webhook-configuration", "mutatingwebhookconfigurations": "gatekeeper-mutating-webhook-configuration",
	} {
		client := h.Resource(kind("admissionregistration.k8s.io/v1/" + resource))
		u, err := client.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			continue
		}
		hooks, _, _ := unstructured.NestedSlice(u.Object, "webhooks")
		var patch []map[string]any
		for i, hook := range hooks {
			if bundle, _, _ := unstructured.NestedString(hook.(map[string]any), "clientConfig", "caBundle"); bundle != h.ca {
				patch = append(patch, map[string]any{"op": "add", "path": fmt.Sprintf("/webhooks/%d/clientConfig/caBundle", i), "value": h.ca})
			}
		}
		if len(patch) == 0 {
			continue
		}
		data, err := json.Marshal(patch)
		if err != nil {
			return err
		}
		if _, err := client.Patch(ctx, name, types.JSONPatchType, data, metav1.PatchOptions{FieldManager: "gatekeeper"}); err != nil {
			return err
		}
	}
	return nil
}

const balancerFinalizer = "service.kubernetes.io/load-balancer-cleanup"

// balance keeps a load balancer for every service that asks for one, and takes
// it away before the service goes.
func (h *hosted) balance(ctx context.Context) error {
	list, err := h.Resource(kind("services")).List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	p := place(h.Where)
	for _, s := range list.Items {
		if t, _, _ := unstructured.NestedString(s.Object, "spec", "type"); t != "LoadBalancer" {
			continue
		}
		arn := fmt.Sprintf("arn:aws:elasticloadbalancing:%s:%s:loadbalancer/net/%s-%s/1", p.Region, p.Account, h.EKS, s.GetName())
		client := h.Resource(kind("services")).Namespace(s.GetNamespace())
		patch := ""
		switch {
		case s.GetDeletionTimestamp() != nil && len(s.GetFinalizers()) > 0:
			h.aws.Discard(arn)
			patch = `{"metadata": {"finalizers": null}}`
		case s.GetDeletionTimestamp() == nil && len(s.GetFinalizers()) == 0:
			h.aws.Resource(p.Account, p.Region, awsdouble.Resource{ARN: arn, Tags: map[string]string{
				"kubernetes.io/cluster/" + h.EKS: "owned", "kubernetes.io/service-name": s.GetNamespace() + "/" + s.GetName(),
			}})
			patch = `{"metadata": {"finalizers": ["` + balancerFinalizer + `"]}}`
		default:
			continue
		}
		if _, err := client.Patch(ctx, s.GetName(), types.MergePatchType, []byte(patch), metav1.PatchOptions{FieldManager: "cloud-controller-manager"}); err != nil {
			return err
		}
	}
	return nil
}

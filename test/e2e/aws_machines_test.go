package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

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

// certify keeps the certificate and tells the API server whom to trust, as
// Gatekeeper's own certificate controller does: it runs in the pod, under
// Gatekeeper's name.
func (h *hosted) certify(ctx context.Context) error {
	if h.proxy == nil {
		return nil
	}
	secret := []byte(`{"data": {"ca.crt": "` + h.ca + `"}}`)
	_, err := h.Resource(kind("secrets")).Namespace("gatekeeper-system").Patch(ctx, "gatekeeper-webhook-server-cert", types.MergePatchType, secret, metav1.PatchOptions{FieldManager: "gatekeeper"})
	if err != nil && !apierrors.IsNotFound(err) {
		return err
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
	for _, s := range list.Items {
		if t, _, _ := unstructured.NestedString(s.Object, "spec", "type"); t != "LoadBalancer" {
			continue
		}
		client := h.Resource(kind("services")).Namespace(s.GetNamespace())
		patch := ""
		switch {
		case s.GetDeletionTimestamp() != nil && len(s.GetFinalizers()) > 0:
			h.balancer(h.Cluster, s.GetNamespace()+"/"+s.GetName(), false)
			patch = `{"metadata": {"finalizers": null}}`
		case s.GetDeletionTimestamp() == nil && len(s.GetFinalizers()) == 0:
			h.balancer(h.Cluster, s.GetNamespace()+"/"+s.GetName(), true)
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

package kube

import (
	"context"
	"fmt"
	"strings"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"slipway.dev/slipway/assembly"
)

// ready wants one object to be Current in kstatus' sense.
func (d *Deployer) ready(ctx context.Context, ref assembly.ObjectRef) error {
	content, err := d.object(ctx, ref)
	if err != nil {
		return err
	}
	return current(ref.String(), content)
}

// current is what an object still waits for. A Job that failed will not recover.
func current(name string, content map[string]any) error {
	result, err := status.Compute(&unstructured.Unstructured{Object: content})
	if err != nil {
		return fmt.Errorf("%s: reading its status: %w", name, err)
	}
	switch {
	case result.Status == status.CurrentStatus:
		return nil
	case result.Status == status.FailedStatus && content["kind"] == "Job":
		return neverError{fmt.Errorf("%s failed: %s", name, result.Message)}
	default:
		return fmt.Errorf("%s: %s", name, describe(result, content))
	}
}

func describe(result *status.Result, content map[string]any) string {
	said := oneLine(result.Message)
	if said == "" {
		said = string(result.Status)
	}
	// The controller's own words are often better than the summary.
	conditions, _ := within(content, "status", "conditions").([]any)
	for _, c := range conditions {
		m, _ := c.(map[string]any)
		message, _ := m["message"].(string)
		if t := m["type"]; message != "" && m["status"] != "True" && (t == "Ready" || t == "Available" || t == "Progressing") && !strings.Contains(said, message) {
			return said + " (" + oneLine(message) + ")"
		}
	}
	return said
}

func within(content map[string]any, fields ...string) any {
	var v any = content
	for _, f := range fields {
		m, _ := v.(map[string]any)
		v = m[f]
	}
	return v
}

// allReady wants every object of the unit to be Current. Those that were are
// not looked at again; kinds without a status are Current once applied.
func (d *Deployer) allReady(ctx context.Context, u *assembly.Unit) (func(context.Context) error, error) {
	targets, ok := d.reads.of(u)
	if !ok {
		if _, err := d.prepare(ctx, u); err != nil {
			return nil, err
		}
		targets, _ = d.reads.of(u)
	}
	var open []target
	for _, t := range targets {
		if hasStatus(t.id) {
			open = append(open, t)
		}
	}
	return func(ctx context.Context) error {
		live, err := d.client.live(ctx, open)
		if err != nil {
			return err
		}
		var waiting []target
		var reasons []string
		for _, t := range open {
			err := fmt.Errorf("%s is not there", t.id)
			if content := live[t.id]; content != nil {
				err = current(t.String(), content)
			}
			if _, never := err.(neverError); never {
				return err
			}
			if err != nil {
				waiting, reasons = append(waiting, t), append(reasons, err.Error())
			}
		}
		open = waiting
		return unready(reasons)
	}, nil
}

func unready(reasons []string) error {
	const most = 5
	switch n := len(reasons); {
	case n == 0:
		return nil
	case n > most:
		return fmt.Errorf("%d objects are not ready: %s; and %d more", n, strings.Join(reasons[:most], "; "), n-most)
	default:
		return fmt.Errorf("%s", strings.Join(reasons, "; "))
	}
}

// hasStatus reports whether waiting can tell anything about a kind.
func hasStatus(o id) bool {
	switch o.group {
	case groupRBAC, groupAdmission, "scheduling.k8s.io", "node.k8s.io":
		return false
	case "":
		switch o.kind {
		case "ConfigMap", "Secret", "ServiceAccount", "ResourceQuota", "LimitRange", "Namespace", "Endpoints":
			return false
		}
	case "networking.k8s.io":
		return o.kind == "Ingress"
	case groupCRD:
		return true
	}
	return true
}

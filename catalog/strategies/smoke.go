package strategies

import (
	"cmp"
	"fmt"

	"slipway.dev/slipway/workload"
)

// smokeTest is the Job that calls a new version before anybody else does. Its pod
// fits Pod Security restricted, as the workload's own do, and fits a namespace
// that counts what pods request.
func (r *rollout) smokeTest(a workload.Analysis, suffix string) fields {
	template, _ := spec(r.deployment)["template"].(fields)
	pod, _ := template["spec"].(fields)
	image := ""
	if all := list(pod["containers"]); len(all) > 0 {
		image, _ = all[0]["image"].(string)
	}
	port := any(0)
	if ports := r.ports(); len(ports) > 0 {
		port = ports[0]["port"]
	}
	container := fields{
		"name": "smoke-test", "image": cmp.Or(a.SmokeTest.Image, image),
		"command": literals(a.SmokeTest.Command),
		"env":     []any{fields{"name": "TARGET_URL", "value": fmt.Sprintf("http://%s-%s:%v", r.Workload, suffix, port)}},
		"resources": fields{
			"requests": fields{"cpu": "100m", "memory": "128Mi"}, "limits": fields{"memory": "128Mi"},
		},
		"securityContext": fields{
			"allowPrivilegeEscalation": false, "privileged": false, "readOnlyRootFilesystem": true, "runAsNonRoot": true,
			"capabilities": fields{"drop": []any{"ALL"}},
		},
		"volumeMounts": []any{fields{"name": "tmp", "mountPath": "/tmp"}},
	}
	if len(a.SmokeTest.Args) > 0 {
		container["args"] = literals(a.SmokeTest.Args)
	}
	return fields{
		"backoffLimit": 0, "activeDeadlineSeconds": seconds(a.Deadline),
		"template": fields{
			// Not the workload's name: its Services must not find this pod.
			"metadata": fields{"labels": fields{nameLabel: r.Workload + "-smoke-test", "app.kubernetes.io/managed-by": "slipway"}},
			"spec": fields{
				"restartPolicy": "Never", "automountServiceAccountToken": false, "enableServiceLinks": false,
				"securityContext": pod["securityContext"],
				"containers":      []any{container},
				"volumes":         []any{fields{"name": "tmp", "emptyDir": fields{}}},
			},
		},
	}
}

func literals(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

//go:build !front

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"slipway.dev/slipway/internal/testcluster"
	"slipway.dev/slipway/rollout"
)

var cluster testcluster.Cluster

// withCluster runs the tests and then takes the cluster down.
type withCluster struct{ m *testing.M }

func (w withCluster) Run() int { return cluster.Main(w.m) }

// Engines are tested in package rollout; this is the way to it and back.
func TestRollout(t *testing.T) {
	cfg := cluster.Start(t)
	t.Setenv("KUBECONFIG", kubeconfigOf(t, cfg))
	deployment(t, cfg, "good", appsv1.DeploymentStatus{ObservedGeneration: 1, Replicas: 1, UpdatedReplicas: 1, ReadyReplicas: 1, AvailableReplicas: 1})
	deployment(t, cfg, "bad", appsv1.DeploymentStatus{ObservedGeneration: 1, Conditions: []appsv1.DeploymentCondition{
		{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionFalse, Reason: "ProgressDeadlineExceeded", Message: "timed out"},
	}})
	deployment(t, cfg, "slow", appsv1.DeploymentStatus{ObservedGeneration: 1})
	file := filepath.Join(t.TempDir(), "status.json")
	for _, tc := range []struct {
		args, out, err string
		code           int
	}{
		{"status", "✗ default/bad: an unknown version was refused: failed, timed out\n", "", exitFailed},
		{"status good", "phase        healthy\n", "", exitDone},
		{"status good -o json", `"phase": "healthy"`, "", exitDone},
		{"status bad", "phase        failed: timed out\n", "", exitFailed},
		{"status nobody", "", "no such rollout: nobody: namespace default\n    There are: default/bad, default/good, default/slow", exitFailed},
		{"status -o yaml", "", "unknown output format", exitUsage},
		{"status good bad", "", "accepts at most 1 arg", exitUsage},
		{"status --team t", "", "give one", exitUsage},
		{"status --cluster c", "", "leave out --platform and --cluster", exitUsage},
		{"watch good", "healthy     100%\n", "", exitDone},
		{"watch good -o json", `"phase":"healthy"`, "", exitDone},
		{"watch bad --commit-status " + file, "failed        0%  timed out\n", "", exitFailed},
		{"watch slow --timeout 1500ms", "progressing   0%  0 of 1 pods are new\n", "goes on without being watched", exitTimeout},
		{"promote good", "", "has no step to promote", exitFailed},
		{"pause slow", "", "slow: paused\n", exitDone},
		{"status slow", "phase        paused: paused by spec.paused\n", "", exitDone},
		{"resume slow", "", "slow: resumed\n", exitDone},
		{"undo slow", "", "there is no version before this one", exitFailed},
		{"history good", "REVISION  STATE", "", exitDone},
	} {
		var out, errs bytes.Buffer
		args := append([]string{"rollout"}, append(strings.Fields(tc.args), "--context", "test", "-n", "default")...)
		code := run(t.Context(), args, streams{in: strings.NewReader(""), out: &out, err: &errs})
		if code != tc.code || !strings.Contains(out.String(), tc.out) || !strings.Contains(errs.String(), tc.err) || tc.err == "" && errs.Len() > 0 {
			t.Errorf("%s: exit code %d\n%s%s", tc.args, code, &out, &errs)
		}
	}
	var written map[string]string
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &written); err != nil || written["state"] != "failure" {
		t.Errorf("the commit's status is %s, %v", data, err)
	}
}

func kubeconfigOf(t *testing.T, cfg *rest.Config) string {
	t.Helper()
	kc := api.NewConfig()
	kc.Clusters["test"] = &api.Cluster{Server: cfg.Host, CertificateAuthorityData: cfg.CAData}
	kc.AuthInfos["test"] = &api.AuthInfo{ClientCertificateData: cfg.CertData, ClientKeyData: cfg.KeyData}
	kc.Contexts["test"] = &api.Context{Cluster: "test", AuthInfo: "test"}
	file := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*kc, file); err != nil {
		t.Fatal(err)
	}
	return file
}

func deployment(t *testing.T, cfg *rest.Config, name string, status appsv1.DeploymentStatus) {
	t.Helper()
	client, err := kubernetes.NewForConfig(cfg)
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{"app": name}
	d := &appsv1.Deployment{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: appsv1.DeploymentSpec{
		Selector: &metav1.LabelSelector{MatchLabels: labels},
		Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: corev1.PodSpec{Containers: []corev1.Container{{Name: "app", Image: "app:1"}}}},
	}}
	made, err := client.AppsV1().Deployments("default").Create(t.Context(), d, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	made.Status = status
	if _, err := client.AppsV1().Deployments("default").UpdateStatus(t.Context(), made, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
}

// On a terminal the state is redrawn in place.
func TestWatchDraws(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	v := &watchView{w: &out, live: true}
	st := rollout.Status{Workload: "web", Namespace: "shop", Strategy: "canary", Engine: rollout.Flagger, Phase: rollout.Progressing, Weight: 5, Steps: 2}
	v.draw(st, 30)
	st.Weight = 50
	v.draw(st, 30)
	v.close()
	want := "web (namespace shop): canary,…\n  phase        progressing\n  weight       █░░░░░░░░░░░░░…\n\x1b[3A\x1b[Jweb (namespace shop): canary,…\n  phase        progressing\n  weight       ██████████░░░░…\n"
	if out.String() != want {
		t.Errorf("drawn:\n%q\nwant\n%q", out.String(), want)
	}
}

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const enterprise = "slipway-enterprise-dev" // the context of its first cluster

// demoURL is a repository that only Flux reads; a clone stands in for it.
const demoURL = "https://git.example.com/platform/demo"

// shared is the one platform that tests use which leave it as they found it.
// Tests run one after the other, so it needs no lock. The sweeper takes it away.
var shared struct {
	home  *home
	first result // of its first 'up'
}

// sharedPlatform brings it up when the first test asks for it.
func sharedPlatform(t *testing.T) *home {
	t.Helper()
	needProc(t)
	if shared.home != nil {
		if shared.first.code != 0 {
			t.Skip("the shared platform did not come up")
		}
		return shared.home
	}
	h := makeHome(t)
	shared.home, shared.first.code = h, 1
	copyExample(t, h)
	retryNewest(t, h)
	nest(t, h)
	clone(t, filepath.Join(h.dir, "demo"))
	shared.first = h.run(t, "up", h.blueprint(), "--git", demoURL+"=demo")
	if shared.first.code != 0 {
		h.showLogs(t, "enterprise")
		t.Fatal(shared.first)
	}
	return h
}

// copyExample gives a home the example to work on.
func copyExample(t *testing.T, h *home) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(h.dir, "enterprise"), os.DirFS("../../examples/enterprise")); err != nil {
		t.Fatal(err)
	}
}

// retryNewest lets an Application whose sync fails try the newest commit next
// time. Without it Argo CD goes on trying the one that fails, for minutes, and
// whoever mends it waits.
func retryNewest(t *testing.T, h *home) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "enterprise/repos/platform-apps/apps/*.yaml"))
	if err != nil || len(files) < 3 {
		t.Fatalf("the example has the Applications %v: %v", files, err)
	}
	for _, file := range files {
		name, err := filepath.Rel(h.dir, file)
		if err != nil {
			t.Fatal(err)
		}
		h.replace(t, name, "automated: {prune: true, selfHeal: true}",
			"automated: {prune: true, selfHeal: true}\n    retry: {limit: 20, refresh: true, backoff: {duration: 2s, factor: 2, maxDuration: 8s}}")
	}
}

func (h *home) blueprint() string { return filepath.Join(h.dir, "enterprise", "platform.yaml") }

// nest adds an Application that brings another one, which brings a ConfigMap.
func nest(t *testing.T, h *home) {
	t.Helper()
	app := func(name, project, repo, path, namespace string) string {
		return strings.NewReplacer("NAMESPACE", namespace, "NAME", name, "PROJECT", project, "REPO", repo, "PATH", path).Replace(anApplication)
	}
	h.write(t, "enterprise/repos/platform-apps/apps/more.yaml", app("more", "platform", "platform/apps", "more", "argocd"))
	h.write(t, "enterprise/repos/platform-apps/more/extra.yaml", app("extra", "troi", "troi/backend", "extra", "team-troi"))
	h.write(t, "enterprise/repos/troi/extra/config.yaml", configMap("extra", "from", "nested"))
}

const anApplication = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: NAME, namespace: argocd, finalizers: [resources-finalizer.argocd.argoproj.io]}
spec:
  project: PROJECT
  source: {repoURL: "https://git.example.com/REPO", path: PATH, targetRevision: HEAD}
  destination: {server: "https://kubernetes.default.svc", namespace: NAMESPACE}
  syncPolicy: {automated: {prune: true, selfHeal: true}}
`

func configMap(name, key, value string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {" + key + ": " + value + "}\n"
}

// clone makes a Git repository with one commit and a change that is not committed.
func clone(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "deploy"), 0o755); err != nil {
		t.Fatal(err)
	}
	git(t, dir, "init", "-q", "-b", "main")
	commit(t, dir, "1")
	writeDemo(t, dir, "not-committed")
}

func commit(t *testing.T, dir, version string) {
	t.Helper()
	writeDemo(t, dir, version)
	git(t, dir, "add", "-A")
	git(t, dir, "-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "-q", "-m", "version "+version)
}

func writeDemo(t *testing.T, dir, version string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "deploy", "demo.yaml"), []byte(configMap("demo", "version", `"`+version+`"`)), 0o644); err != nil {
		t.Fatal(err)
	}
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.Command("git", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// soon is how long a change may take to be live on a busy machine: Argo CD
// sometimes loses one of two pushes that come at once and sees it at its next look.
const soon = 60 * time.Second

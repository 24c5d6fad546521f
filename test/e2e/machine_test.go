package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a machine lacks is said before anything is started.
func TestMachineThatCannot(t *testing.T) {
	needProc(t)
	h := newHome(t)
	h.write(t, "platform.yaml", cheap)
	h.write(t, "argocd.yaml", strings.Replace(cheap, "bare: {", "bare: {addOns: [argocd], ", 1))
	if err := os.Chmod(h.dir, 0o755); err != nil { // for another user
		t.Fatal(err)
	}
	closed := filepath.Join(h.dir, "closed")
	if err := os.Mkdir(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	without := filepath.Join(h.dir, "bin") // a PATH with git and without redis-server
	if err := os.Mkdir(without, 0o755); err != nil {
		t.Fatal(err)
	}
	tool, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(tool, filepath.Join(without, "git")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, file, variable string
		want                 string
	}{
		{"no redis-server", "argocd.yaml", "PATH=" + without,
			"slipway: redis-server is not installed: dev/addons/argocd/controllers runs it\n" +
				"    Install it, for example: apt-get install redis-server, or brew install redis\n"},
		{"state on a read-only file system", "platform.yaml", "SLIPWAY_STATE=/proc/slipway",
			"slipway: making the platform's state: creating the state directory: mkdir /proc/slipway: no such file or directory\n" +
				"    Set SLIPWAY_STATE to a folder that can be written\n"},
		{"state without permission", "platform.yaml", "SLIPWAY_STATE=" + closed,
			"slipway: making the platform's state: creating the state directory: mkdir " + closed + "/cheap: permission denied\n" +
				"    Set SLIPWAY_STATE to a folder that can be written\n"},
		{"programs that are not there", "platform.yaml", "SLIPWAY_PROGRAMS=/nowhere",
			"slipway: SLIPWAY_PROGRAMS names /nowhere, which is not a folder\n" +
				"    Point it to a release's folder programs, or unset it.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := h.command("up", "--no-context", "--cluster", "dev", test.file)
			c.Env = append(c.Env, test.variable)
			if strings.HasPrefix(test.variable, "SLIPWAY_STATE=/tmp") && os.Getuid() == 0 {
				c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			}
			r := run(t, c)
			if _, message, _ := strings.Cut(r.err, "\n"); r.code != 1 || message != test.want { // the first line says which cluster is meant
				t.Errorf("exit code %d (-want +got):\n%s", r.code, cmp.Diff(test.want, message))
			}
		})
	}
	for _, p := range processesOf(h.dir) {
		t.Errorf("started all the same: %s", p.name)
	}
}

// Clusters and platforms live beside each other, on whatever ports are free.
func TestSideBySide(t *testing.T) {
	h := cheapHome(t)
	h.ok(t, "up", "--cluster", "dev")
	dev := h.admin(t, bare)
	uids := dev.uids(t)

	r := h.ok(t, "up", "--cluster", "east-staging")
	east := h.admin(t, "slipway-cheap-east-staging")
	if east.uids(t)["team-web"] == uids["team-web"] || east.uids(t)["team-web"] == "" {
		t.Errorf("the second cluster has the namespaces %v", east.uids(t))
	}
	if diff := cmp.Diff(uids, dev.uids(t)); diff != "" {
		t.Errorf("the first cluster (-before +after):\n%s\n%s", diff, r)
	}
	st, r := h.status(t)
	var names []string
	for _, c := range st.Clusters {
		names = append(names, c.Name)
	}
	if diff := cmp.Diff([]string{"dev", "east-staging"}, names); diff != "" || r.code != 0 {
		t.Errorf("clusters (-want +got):\n%s\n%s", diff, r)
	}

	// Another platform in the same state folder.
	h.write(t, "other.yaml", strings.Replace(cheap, "name: cheap", "name: other", 1))
	h.ok(t, "up", "--cluster", "dev", "other.yaml")
	if r := h.run(t, "status"); r.code != 1 || !strings.Contains(r.err, "2 platforms are known here: name one with --platform\n    Known: cheap, other\n") {
		t.Errorf("status of two platforms: %s", r)
	}
	h.ok(t, "status", "--platform", "cheap")
	seen := map[int]string{}
	for _, platform := range []string{"cheap", "other"} {
		for name, port := range h.ports(t, platform) {
			if seen[port] != "" {
				t.Errorf("%s and %s/%s share port %d", seen[port], platform, name, port)
			}
			seen[port] = platform + "/" + name
		}
	}
	h.ok(t, "down", "--purge", "other.yaml")
	if diff := cmp.Diff(uids, dev.uids(t)); diff != "" {
		t.Errorf("the first platform (-before +after):\n%s", diff)
	}

	// While it is down strangers take its ports: it moves, and the context with it.
	h.ok(t, "down")
	taken := h.ports(t, "cheap")
	strangers := []string{"dev/apiserver", "dev/etcd", "dev/kube-scheduler", "dev/kwok"}
	for _, name := range strangers {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", taken[name]))
		if err != nil {
			t.Fatalf("taking the port of %s: %v", name, err)
		}
		defer l.Close()
	}
	h.ok(t, "up", "--cluster", "dev")
	for name, port := range h.ports(t, "cheap") {
		if slices.Contains(strangers, name) && port == taken[name] {
			t.Errorf("%s is still to be on port %d, which a stranger has", name, port)
		}
	}
	if diff := cmp.Diff(uids, h.admin(t, bare).uids(t)); diff != "" {
		t.Errorf("after the ports moved (-before +after):\n%s", diff)
	}
	h.ok(t, "status")
}

package supervisor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func timeout(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func TestKilledProcessComesBack(t *testing.T) {
	t.Parallel()
	s := open(t, testDir(t))
	first := apply(t, s, sleeper("dev/etcd"))
	if err := syscall.Kill(first.PID, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	var now Status
	eventually(t, "another pid to run", func() bool {
		now = status(t, s, "dev/etcd")
		return now.State == Running && now.PID != first.PID
	})
	if now.Restarts != 1 || now.LastExit != "signal: killed" || now.RSS == 0 {
		t.Errorf("status %+v: want 1 restart, signal: killed, some memory", now)
	}
}

func TestOnlyAChangedDescriptionRestarts(t *testing.T) {
	t.Parallel()
	s := open(t, testDir(t))
	base := sleeper("dev/etcd")
	base.Env = map[string]string{"A": "1", "B": "2"}
	first := apply(t, s, base)
	for name, tc := range map[string]struct {
		change  func(*Process)
		restart bool
	}{
		"equal":      {func(*Process) {}, false},
		"order":      {func(p *Process) { p.Order = 7 }, false},
		"stop grace": {func(p *Process) { p.StopGrace = time.Second }, false},
		"argument":   {func(p *Process) { p.Args = append(slices.Clone(p.Args), "x") }, true},
		"variable":   {func(p *Process) { p.Env = map[string]string{"A": "1", "B": "3"} }, true},
		"directory":  {func(p *Process) { p.Dir = "/" }, true},
	} {
		p := base
		tc.change(&p)
		before := apply(t, s, base)
		after := apply(t, s, p)
		if (before.PID != after.PID) != tc.restart {
			t.Errorf("%s: pid %d → %d, want a restart: %v", name, before.PID, after.PID, tc.restart)
		}
	}
	eventually(t, "the first pid to be gone", func() bool { return gone(first.PID) })
}

func TestRestartAndRemove(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	s := open(t, dir)
	first := apply(t, s, sleeper("dev/etcd"))
	if err := s.Restart(t.Context(), "dev/etcd"); err != nil {
		t.Fatal(err)
	}
	second := status(t, s, "dev/etcd")
	if second.PID == first.PID || !gone(first.PID) {
		t.Errorf("pid %d → %d", first.PID, second.PID)
	}
	if err := s.Remove(t.Context(), "dev/etcd"); err != nil {
		t.Fatal(err)
	}
	if !gone(second.PID) || len(s.Statuses()) != 0 {
		t.Errorf("still there: %v", s.Statuses())
	}
	for _, sub := range []string{"processes/dev/etcd.json", "run/dev/etcd.json", "work/dev/etcd/_"} {
		if _, err := os.Stat(dir.Join(sub)); err == nil {
			t.Errorf("%s is left", sub)
		}
	}
	if err := s.Restart(t.Context(), "dev/etcd"); !errors.Is(err, ErrUnknown) {
		t.Errorf("restarting what was removed: %v", err)
	}
}

func TestMissingProgramIsReportedAndRetried(t *testing.T) {
	t.Parallel()
	s := open(t, testDir(t))
	program := filepath.Join(t.TempDir(), "later")
	p := Process{Name: "dev/later", Path: program, Args: []string{"1000"}}
	if err := s.Apply(t.Context(), p); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("Apply = %v, want that the program does not exist", err)
	}
	if now := status(t, s, p.Name); now.LastExit == "" {
		t.Errorf("status %+v does not say why", now)
	}
	sleep, err := filepath.EvalSymlinks("/bin/sleep")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(sleep, program); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it to run", func() bool { return status(t, s, p.Name).State == Running })
}

func TestStopOrder(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	order := filepath.Join(t.TempDir(), "order")
	s := open(t, dir)
	for i, name := range []string{"etcd", "apiserver", "scheduler"} {
		// Lower ones take longer, so that stopping all at once would show.
		p := shell(name, "trap 'sleep 0."+string(rune('0'+3-i))+"; echo "+name+" >>"+order+"; exit 0' TERM; echo up >>"+order+".$$; while :; do sleep 0.02; done")
		p.Order = i
		pid := apply(t, s, p).PID
		eventually(t, name+" to set its trap", func() bool {
			_, err := os.Stat(order + "." + itoa(pid))
			return err == nil
		})
	}
	stop(t, s)
	data, _ := os.ReadFile(order)
	if diff := cmp.Diff([]string{"scheduler", "apiserver", "etcd"}, strings.Fields(string(data))); diff != "" {
		t.Errorf("stop order (-want +got):\n%s", diff)
	}
	if err := s.Apply(t.Context(), sleeper("late")); !errors.Is(err, ErrStopped) {
		t.Errorf("Apply after Stop = %v", err)
	}
}

func TestStubbornGroupIsKilled(t *testing.T) {
	t.Parallel()
	s := open(t, testDir(t))
	file := filepath.Join(t.TempDir(), "pid")
	p := shell("stubborn", "trap '' TERM; (trap '' TERM; while :; do sleep 0.05; done) & echo $! >"+file+"; wait; while :; do sleep 0.05; done")
	p.StopGrace = 50 * time.Millisecond
	leader := apply(t, s, p).PID
	grandchild := pidFrom(t, file)
	if err := s.Remove(t.Context(), "stubborn"); err != nil {
		t.Fatal(err)
	}
	if !gone(leader) {
		t.Error("the leader lives")
	}
	eventually(t, "the grandchild to be gone", func() bool { return gone(grandchild) })
}

func TestGroupDiesWithItsLeader(t *testing.T) {
	t.Parallel()
	s := open(t, testDir(t))
	file := filepath.Join(t.TempDir(), "pid")
	leader := apply(t, s, shell("leader", "[ -e "+file+" ] && exec sleep 1000; sleep 1000 & echo $! >"+file+"; wait")).PID
	grandchild := pidFrom(t, file)
	if err := syscall.Kill(leader, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the grandchild to be gone", func() bool { return gone(grandchild) })
}

func TestEnvironmentIsClean(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "do not leak")
	dir := testDir(t)
	s := open(t, dir)
	out := filepath.Join(t.TempDir(), "env")
	p := Process{Name: "dev/env", Path: "/bin/sh", Args: []string{"-c", "env >" + out + ".new; mv " + out + ".new " + out + "; exec sleep 1000"}, Env: map[string]string{"GIVEN": "yes"}}
	apply(t, s, p)
	eventually(t, "the environment", func() bool { _, err := os.Stat(out); return err == nil })
	data, _ := os.ReadFile(out)
	got := map[string]string{}
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		got[key] = value
	}
	delete(got, "PWD") // these three are the shell's
	delete(got, "SHLVL")
	delete(got, "_")
	delete(got, "OLDPWD")
	want := map[string]string{
		"GIVEN": "yes", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME": dir.Join("work/dev/env/_/home"), "TMPDIR": dir.Join("work/dev/env/_/tmp"),
		"SLIPWAY_PROCESS": dir.Path() + "//dev/env",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(dir.Join("processes/dev/env.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the description may hold secrets, but: %v, %v", info.Mode(), err)
	}
}

func TestSpecsStartAgainInOrder(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	s := open(t, dir)
	for i, name := range []string{"c", "b", "a"} {
		p := sleeper(name)
		p.Order = i
		apply(t, s, p)
	}
	stop(t, s)
	if err := os.WriteFile(dir.Join("processes", "broken.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range open(t, dir).Statuses() {
		if one.State == Running {
			names = append(names, one.Name)
		}
	}
	if diff := cmp.Diff([]string{"c", "b", "a"}, names); diff != "" {
		t.Errorf("running (-want +got):\n%s", diff)
	}
}

func TestValidateReportsEveryProblem(t *testing.T) {
	t.Parallel()
	err := Process{Name: "../x", Path: "sh", Dir: "d", StopGrace: -1, Env: map[string]string{"A=": ""}}.Validate()
	var invalid *InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("Validate = %v", err)
	}
	for _, want := range []string{"name", `path "sh"`, `dir "d"`, "grace", `"A="`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not mention %s", err, want)
		}
	}
}

package supervisor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"slipway.dev/slipway/local/state"
)

// supervise is the daemon of TestKilledDaemon: it runs one process, whose
// child it cannot know, until it is killed.
func supervise(path string) {
	dir, err := state.At(path)
	if err == nil {
		var s *Supervisor
		if s, err = Open(context.Background(), Options{Dir: dir}); err == nil {
			err = s.Apply(context.Background(), shell("dev/etcd", "sleep 1000 & echo $! >child; echo $$ >leader; wait"))
		}
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	select {}
}

func TestKilledDaemon(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	daemon := exec.Command(os.Args[0])
	daemon.Env = append(os.Environ(), "TEST_SUPERVISE="+dir.Path())
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	work := dir.Join("work", "dev", "etcd", "_")
	leader, grandchild := pidFrom(t, filepath.Join(work, "leader")), pidFrom(t, filepath.Join(work, "child"))
	eventually(t, "the record", func() bool { _, err := os.Stat(dir.Join("run/dev/etcd.json")); return err == nil })
	_ = daemon.Process.Kill()
	_ = daemon.Wait()
	eventually(t, "the child to die with the daemon", func() bool { return gone(leader) })
	if gone(grandchild) {
		t.Fatal("the grandchild died too: the test proves nothing")
	}
	s := open(t, dir)
	if !gone(grandchild) {
		t.Errorf("pid %d of the killed daemon still runs", grandchild)
	}
	if now := status(t, s, "dev/etcd"); now.State != Running {
		t.Errorf("status %+v, want it started again", now)
	}
}

func TestOrphanMustMatchItsRecord(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		change func(*record)
		dies   bool
	}{
		"same":                  {func(*record) {}, true},
		"another start":         {func(r *record) { r.Start = "1" }, false},
		"another boot":          {func(r *record) { r.Boot = "x" }, false},
		"another program":       {func(r *record) { r.Exe = "/bin/other" }, false},
		"another, but our mark": {func(r *record) { r.Exe, r.Marker = "/bin/other", "mark of "+t.Name() }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := testDir(t)
			cmd := exec.Command("/bin/sleep", "1000")
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			cmd.Env = []string{markerVariable + "=mark of TestOrphanMustMatchItsRecord"}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
			id, err := identify(cmd.Process.Pid)
			if err != nil {
				t.Fatal(err)
			}
			r := record{Name: "dev/etcd", Marker: "m", identity: id}
			tc.change(&r)
			if err := writeJSON(files{dir}.record(r.Name), r); err != nil {
				t.Fatal(err)
			}
			open(t, dir)
			if gone(cmd.Process.Pid) != tc.dies {
				t.Errorf("killed: %v, want %v", !tc.dies, tc.dies)
			}
			if _, err := os.Stat(dir.Join("run/dev/etcd.json")); err == nil {
				t.Error("the record is left")
			}
		})
	}
}

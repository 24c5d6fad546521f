package supervisor

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func itoa(i int) string { return strconv.Itoa(i) }

func TestRotationKeepsEveryLineWhole(t *testing.T) {
	t.Parallel()
	var lines strings.Builder
	for i := range 40 {
		fmt.Fprintf(&lines, "line %d %s\n", i, strings.Repeat("x", i%30))
	}
	want := lines.String()
	for _, chunk := range []int{1, 7, 100, 4096} {
		path := filepath.Join(t.TempDir(), "dev", "x.log")
		l, err := openLog(path, 100, 50)
		if err != nil {
			t.Fatal(err)
		}
		for rest := want; rest != ""; {
			n := min(chunk, len(rest))
			if _, err := l.Write([]byte(rest[:n])); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		var got string
		for i := 50; i >= 0; i-- {
			data, _ := os.ReadFile(l.numbered(i))
			if len(data) > 0 && data[len(data)-1] != '\n' {
				t.Errorf("chunks of %d: file %d ends inside a line", chunk, i)
			}
			if len(data) > 140 {
				t.Errorf("chunks of %d: file %d has %d bytes", chunk, i, len(data))
			}
			got += string(data)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("chunks of %d (-want +got):\n%s", chunk, diff)
		}
	}
}

func TestRotationKeepsSoMany(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.log")
	l, err := openLog(path, 10, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for i := range 9 {
		fmt.Fprintf(l, "line %d..\n", i)
	}
	found, _ := filepath.Glob(path + "*")
	if diff := cmp.Diff([]string{path, path + ".1", path + ".2"}, found); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// TestOutputOfADyingProcess: the last words matter most.
func TestOutputOfADyingProcess(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	s := open(t, dir)
	once := filepath.Join(t.TempDir(), "once")
	apply(t, s, shell("dev/loud", "[ -e "+once+" ] && exec sleep 1000; : >"+once+"; i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; echo last words >&2; exit 3"))
	var now Status
	eventually(t, "it to come back", func() bool { now = status(t, s, "dev/loud"); return now.State == Running && now.Restarts > 0 })
	if now.LastExit != "exit status 3" {
		t.Errorf("last exit %q", now.LastExit)
	}
	first, _ := os.ReadFile(now.LogFile + ".1")
	second, _ := os.ReadFile(now.LogFile)
	var want strings.Builder
	for i := range 300 {
		fmt.Fprintf(&want, "line %d\n", i)
	}
	if diff := cmp.Diff(want.String()+"last words\n", string(first)+string(second)); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

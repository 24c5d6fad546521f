package local

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/clientcmd"
)

// kubeconfig is one with a server for each context, all of one name.
func kubeconfig(current string, servers ...string) string {
	var clusters, users, contexts strings.Builder
	for i := 0; i < len(servers); i += 2 {
		name, server := servers[i], servers[i+1]
		clusters.WriteString("- {name: " + name + ", cluster: {server: " + server + "}}\n")
		users.WriteString("- {name: " + name + ", user: {token: of-" + name + "}}\n")
		contexts.WriteString("- {name: " + name + ", context: {cluster: " + name + ", user: " + name + "}}\n")
	}
	return "apiVersion: v1\nkind: Config\ncurrent-context: " + current + "\nclusters:\n" + clusters.String() +
		"users:\n" + users.String() + "contexts:\n" + contexts.String()
}

// contexts is what kubectl sees of some files: the server behind each context
// whose cluster and user are there, and which is current.
func contexts(t *testing.T, files ...string) map[string]string {
	t.Helper()
	cfg, err := (&clientcmd.ClientConfigLoadingRules{Precedence: files}).Load()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"current": cfg.CurrentContext}
	for name, c := range cfg.Contexts {
		if cluster, user := cfg.Clusters[c.Cluster], cfg.AuthInfos[c.AuthInfo]; cluster != nil && user != nil {
			out[name] = cluster.Server + " " + user.Token
		}
	}
	if n := len(cfg.Contexts); len(cfg.Clusters) != n || len(cfg.AuthInfos) != n {
		t.Errorf("%d contexts, %d clusters, %d users", n, len(cfg.Clusters), len(cfg.AuthInfos))
	}
	return out
}

func TestContexts(t *testing.T) {
	const mine, work, play = "slipway-demo-dev", "work", "play"
	own := kubeconfig(mine, mine, "https://127.0.0.1:1")
	one := map[string]string{"current": mine, mine: "https://127.0.0.1:1 of-" + mine}
	with := func(m map[string]string, more ...string) map[string]string {
		out := map[string]string{}
		for k, v := range m {
			out[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	for name, tc := range map[string]struct {
		files          []string // "" does not exist
		merged, forgot []map[string]string
		written        int // the file that MergeContext names
	}{
		"no file yet": {
			[]string{""}, []map[string]string{one}, []map[string]string{{"current": ""}}, 0,
		},
		"foreign entries stay": {
			[]string{kubeconfig(work, work, "https://w", play, "https://p")},
			[]map[string]string{with(one, work, "https://w of-work", play, "https://p of-play")},
			[]map[string]string{{"current": "", work: "https://w of-work", play: "https://p of-play"}}, 0,
		},
		"an old one is replaced": {
			[]string{kubeconfig(mine, mine, "https://127.0.0.1:9")}, []map[string]string{one}, []map[string]string{{"current": ""}}, 0,
		},
		"several files": {
			[]string{kubeconfig(work, work, "https://w"), kubeconfig(play, play, "https://p")},
			[]map[string]string{with(one, work, "https://w of-work"), {"current": play, play: "https://p of-play"}},
			[]map[string]string{{"current": "", work: "https://w of-work"}, {"current": play, play: "https://p of-play"}}, 0,
		},
		"several files, an old one in the second": {
			[]string{kubeconfig("", work, "https://w"), kubeconfig(play, play, "https://p", mine, "https://127.0.0.1:9")},
			[]map[string]string{{"current": mine, work: "https://w of-work"}, with(one, play, "https://p of-play", "current", play)},
			[]map[string]string{{"current": "", work: "https://w of-work"}, {"current": play, play: "https://p of-play"}}, 0,
		},
		"several files, the first is not there": {
			[]string{"", kubeconfig(play, play, "https://p")},
			[]map[string]string{{"current": ""}, with(one, play, "https://p of-play")},
			[]map[string]string{{"current": ""}, {"current": "", play: "https://p of-play"}}, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var files []string
			for i, content := range tc.files {
				files = append(files, filepath.Join(dir, "config-"+string(rune('a'+i))))
				if content == "" {
					continue
				}
				if err := os.WriteFile(files[i], []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("KUBECONFIG", strings.Join(files, string(filepath.ListSeparator)))
			written, err := MergeContext([]byte(own))
			if err != nil || written != files[tc.written] {
				t.Errorf("written is %s, %v; want %s", written, err, files[tc.written])
			}
			check := func(when string, want []map[string]string) {
				t.Helper()
				for i, file := range files {
					if diff := cmp.Diff(want[i], contexts(t, file)); diff != "" {
						t.Errorf("%s, %s (-want +got):\n%s", when, filepath.Base(file), diff)
					}
				}
			}
			check("merged", tc.merged)
			if seen := contexts(t, files...); seen["current"] != mine || seen[mine] != one[mine] {
				t.Errorf("kubectl sees %v", seen)
			}
			for range 2 { // what is not there is no error
				if err := ForgetContext(mine); err != nil {
					t.Fatal(err)
				}
			}
			check("forgotten", tc.forgot)
		})
	}
}

func TestForgettingAnotherContextKeepsTheCurrentOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	before := kubeconfig("work", "work", "https://w", "slipway-demo-dev", "https://127.0.0.1:1")
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECONFIG", file)
	if err := ForgetContext("slipway-demo-dev"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"current": "work", "work": "https://w of-work"}, contexts(t, file)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestABrokenKubeconfigIsLeftAlone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte("clusters: {"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KUBECONFIG", file)
	_, err := MergeContext([]byte(kubeconfig("a", "a", "https://a")))
	if err == nil || !strings.Contains(err.Error(), "reading your kubeconfig: ") || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(file); string(data) != "clusters: {" {
		t.Errorf("it was changed: %s", data)
	}
}

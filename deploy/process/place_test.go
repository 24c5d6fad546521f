package process_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"slipway.dev/slipway/assembly"
)

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := serve("web", "--note=${dir} ${pki} ${program.tool} ${kubeconfig}")
	p.Identity = assembly.ServiceAccount("demo", "web")
	p.Env["WHERE"] = "${dir}:${port.web}"
	p.Path = []string{"tool"}
	p.Files = map[string]string{"conf/web.conf": "listen ${port.web}\nnot ours: $HOME ${HOME} ${a.b.c}\n"}
	out := w.apply(unit(t, "dev/kube", p))
	self := w.ask(out["port.web"], "")
	dir := w.dir.Cluster("dev").Data("web")
	programs, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"--listen=127.0.0.1:" + out["port.web"],
		"--note=" + strings.Join([]string{dir, w.dir.Cluster("dev").PKI(), filepath.Dir(programs), w.kubeconfig("web")}, " "),
	}
	if diff := cmp.Diff(want, self.Args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
	if self.Env["WHERE"] != dir+":"+out["port.web"] {
		t.Errorf("environment: WHERE=%s", self.Env["WHERE"])
	}
	if !strings.HasPrefix(self.Env["PATH"], filepath.Dir(programs)+":") || !strings.HasSuffix(self.Env["PATH"], ":/bin") {
		t.Errorf("environment: PATH=%s", self.Env["PATH"])
	}
	if self.Dir != dir {
		t.Errorf("it runs in %s, want %s", self.Dir, dir)
	}
	conf, err := os.ReadFile(filepath.Join(dir, "conf", "web.conf"))
	if want := "listen " + out["port.web"] + "\nnot ours: $HOME ${HOME} ${a.b.c}\n"; err != nil || string(conf) != want {
		t.Errorf("file %q, %v; want %q", conf, err, want)
	}
}

func (w *world) kubeconfig(process string) string {
	return filepath.Join(w.dir.Cluster("dev").Path(), "kubeconfigs", process+".kubeconfig")
}

func TestUnknownPlaceholders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for want, change := range map[string]func(*assembly.Process){
		"${prot.web} in process web: unknown placeholder":                        func(p *assembly.Process) { p.Args = []string{"--note=${prot.web}"} },
		"${secret} in process web: unknown placeholder":                          func(p *assembly.Process) { p.Env["A"] = "${secret}" },
		"${host} in process web: unknown placeholder":                            func(p *assembly.Process) { p.Files = map[string]string{"a": "${host}"} },
		"${kubeconfig} in process web: the process has no identity of that name": func(p *assembly.Process) { p.Args = []string{"${kubeconfig}"} },
		"${addr} in process web: unknown placeholder":                            func(p *assembly.Process) { p.Ready.HTTP = "http://${addr}/" },
		"${url} in process web: unknown placeholder":                             func(p *assembly.Process) { p.Push = "${url}" },
		"${program.git} in process web: the program \"git\" was not asked for":   func(p *assembly.Process) { p.Push = "${program.git}" },
	} {
		p := serve("web")
		change(&p)
		_, _, err := w.try(unit(t, "dev/kube", run("fine"), p))
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if started := w.daemon.told(); len(started) > 0 {
		t.Errorf("with a mistake in a description something was started: %q", started)
	}
}

func TestOnePortForAllThatNameIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	second := serve("second", "--note=${port.web}")
	third := serve("third", "--note=${port.web}")
	// The other unit is compared before the port is listened on and applied after.
	w.apply(unit(t, "dev/early", serve("early", "--note=${port.web}")))
	late := w.diff(unit(t, "dev/late", third))
	out := w.apply(unit(t, "dev/kube", serve("web"), second))
	if _, _, err := w.carryOut(late); err != nil {
		t.Fatal(err)
	}
	w.apply(unit(t, "dev/kube", serve("web"), serve("second", "--note=${port.web}", "--note=again"))) // web listens by now
	ports, err := w.dir.Ports(nil).All()
	if err != nil {
		t.Fatal(err)
	}
	if got := w.ask(out["port.web"], "").Args; got[0] != "--listen=127.0.0.1:"+out["port.web"] {
		t.Errorf("web has the arguments %q", got)
	}
	for _, name := range []string{"early", "second", "third"} {
		p := ports["dev/"+name]
		if got := w.ask(text(p), "").Args[1]; got != "--note="+out["port.web"] {
			t.Errorf("%s was told %s, web listens on %s", name, got, out["port.web"])
		}
	}
}

// When a stranger has taken the API server's port while nothing ran, whoever
// was told the old one has to be told the new one, also through a kubeconfig.
func TestAPortThatMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := serve("client", "--note=${kubeconfig}")
	client.Identity = &assembly.Identity{User: "client"}
	other := serve("other", "--note=${kubeconfig}")
	other.Identity = &assembly.Identity{User: "other"}
	kube, addon := unit(t, "dev/kube", serve("apiserver"), client), unit(t, "dev/other", other)
	before := w.apply(kube)["port.apiserver"]
	w.apply(addon)
	pids := map[string]int{"dev/client": w.status("dev/client").PID, "dev/other": w.status("dev/other").PID}
	if err := w.daemon.supervisor.Remove(t.Context(), "dev/apiserver"); err != nil {
		t.Fatal(err)
	}
	stranger, err := net.Listen("tcp", "127.0.0.1:"+before)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()
	after := w.apply(kube)["port.apiserver"]
	if after == before {
		t.Fatalf("the API server keeps port %s, which a stranger has", before)
	}
	if diff := cmp.Diff([]string{"update process other"}, changes(w.diff(addon))); diff != "" {
		t.Errorf("another unit with a kubeconfig (-want +got):\n%s", diff)
	}
	w.apply(addon)
	for _, name := range []string{"client", "other"} {
		data, err := os.ReadFile(w.kubeconfig(name))
		if err != nil || !strings.Contains(string(data), "https://127.0.0.1:"+after) {
			t.Errorf("%s has a kubeconfig for another server, %v:\n%s", name, err, data)
		}
		if w.status("dev/"+name).PID == pids["dev/"+name] {
			t.Errorf("%s was not started anew and still has the old kubeconfig", name)
		}
	}
	for _, u := range []*assembly.Unit{kube, addon} {
		if plan := w.diff(u); !plan.Empty() {
			t.Errorf("%s is not at rest: %q", u.ID, changes(plan))
		}
	}
}

func TestAChangedFileStartsTheProcessAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	with := func(content, ready string) *assembly.Unit {
		p := serve("web")
		p.Files = map[string]string{"policy.yaml": content}
		p.Ready.HTTP += ready
		return unit(t, "dev/kube", p)
	}
	w.apply(with("a", ""))
	first := w.status("dev/web").PID
	w.apply(with("a", "?x")) // only how it is asked changed
	if got := w.status("dev/web").PID; got != first {
		t.Errorf("pid %d → %d, but it reads nothing new", first, got)
	}
	w.apply(with("b", ""))
	if got := w.status("dev/web").PID; got == first {
		t.Error("it still runs with the old file")
	}
}

func TestServingCertificates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := serve("web", "--cert=${dir}/tls")
	p.Serving = []assembly.Certificate{{Name: "tls", Hosts: []string{"127.0.0.1", "web.demo.svc"}}}
	p.Ready.HTTP = "https://127.0.0.1:${port.web}/" // verified: the wrong authority is never ready
	out := w.apply(unit(t, "dev/kube", p))
	w.ask(out["port.web"], out["ca"])
	cert := parse(t, filepath.Join(w.dir.Cluster("dev").Data("web"), "tls.crt"))
	for _, host := range []string{"127.0.0.1", "web.demo.svc"} {
		if err := cert.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"ca", "port.web"}, keys(out)); diff != "" {
		t.Errorf("outputs (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(w.dir.Cluster("dev").Data("web"), "tls.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key has the mode %v, %v", info.Mode(), err)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := run("web", "--note=${kubeconfig}")
	p.Identity = assembly.ServiceAccount("demo", "web")
	out := w.apply(unit(t, "dev/kube", p))
	data, err := os.ReadFile(w.kubeconfig("web"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Context  string `yaml:"current-context"`
		Clusters []struct {
			Cluster struct {
				Server string `yaml:"server"`
				CA     string `yaml:"certificate-authority-data"`
			} `yaml:"cluster"`
		} `yaml:"clusters"`
		Users []struct {
			User struct {
				Cert string `yaml:"client-certificate-data"`
			} `yaml:"user"`
		} `yaml:"users"`
	}
	if err := yaml.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	if got := config.Clusters[0].Cluster; config.Context != "slipway-demo-dev" || got.Server != "https://127.0.0.1:"+out["port.apiserver"] || got.CA != out["ca"] {
		t.Errorf("context %s leads to %+v; outputs %v", config.Context, got, out)
	}
	encoded, err := base64.StdEncoding.DecodeString(config.Users[0].User.Cert)
	if err != nil {
		t.Fatal(err)
	}
	cert := decode(t, encoded)
	groups := slices.Sorted(slices.Values(cert.Subject.Organization))
	if cert.Subject.CommonName != "system:serviceaccount:demo:web" ||
		!slices.Equal(groups, []string{"system:serviceaccounts", "system:serviceaccounts:demo"}) {
		t.Errorf("it is %s of %q", cert.Subject.CommonName, groups)
	}
	if err := cert.CheckSignatureFrom(parse(t, filepath.Join(w.dir.Cluster("dev").PKI(), "ca.crt"))); err != nil {
		t.Error(err)
	}
}

func TestGitEnvironmentWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Git = map[string]string{"HTTPS_PROXY": "http://127.0.0.1:9"}
	reader, other := serve("reader"), serve("other")
	reader.Git = true
	for _, p := range []assembly.Process{reader, other} {
		p.Env["HTTPS_PROXY"] = "http://elsewhere"
	}
	u := unit(t, "dev/kube", reader, other)
	out := w.apply(u)
	for name, want := range map[string]string{"reader": "http://127.0.0.1:9", "other": "http://elsewhere"} {
		if got := w.ask(out["port."+name], "").Env["HTTPS_PROXY"]; got != want {
			t.Errorf("%s has the proxy %s, want %s", name, got, want)
		}
	}
	w.Git = map[string]string{"HTTPS_PROXY": "http://127.0.0.1:10"}
	if diff := cmp.Diff([]string{"update process reader"}, changes(w.diff(u))); diff != "" {
		t.Errorf("after the proxy moved (-want +got):\n%s", diff)
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Registry = 5000
	node, other := serve("node"), serve("other")
	node.Env["WHERE"] = "http://127.0.0.1:${registry}"
	u := unit(t, "dev/kube", node, other)
	if got := w.ask(w.apply(u)["port.node"], "").Env["WHERE"]; got != "http://127.0.0.1:5000" {
		t.Errorf("the node pulls from %s", got)
	}
	w.Registry = 5001
	if diff := cmp.Diff([]string{"update process node"}, changes(w.diff(u))); diff != "" {
		t.Errorf("after the registry moved (-want +got):\n%s", diff)
	}
}

func parse(t *testing.T, file string) *x509.Certificate {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}

func decode(t *testing.T, data []byte) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode(data)
	if block == nil {
		t.Fatalf("no PEM:\n%s", data)
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

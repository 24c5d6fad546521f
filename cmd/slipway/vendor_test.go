//go:build !front

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/repo/v1"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/charts"
	"slipway.dev/slipway/compile"
)

// vendorTest is a blueprint in a folder of its own and a repository on this
// machine that has, under the right names, every chart it wants.
type vendorTest struct {
	*testing.T
	folder  string
	valid   *blueprint.Valid
	wanted  []charts.Key
	mirrors []string
}

const vendorBlueprint = `apiVersion: slipway.dev/v1alpha1
kind: Platform
name: shop
accounts: {dev: "111111111111"}
blueprints:
  standard:
    nodeGroups: [{name: general, min: 1, max: 3}]
    addOns: [calico, cluster-autoscaler]
    teams: [web]
clusters:
  - {name: dev, blueprint: standard, account: dev, region: us-east-2}
teams:
  - name: web
`

func newVendorTest(t *testing.T) *vendorTest {
	v := &vendorTest{T: t, folder: t.TempDir()}
	file := filepath.Join(v.folder, "platform.yaml")
	if err := os.WriteFile(file, []byte(vendorBlueprint), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if v.valid, err = load(t.Context(), []string{file}, io.Discard); err != nil {
		t.Fatal(err)
	}
	var complete bool
	if v.wanted, complete, err = wantedCharts(v.valid, io.Discard); err != nil || !complete || len(v.wanted) < 2 {
		t.Fatalf("the blueprint wants %v, complete: %v, %v", v.wanted, complete, err)
	}
	dir := t.TempDir()
	for _, k := range v.wanted {
		c := &chart.Chart{Metadata: &chart.Metadata{APIVersion: "v2", Name: k.Name, Version: k.Version}}
		if _, err := chartutil.Save(c, dir); err != nil {
			t.Fatal(err)
		}
	}
	idx, err := repo.IndexDirectory(dir, "")
	if err == nil {
		err = idx.WriteFile(filepath.Join(dir, "index.yaml"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	for _, k := range v.wanted {
		v.mirrors = append(v.mirrors, "--from", k.Repo+"="+server.URL)
	}
	return v
}

// slipway runs the command on the blueprint.
func (v *vendorTest) slipway(args ...string) (code int, out, problems string) {
	v.Helper()
	var stdout, stderr bytes.Buffer
	code = run(v.Context(), append(args, v.folder), streams{in: strings.NewReader(""), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

func TestVendorCommand(t *testing.T) {
	t.Parallel()
	v := newVendorTest(t)
	if code, _, problems := v.slipway("vendor", "--check"); code != exitFailed || !strings.Contains(problems, "slipway.lock is not current") {
		t.Errorf("--check of nothing ends with %d: %s", code, problems)
	}
	code, out, problems := v.slipway(append([]string{"vendor", "-o", "json"}, v.mirrors...)...)
	if code != exitDone {
		t.Fatalf("vendoring ends with %d: %s", code, problems)
	}
	var changes []struct{ Verb, Repo, Name, Digest string }
	if err := json.Unmarshal([]byte(out), &changes); err != nil || len(changes) != len(v.wanted) {
		t.Errorf("%d changes (%v): %s", len(changes), err, out)
	}
	for _, c := range changes {
		if c.Verb != "added" || strings.Contains(c.Repo, "127.0.0.1") || !strings.HasPrefix(c.Digest, "sha256:") {
			t.Errorf("the change is %+v", c)
		}
	}
	for _, args := range [][]string{{"vendor"}, {"vendor", "--check"}} { // no mirror: nobody is asked
		if code, out, problems := v.slipway(args...); code != exitDone || !strings.Contains(out, "nothing to do") {
			t.Errorf("%v ends with %d: %s%s", args, code, out, problems)
		}
	}
}

// With vendored charts a compiled assembly is complete.
func TestVendoredChartsAreInTheAssembly(t *testing.T) {
	t.Parallel()
	v := newVendorTest(t)
	if code, _, problems := v.slipway(append([]string{"vendor"}, v.mirrors...)...); code != exitDone {
		t.Fatalf("vendoring ends with %d: %s", code, problems)
	}
	find, err := charts.Open(os.DirFS(v.folder))
	if err != nil {
		t.Fatal(err)
	}
	a, err := compile.Compile(v.valid, compile.Options{Target: blueprint.AWS, Charts: find})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for i := range a.Units {
		u := &a.Units[i]
		if u.Kind != assembly.Helm {
			continue
		}
		seen++
		c, err := u.Chart()
		if err != nil || c.Digest == "" || charts.Digest(u.Files[assembly.ArchiveFile]) != c.Digest {
			t.Errorf("%s has the digest %q and %d bytes of a chart (%v)", u.ID, c.Digest, len(u.Files[assembly.ArchiveFile]), err)
		}
	}
	if seen == 0 {
		t.Error("the assembly has no charts")
	}
}

func TestVendorRefusesFlags(t *testing.T) {
	t.Parallel()
	v := newVendorTest(t)
	if code, _, problems := v.slipway("vendor", "--from", "mirror.example.com"); code != exitUsage || !strings.Contains(problems, "want REPO=URL") {
		t.Errorf("it ends with %d: %s", code, problems)
	}
	if code, _, problems := v.slipway("vendor", "--from", v.wanted[0].Repo+"=http://charts.example.com"); code != exitFailed || !strings.Contains(problems, "plain http") {
		t.Errorf("a mirror over plain http ends with %d: %s", code, problems)
	}
}

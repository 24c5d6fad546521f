package addons_test

import (
	"net/url"
	"regexp"
	"testing"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/catalog"
)

var exact = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+$`)

// Every chart says exactly which one it is, and what a golden file installs is
// what the catalogue says it would.
func TestChartsArePinned(t *testing.T) {
	t.Parallel()
	said := map[string]assembly.Chart{} // by release
	for _, addOn := range catalog.All().AddOns {
		for _, chart := range addOn.Info().Charts {
			if other, taken := said[chart.Release]; taken {
				t.Errorf("two charts are released as %s: %+v and %+v", chart.Release, chart, other)
			}
			said[chart.Release] = chart
			checkChart(t, addOn.Info().Name, chart)
		}
	}
	installed := map[string]bool{}
	for _, a := range goldens(t) {
		for i := range a.Units {
			if u := &a.Units[i]; u.Kind == assembly.Helm {
				chart, err := u.Chart()
				if err != nil {
					t.Fatal(err)
				}
				want := said[chart.Release]
				if chart.Version = want.Version; chart != want { // a setting may name another version
					t.Errorf("%s installs %+v, the catalogue says %+v", u.ID, chart, want)
				}
				if len(u.Gates) == 0 {
					t.Errorf("%s: nobody waits until it is ready", u.ID)
				}
				installed[chart.Release] = true
			}
		}
	}
	for release, chart := range said {
		elsewhere := chart.Name == "cert-manager" || chart.Name == "external-dns" || chart.Name == "kube-state-metrics" || chart.Name == "prometheus-node-exporter"
		ack := chart.Namespace == "ack-system" // one golden file has not every service
		if !installed[release] && !elsewhere && !ack {
			t.Errorf("the catalogue names the chart %s, which no golden file installs on AWS", release)
		}
	}
}

func checkChart(t *testing.T, name string, c assembly.Chart) {
	t.Helper()
	if !exact.MatchString(c.Version) {
		t.Errorf("%s: the version %q of the chart %s is not exact", name, c.Version, c.Name)
	}
	if u, err := url.Parse(c.Repo); err != nil || u.Scheme != "https" && u.Scheme != "oci" || u.Host == "" {
		t.Errorf("%s: the repository of the chart %s is %q", name, c.Name, c.Repo)
	}
	if c.Name == "" || c.Release == "" || c.Namespace == "" || c.Digest != "" {
		t.Errorf("%s: a chart needs name, release and namespace, and no digest that nobody fetched: %+v", name, c)
	}
}

// An add-on that Amazon EKS keeps is installed as what it says it is.
func TestManagedAddOns(t *testing.T) {
	t.Parallel()
	for _, addOn := range catalog.All().AddOns {
		info := addOn.Info()
		b := &blueprint.AddOnBuild{Target: blueprint.AWS, Blueprint: &blueprint.Blueprint{}, Platform: &blueprint.Platform{}}
		if err := addOn.Build(b); err != nil {
			t.Fatal(err)
		}
		var got string
		for _, part := range b.Parts {
			if part.Template != nil && part.Template.Resources["AddOn"] != nil {
				got = part.Template.Description
			}
		}
		if want := "The EKS add-on " + info.Managed + "."; info.Managed != "" && got != want || info.Managed == "" && got != "" {
			t.Errorf("%s is %q, its stack is %q", info.Name, info.Managed, got)
		}
	}
}

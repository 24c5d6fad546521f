//go:build !front

package main

import (
	"strings"
	"testing"

	"slipway.dev/slipway/inspect"
)

func TestMissingImagesAreShownAndNotWell(t *testing.T) {
	t.Parallel()
	const name = "registry.example.com/troi/inf-backend:9.9.9"
	st := &status{Running: true, Clusters: []clusterStatus{{Name: "dev"}}}
	if !st.well() {
		t.Error("a platform without faults is not well")
	}
	st.Clusters[0].Images = []inspect.Image{{Name: name, Pods: []string{"team-troi/a", "team-troi/b"}}}
	if st.well() {
		t.Error("a platform that lacks an image is well")
	}
	var out strings.Builder
	st.show(&out)
	for _, want := range []string{
		"image " + name + " is unreachable: team-troi/a and 1 more wait for it, and the platform's registry does not have it\n",
		"slipway image build DIR -t " + name + "\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s\ndoes not say %s", &out, want)
		}
	}
}

package kube

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/deploy"
)

func unitWith(text string) *assembly.Unit {
	return &assembly.Unit{ID: "dev/teams/red", Kind: assembly.Kubernetes, Files: map[string][]byte{"objects.yaml": []byte(text)}}
}

const secretYAML = `
apiVersion: v1
kind: Secret
metadata: {name: registry, namespace: red}
stringData: {password: PASSWORD, user: robot}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: endpoints, namespace: red}
data: {bucket: "${aws.Bucket}"}
---
apiVersion: v1
kind: Namespace
metadata: {name: red}
`

func TestCompare(t *testing.T) {
	t.Parallel()
	old, new := unitWith(strings.Replace(secretYAML, "PASSWORD", "hunter2", 1)), unitWith(strings.Replace(secretYAML, "PASSWORD", "correct-horse", 1))
	moving := map[string]deploy.Move{"${aws.Bucket}": {Because: "dev/teams/red/aws Bucket", How: deploy.Replaces}}
	for name, tc := range map[string]struct {
		pair deploy.Pair
		want []deploy.Change
		same int
	}{
		"nothing": {deploy.Pair{Old: old, New: old}, nil, 3},
		"a secret": {deploy.Pair{Old: old, New: new}, []deploy.Change{{Verb: deploy.Update, What: "Secret red/registry",
			Diff: "--- before/Secret red/registry\n+++ after/Secret red/registry\n@@ -1,6 +1,6 @@\n apiVersion: v1\n data:\n-  password: '*** (before)'\n+  password: '*** (after)'\n   user: '***'\n kind: Secret\n metadata:\n"}}, 2},
		"all is deleted": {deploy.Pair{Old: old}, []deploy.Change{
			{Verb: deploy.Delete, What: "Secret red/registry"}, {Verb: deploy.Delete, What: "ConfigMap red/endpoints"}, {Verb: deploy.Delete, What: "Namespace red", Loses: true}}, 0},
		"a value from elsewhere": {deploy.Pair{Old: old, New: old, Moving: moving}, []deploy.Change{{Verb: deploy.Update, What: "ConfigMap red/endpoints",
			Because: "dev/teams/red/aws Bucket", Diff: "another value comes from dev/teams/red/aws Bucket\n"}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _, err := Compare(tc.pair)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, p.Changes); diff != "" || p.Same != tc.same {
				t.Errorf("%d stay; -want +got:\n%s", p.Same, diff)
			}
		})
	}
	if p, _, err := Compare(deploy.Pair{New: new}); err != nil || len(p.Changes) != 3 || strings.Contains(p.Changes[0].Diff, "hunter2") || strings.Contains(p.Changes[0].Diff, "correct-horse") {
		t.Errorf("a new unit: %+v %v", p, err)
	}
	if _, _, err := Compare(deploy.Pair{Old: unitWith("a: ["), New: new}); err == nil || !strings.Contains(err.Error(), "the manifests of before") {
		t.Errorf("got %v", err)
	}
}

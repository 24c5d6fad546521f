package rollout

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// What Git says is known by both ways in which Argo CD applies.
func TestInGit(t *testing.T) {
	t.Parallel()
	const applied = "kubectl.kubernetes.io/last-applied-configuration"
	for name, tc := range map[string]struct {
		annotation, manager, fields string
		want                        bool
	}{
		"nobody says":              {},
		"applied here":             {annotation: `{"spec":{"paused":false}}`, want: true},
		"applied without it":       {annotation: `{"spec":{"replicas":1}}`},
		"applied by the server":    {manager: argoManager, fields: `{"f:spec":{"f:paused":{}}}`, want: true},
		"the server, without it":   {manager: argoManager, fields: `{"f:spec":{"f:replicas":{}}}`},
		"somebody else's, as ours": {manager: fieldManager, fields: `{"f:spec":{"f:paused":{}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := &unstructured.Unstructured{Object: map[string]any{}}
			if tc.annotation != "" {
				u.SetAnnotations(map[string]string{applied: tc.annotation})
			}
			if tc.manager != "" {
				u.SetManagedFields([]metav1.ManagedFieldsEntry{{
					Manager: tc.manager, Operation: metav1.ManagedFieldsOperationApply, FieldsType: "FieldsV1", FieldsV1: metav1.NewFieldsV1(tc.fields),
				}})
			}
			if got := inGit(u, []string{"spec", "paused"}); got != tc.want {
				t.Errorf("inGit is %t", got)
			}
		})
	}
}

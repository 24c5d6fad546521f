package rollout

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
)

// set makes a switch of the workload's spec true, or takes it away.
//
// Argo CD's self-heal compares what Git says. A field that Git says nothing
// about is not compared, so that this stays; one that Git does set would be
// back within seconds, and is refused here.
func (r *rollout) set(ctx context.Context, on bool, path ...string) error {
	now, _, _ := unstructured.NestedBool(r.object.Object, path...)
	if now == on {
		return nil
	}
	if app := r.application(); app != nil && app.heals && inGit(r.object, path) {
		return cannot(fmt.Sprintf("Change it there; Argo CD brings it: %s", app.repo),
			"%s of %s is written in Git, and the Application %s would take a change back", strings.Join(path, "."), r.workload(), app.name)
	}
	var value any
	if on {
		value = true
	}
	for i := len(path) - 1; i >= 0; i-- {
		value = map[string]any{path[i]: value}
	}
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return r.patch(ctx, r.gvr, r.object.GetNamespace(), r.workload(), string(data))
}

// argoManager writes for Argo CD when it applies on the server's side.
const argoManager = "argocd-controller"

// inGit reports whether what was applied last, by either way of applying, has a
// field of its own.
func inGit(u *unstructured.Unstructured, path []string) bool {
	var applied map[string]any
	if json.Unmarshal([]byte(u.GetAnnotations()["kubectl.kubernetes.io/last-applied-configuration"]), &applied) == nil {
		if _, found, _ := unstructured.NestedFieldNoCopy(applied, path...); found {
			return true
		}
	}
	for _, m := range u.GetManagedFields() {
		var fields map[string]any
		if m.Manager != argoManager || m.Operation != metav1.ManagedFieldsOperationApply || m.FieldsV1 == nil || json.Unmarshal(m.FieldsV1.GetRawBytes(), &fields) != nil {
			continue
		}
		var keys []string
		for _, p := range path {
			keys = append(keys, "f:"+p)
		}
		if _, found, _ := unstructured.NestedFieldNoCopy(fields, keys...); found {
			return true
		}
	}
	return false
}

// restore puts the pod template of an earlier revision back, as kubectl rollout
// undo does. Git says which template is right, so that Argo CD would undo it.
func (r *rollout) restore(ctx context.Context, gvr schema.GroupVersionResource, name string, revisions []revision, to, hashLabel string) error {
	if app := r.application(); app != nil && app.heals {
		return r.inGitAlone(app)
	}
	rev, err := pick(revisions, to)
	if err != nil {
		return err
	}
	template := rev.set.Spec.Template.DeepCopy()
	delete(template.Labels, hashLabel)
	patch, err := json.Marshal([]any{map[string]any{"op": "replace", "path": "/spec/template", "value": template}})
	if err != nil {
		return err
	}
	_, err = r.objects.Resource(gvr).Namespace(r.object.GetNamespace()).Patch(ctx, name, types.JSONPatchType, patch, metav1.PatchOptions{FieldManager: fieldManager})
	if err != nil {
		return fmt.Errorf("going back to revision %d of %s: %w", rev.number, name, err)
	}
	return nil
}

// inGitAlone is the way back where Argo CD heals: the commit itself.
func (r *rollout) inGitAlone(app *delivery) error {
	revert := "git revert " + app.revision
	if app.revision == "" {
		revert = "git revert"
	}
	return cannot(fmt.Sprintf("Take the commit back, and Argo CD brings that: %s && git push (%s)", revert, app.repo),
		"the pod template of %s is in Git, and the Application %s would put it back within seconds", r.workload(), app.name)
}

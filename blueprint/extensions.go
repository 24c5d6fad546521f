package blueprint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"slipway.dev/slipway/diag"
	"slipway.dev/slipway/manifest"
)

// clusterScoped are the kinds of Kubernetes that have no namespace ("API
// reference", kubectl api-resources --namespaced=false): no team may bring them.
var clusterScoped = []string{
	"APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "ClusterTrustBundle",
	"ComponentStatus", "CustomResourceDefinition", "DeviceClass", "FlowSchema", "IPAddress", "IngressClass", "MutatingAdmissionPolicy",
	"MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node", "PersistentVolume", "PriorityClass",
	"PriorityLevelConfiguration", "ResourceSlice", "RuntimeClass", "ServiceCIDR", "StorageClass", "StorageVersionMigration",
	"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment", "VolumeAttributesClass",
}

// extensions checks the objects that blueprints and teams bring along.
func (v *validation) extensions() {
	v.blueprints(func(b *Blueprint, at *place) { v.extend(&b.Extend, nil, at.field("extend")) })
	v.eachTeam(func(t *Team, at *place) { v.extend(&t.Extend, t, at.field("extend")) })
}

func (v *validation) extend(e *Extend, t *Team, at *place) {
	if len(e.Files) > 0 && !e.read {
		v.report(at.field("files"), "were not read", "Use blueprint.Load, or ReadFiles for a platform written in Go.")
	}
	first := map[string]string{}
	for i, where := range Segments(make([]string, len(e.Objects))) {
		here := at.field("objects").at(where)
		v.object(e.Objects[i], t, finding{v, here.String(), v.platform.At(here.String())}, first)
	}
	for _, l := range e.loaded {
		here := at.field("files").at(strconv.Itoa(max(slices.Index(e.Files, l.file), 0)))
		v.object(l.object, t, finding{v, here.String(), l.pos}, first)
	}
}

// finding reports problems of one object, which may stand in another file.
type finding struct {
	v    *validation
	path string
	pos  diag.Position
}

func (f finding) report(field, message, fix string) {
	if slices.ContainsFunc(f.v.broken, func(b string) bool { return within(f.path, b) }) {
		return
	}
	path := strings.TrimSuffix(f.path+"."+field, ".")
	pos := f.pos
	if exact, ok := f.v.platform.positions[path]; ok && field != "" {
		pos = exact
	}
	f.v.problems.Add(diag.Problem{Pos: pos, Path: path, Message: message, Fix: fix})
}

func (v *validation) object(o manifest.Object, t *Team, f finding, first map[string]string) {
	if len(o) == 0 {
		f.report("", "is no Kubernetes object", "An object has apiVersion, kind and metadata.name.")
		return
	}
	if !v.wellFormed(o, f) {
		return
	}
	if o.Kind() == "Secret" && o.APIVersion() == "v1" && (o["data"] != nil || o["stringData"] != nil) {
		f.report("", "the Secret "+o.Name()+" holds its values in plain sight", "Keep secrets out of the blueprint: bring them with an add-on that fetches or unseals them.")
	}
	if t != nil {
		v.tenantObject(o, t, f)
	}
	id := o.APIVersion() + " " + o.String()
	if other, taken := first[id]; taken {
		f.report("", fmt.Sprintf("is the second %s, the first is %s", o, other), "Remove one of them.")
		return
	}
	first[id] = f.path
	if f.pos.Line > 0 {
		first[id] = "at " + f.pos.String()
	}
}

func (v *validation) wellFormed(o manifest.Object, f finding) bool {
	var missing []string
	for _, part := range []struct{ name, value string }{{"apiVersion", o.APIVersion()}, {"kind", o.Kind()}, {"metadata.name", o.Name()}} {
		if part.value == "" {
			missing = append(missing, part.name)
		}
	}
	if len(missing) > 0 {
		f.report("", "has no "+strings.Join(missing, ", no "), "A Kubernetes object needs them, as text.")
	}
	meta, _ := o["metadata"].(map[string]any)
	if _, isText := meta["namespace"].(string); !isText && meta["namespace"] != nil {
		f.report("metadata.namespace", "must be a string", "")
		return false
	}
	return len(missing) == 0
}

// tenantObject keeps a team's objects in the team's namespace.
func (v *validation) tenantObject(o manifest.Object, t *Team, f finding) {
	switch {
	case slices.Contains(clusterScoped, o.Kind()):
		f.report("kind", fmt.Sprintf("the %s %s belongs to no namespace, so it cannot belong to a team", o.Kind(), o.Name()), "Bring it with the blueprint's extend.")
	case o.Namespace() == "":
		if meta, ok := o["metadata"].(map[string]any); ok {
			meta["namespace"] = t.Namespace
		}
	case o.Namespace() != t.Namespace:
		f.report("metadata.namespace", fmt.Sprintf("the %s %s stands in the namespace %s, the team's is %s", o.Kind(), o.Name(), quoted(o.Namespace()), t.Namespace),
			"Leave the namespace out, or write the team's.")
	}
}

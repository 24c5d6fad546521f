package workload

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"slipway.dev/slipway/diag"
)

// mounts are what a container sees of files and volumes, in the order of paths.
// The root is read-only; /tmp is not.
func (b *builder) mounts(name string, c Container) []any {
	out := b.fileMounts(name, c)
	for _, target := range sortedKeys(c.Volumes) {
		if m := b.volumeMount(target, c.Volumes[target], at(at("containers", name)+".volumes", target)); m != nil {
			out = append(out, m)
		}
	}
	const tmp = "/tmp"
	if !slices.ContainsFunc(out, func(m fields) bool { return strings.TrimRight(m["mountPath"].(string), "/") == tmp }) {
		b.volumes["tmp"] = fields{"emptyDir": fields{}}
		out = append(out, fields{"name": "tmp", "mountPath": tmp, "subPath": name})
	}
	slices.SortStableFunc(out, func(a, b fields) int { return strings.Compare(a["mountPath"].(string), b["mountPath"].(string)) })
	list := make([]any, len(out))
	for i, m := range out {
		list[i] = m
	}
	return list
}

// volumeMount mounts a resource.
func (b *builder) volumeMount(target string, m Mount, where string) fields {
	name, ok := resourceNamed(m.Source)
	switch {
	case m.Source == "":
		return nil // which was reported
	case !ok:
		b.Report(where+".source", "must be a resource of this file, is "+quoted(m.Source), "Write ${resources.NAME}, and a resource of the type volume of that name.")
		return nil
	}
	res, ok := b.Resources[name]
	if !ok {
		known := sortedKeys(b.Resources)
		if !b.Broken("resources") {
			b.Report(where+".source", "there is no resource "+quoted(name), joined(diag.DidYouMean(name, known), listed(known)))
		}
		return nil
	}
	volume, out := short("volume-"+name), fields{"mountPath": target}
	switch res.Type {
	case "volume":
		b.volume(volume, name, res)
	case "configmap", "environment":
		b.volumes[volume] = fields{"configMap": fields{"name": b.objectName(b.workload, name, res)}}
	case "secret":
		b.volumes[volume] = fields{"secret": fields{"secretName": b.objectName(b.workload, name, res)}}
	default:
		if _, known := FindType(res.Type); known {
			b.Report(where+".source", "a resource of the type "+res.Type+" cannot be mounted", "Those of the types volume, configmap and secret can.")
		}
		return nil
	}
	out["name"] = volume
	if sub := strings.Trim(m.Path, "/"); sub != "" {
		out["subPath"] = sub
	}
	if m.ReadOnly {
		out["readOnly"] = true
	}
	return out
}

// resourceNamed is the resource that a volume's source names: ${resources.NAME},
// also with .source behind it.
func resourceNamed(source string) (string, bool) {
	inner, ok := strings.CutPrefix(source, "${")
	inner, closed := strings.CutSuffix(inner, "}")
	keys := splitKeys(inner)
	ok = ok && closed && keys[0] == "resources" && (len(keys) == 2 || len(keys) == 3 && keys[2] == "source")
	if !ok {
		return "", false
	}
	return keys[1], true
}

// ephemeral is the class of volumes that go with their pod.
const ephemeral = "ephemeral"

// volume adds the volume of a resource to the pod, and its claim.
func (b *builder) volume(volume, name string, res Resource) {
	p, ok := b.param(b.workload, name).(*VolumeParams)
	if !ok {
		return
	}
	if res.Class == ephemeral {
		b.volumes[volume] = fields{"emptyDir": fields{"sizeLimit": string(p.Size)}}
		return
	}
	claim := b.objectName(b.workload, name, res)
	if b.volumes[volume] != nil {
		return
	}
	b.volumes[volume] = fields{"persistentVolumeClaim": fields{"claimName": claim}}
	spec := fields{"accessModes": []any{p.AccessMode}, "resources": fields{"requests": fields{"storage": string(p.Size)}}}
	if res.Class != "" && res.Class != "default" {
		spec["storageClassName"] = res.Class
	}
	o := b.object("v1", "PersistentVolumeClaim", claim).With("spec", spec)
	if res.ID != "" { // nobody's alone
		delete(o["metadata"].(fields)["labels"].(fields), nameLabel)
	}
	b.claimed = append(b.claimed, o)
}

// singleNode is a mounted volume that pods on one node alone may have, "" for none.
func (b *builder) singleNode() string {
	for _, name := range sortedKeys(b.Resources) {
		p, ok := b.param(b.workload, name).(*VolumeParams)
		mounted := b.volumes[short("volume-"+name)]["persistentVolumeClaim"] != nil
		if ok && mounted && strings.HasPrefix(p.AccessMode, "ReadWriteOnce") {
			return name
		}
	}
	return ""
}

// short is a name that fits a label, unique though cut.
func short(name string) string {
	if len(name) <= 50 {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:40] + "-" + hex.EncodeToString(sum[:4])
}

package workload

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"slipway.dev/slipway/diag"
)

// maxContents bounds the files of one container: they are one ConfigMap, and
// Kubernetes stores no larger one.
const maxContents = 1 << 20

// environment are a container's variables. A value that is text and facts of the
// cluster is put together by Kubernetes from variables of their own, which come
// first.
func (b *builder) environment(variables map[string]string, where string) []any {
	taken := map[string]*ref{}
	for name := range variables {
		taken[name] = nil
	}
	var helpers, out []any
	for _, name := range sortedKeys(variables) {
		parts := b.expand(b.workload, variables[name], at(where, name))
		switch {
		case len(parts) == 0:
			out = append(out, fields{"name": name, "value": ""})
		case len(parts) == 1 && parts[0].ref == nil:
			out = append(out, fields{"name": name, "value": literal(parts[0].text)})
		case len(parts) == 1:
			out = append(out, fields{"name": name, "valueFrom": parts[0].ref.source()})
		default:
			var value strings.Builder
			for _, p := range parts {
				if p.ref == nil {
					value.WriteString(strings.ReplaceAll(p.text, "$", "$$"))
					continue
				}
				helper := p.ref.variable()
				for other, used := taken[helper]; used && (other == nil || *other != *p.ref); other, used = taken[helper] {
					helper += "_"
				}
				if taken[helper] == nil {
					helpers = append(helpers, fields{"name": helper, "valueFrom": p.ref.source()})
					taken[helper] = p.ref
				}
				value.WriteString("$(" + helper + ")")
			}
			out = append(out, fields{"name": name, "value": value.String()})
		}
	}
	return append(helpers, out...)
}

// source is where a variable gets a fact from.
func (r *ref) source() fields {
	if r.origin == Secret {
		return fields{"secretKeyRef": fields{"name": r.name, "key": r.key}}
	}
	return fields{"configMapKeyRef": fields{"name": r.name, "key": r.key}}
}

// variable is the name of the variable that a fact gets for itself.
func (r *ref) variable() string {
	upper := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' {
			return c - 'a' + 'A'
		}
		if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, r.resource+"__"+r.from)
	return "SLIPWAY_" + upper
}

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

// fileMounts mounts a container's files, each by itself, so that they hide
// nothing beside them. Those with contents of their own are one ConfigMap.
func (b *builder) fileMounts(name string, c Container) []fields {
	var out []fields
	var items []any
	text, binary := fields{}, fields{}
	volume, size := short("files-"+name), 0
	for _, target := range sortedKeys(c.Files) {
		f, where := c.Files[target], at(at("containers", name)+".files", target)
		if b.Broken(where) {
			continue
		}
		content, whole := b.content(f, where)
		if whole != nil {
			out = append(out, b.wholeMount(name, target, f, whole))
			continue
		}
		key := b.key(target, text, binary)
		if utf8.Valid(content) && !strings.ContainsRune(string(content), 0) {
			text[key] = string(content)
		} else {
			binary[key] = base64.StdEncoding.EncodeToString(content)
		}
		size += len(content)
		items = append(items, item(key, f.Mode))
		out = append(out, fields{"name": volume, "mountPath": target, "subPath": key, "readOnly": true})
		sum := sha256.Sum256(append([]byte(name+"\x00"+target+"\x00"), content...))
		b.sums = append(b.sums, hex.EncodeToString(sum[:]))
	}
	if len(items) == 0 {
		return out
	}
	if size > maxContents {
		b.Report(at("containers", name)+".files", fmt.Sprintf("hold %d bytes, and a ConfigMap no more than %d", size, maxContents), "Put large files into the image or a volume.")
	}
	object := b.name + "-" + name + "-files"
	o := b.object("v1", "ConfigMap", object)
	for field, data := range map[string]fields{"data": text, "binaryData": binary} {
		if len(data) > 0 {
			o[field] = data
		}
	}
	b.configs = append(b.configs, o)
	b.volumes[volume] = fields{"configMap": fields{"name": object, "items": items}}
	return out
}

func item(key, mode string) fields {
	out := fields{"key": key, "path": key}
	if m, err := strconv.ParseInt(strings.TrimPrefix(mode, "0o"), 8, 32); err == nil {
		out["mode"] = int(m)
	}
	return out
}

// key is a file's key in the ConfigMap: its path without what keys cannot have.
func (b *builder) key(target string, taken ...fields) string {
	key := strings.Map(func(c rune) rune {
		if c == '.' || c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return c
		}
		return '_'
	}, strings.Trim(target, "/"))
	if sum := sha256.Sum256([]byte(target)); len(key) > 200 || strings.HasPrefix(key, "..") || key == "." || slices.ContainsFunc(taken, func(m fields) bool { return m[key] != nil }) {
		key = "file-" + strings.TrimLeft(key[:min(len(key), 200)], ".") + "-" + hex.EncodeToString(sum[:8])
	}
	return key
}

// wholeMount is a file that is one fact of the cluster, and nothing else.
func (b *builder) wholeMount(container, target string, f File, r *ref) fields {
	sum := sha256.Sum256([]byte(target))
	volume := short("file-"+container) + "-" + hex.EncodeToString(sum[:4])
	items := []any{item(r.key, f.Mode)}
	if r.origin == Secret {
		b.volumes[volume] = fields{"secret": fields{"secretName": r.name, "items": items}}
	} else {
		b.volumes[volume] = fields{"configMap": fields{"name": r.name, "items": items}}
	}
	return fields{"name": volume, "mountPath": target, "subPath": r.key, "readOnly": true}
}

// content is what a file holds, or the fact of the cluster that it is.
func (b *builder) content(f File, where string) ([]byte, *ref) {
	if f.BinaryContent != "" {
		data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(f.BinaryContent), ""))
		if err != nil {
			b.Report(where+".binaryContent", "is not base64", "")
		}
		return data, nil
	}
	text, field := "", ".content"
	if f.Content != nil {
		text = *f.Content
	} else if f.Source != "" {
		if !fs.ValidPath(path.Clean(f.Source)) {
			return nil, nil // which was reported
		}
		data, err := b.sourceFile(f.Source)
		if err != nil {
			b.Report(where+".source", err.Error(), "Names are relative to the Score file and stay below its folder.")
			return nil, nil
		}
		if !utf8.Valid(data) {
			return data, nil // no text has placeholders
		}
		text, field = string(data), ".source"
	}
	if f.NoExpand {
		return []byte(text), nil
	}
	parts := b.expand(b.workload, text, where+field)
	if len(parts) == 1 && parts[0].ref != nil {
		return nil, parts[0].ref
	}
	var out strings.Builder
	for _, p := range parts {
		if p.ref != nil {
			b.Report(where+field, fmt.Sprintf("${resources.%s.%s}: is known in the cluster alone, and cannot be written into a file among other text", p.ref.resource, p.ref.from), "Make it the whole content of a file of its own, or a variable of the container.")
		}
		out.WriteString(p.text)
	}
	return []byte(out.String()), nil
}

// sourceFile reads a file beside the Score file; its errors are for users.
func (b *builder) sourceFile(name string) ([]byte, error) {
	if b.files == nil {
		return nil, errors.New("names a file, and none can be read here")
	}
	name = path.Clean(name)
	info, err := fs.Stat(b.files, name) // before Open, which waits for the writer of a named pipe
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, fmt.Errorf("the file %s lies outside the folder, or may not be read", name)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", name)
	}
	f, err := b.files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be opened", name)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxContents+1))
	if err != nil {
		return nil, fmt.Errorf("the file %s cannot be read", name)
	}
	return data, nil
}

// short is a name that fits a label, unique though cut.
func short(name string) string {
	if len(name) <= 50 {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:40] + "-" + hex.EncodeToString(sum[:4])
}

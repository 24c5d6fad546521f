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
)

// maxContents bounds the files of one container: they are one ConfigMap, and
// Kubernetes stores no larger one.
const maxContents = 1 << 20

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

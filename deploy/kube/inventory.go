package kube

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"slipway.dev/slipway/assembly"
)

const (
	inventoryLabel     = "slipway.dev/inventory"
	platformLabel      = "slipway.dev/platform"
	afterAnnotation    = "slipway.dev/after"
	originAtAnnotation = "slipway.dev/origin-at"
	whereAnnotation    = "slipway.dev/where"
	digestAnnotation   = "slipway.dev/digest"
	objectsKey         = "objects"
	mostPlain          = 256 << 10 // larger lists are compressed: a ConfigMap holds 1 MiB
	notApplied         = "-"       // the hash of what is about to be applied
)

// Inventory is what a unit has applied to the cluster.
type Inventory struct {
	Unit    assembly.UnitID
	Where   string
	Origin  assembly.Origin
	After   []assembly.UnitID
	Digest  string // of all that was applied; changes with any of it
	Objects []assembly.ObjectRef
}

// inventory is the stored form. Its entries are the only memory between runs.
type inventory struct {
	unit     assembly.UnitID
	platform string
	where    string
	origin   assembly.Origin
	after    []assembly.UnitID
	entries  map[id]entry
	version  string // resourceVersion, "" when it is not stored yet
}

// entry is one object: the version it was written in, the hash of what was
// applied and of the fields that were ours then, and whether it was there before.
type entry struct {
	version, hash, owned string
	adopted              bool
}

const adoptedWord = "adopted"

func inventoryName(u assembly.UnitID) string { return strings.ReplaceAll(string(u), "/", ".") }

func inventoryPath(name string) string {
	path := "/api/v1/namespaces/" + SystemNamespace + "/configmaps"
	if name != "" {
		path += "/" + name
	}
	return path
}

// inventoryOf reads a unit's inventory; an empty one when there is none.
func (d *Deployer) inventoryOf(ctx context.Context, unit assembly.UnitID) (*inventory, error) {
	inv, err := d.anyInventoryOf(ctx, unit)
	if err != nil {
		return nil, err
	}
	if inv.platform != d.opts.Owner {
		return nil, fmt.Errorf("the unit %s of this cluster belongs to the platform %q, not to %q; rename one of the clusters", unit, inv.platform, d.opts.Owner)
	}
	return inv, nil
}

// anyInventoryOf is inventoryOf a unit of whichever platform.
func (d *Deployer) anyInventoryOf(ctx context.Context, unit assembly.UnitID) (*inventory, error) {
	content := map[string]any{}
	err := d.client.get(ctx, inventoryPath(inventoryName(unit)), acceptAll, nil, &content)
	if apierrors.IsNotFound(err) {
		return &inventory{unit: unit, platform: d.opts.Owner, entries: map[id]entry{}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the inventory: %w", err)
	}
	inv, err := decodeInventory(content)
	if err != nil {
		return nil, fmt.Errorf("reading the inventory: %w", err)
	}
	return inv, nil
}

// Inventories are all inventories of the platform in this cluster, by unit.
func (d *Deployer) Inventories(ctx context.Context) ([]Inventory, error) {
	var list struct {
		Items []map[string]any `json:"items"`
	}
	query := url.Values{"labelSelector": {inventoryLabel + "=true," + platformLabel + "=" + d.opts.Owner}}
	if err := d.client.get(ctx, inventoryPath(""), acceptAll, query, &list); err != nil {
		return nil, fmt.Errorf("listing inventories: %w", err)
	}
	var all []Inventory
	for _, item := range list.Items {
		inv, err := decodeInventory(item)
		if err != nil {
			return nil, fmt.Errorf("reading the inventory %s: %w", metaString(item, "name"), err)
		}
		all = append(all, inv.public())
	}
	slices.SortFunc(all, func(a, b Inventory) int { return cmp.Compare(a.Unit, b.Unit) })
	return all, nil
}

// placedAs reports whether both stand at the same place among the units. A line
// of the blueprint that moved is no reason to write.
func (inv *inventory) placedAs(next *inventory) bool {
	return inv.where == next.where && inv.origin.Path == next.origin.Path && slices.Equal(inv.after, next.after)
}

func (inv *inventory) public() Inventory {
	out := Inventory{Unit: inv.unit, Where: inv.where, Origin: inv.origin, After: inv.after, Digest: inv.digest()}
	for _, o := range inv.sorted() {
		k := kindOf{o.group, inv.entries[o].version, o.kind}
		out.Objects = append(out.Objects, assembly.ObjectRef{APIVersion: k.apiVersion(), Kind: o.kind, Namespace: o.namespace, Name: o.name})
	}
	return out
}

func (inv *inventory) sorted() []id {
	return slices.SortedFunc(maps.Keys(inv.entries), func(a, b id) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.kind, b.kind), cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
	})
}

// lines are "apiVersion kind namespace/name hash owned [adopted]", sorted, for people too.
func (inv *inventory) lines() []byte {
	var b bytes.Buffer
	for _, o := range inv.sorted() {
		e := inv.entries[o]
		adopted := ""
		if e.adopted {
			adopted = " " + adoptedWord
		}
		fmt.Fprintf(&b, "%s %s %s/%s %s %s%s\n", kindOf{o.group, e.version, o.kind}.apiVersion(), o.kind,
			cmp.Or(o.namespace, "-"), o.name, cmp.Or(e.hash, notApplied), cmp.Or(e.owned, notApplied), adopted)
	}
	return b.Bytes()
}

func (inv *inventory) digest() string {
	var b bytes.Buffer
	for _, o := range inv.sorted() {
		fmt.Fprintln(&b, o, inv.entries[o].hash)
	}
	return digest(b.Bytes())
}

// encode is the ConfigMap.
func (inv *inventory) encode() ([]byte, error) {
	var after []string
	for _, u := range inv.after {
		after = append(after, string(u))
	}
	meta := map[string]any{
		"name": inventoryName(inv.unit), "namespace": SystemNamespace,
		"labels": map[string]string{inventoryLabel: "true", platformLabel: inv.platform, ManagedByLabel: managedBy},
		"annotations": map[string]string{
			UnitAnnotation: string(inv.unit), OriginAnnotation: inv.origin.Path, originAtAnnotation: inv.origin.At,
			afterAnnotation: strings.Join(after, " "), whereAnnotation: inv.where, digestAnnotation: inv.digest(),
		},
	}
	if inv.version != "" {
		meta["resourceVersion"] = inv.version // two runs must not overwrite each other
	}
	content := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta}
	lines := inv.lines()
	if len(lines) <= mostPlain {
		content["data"] = map[string]string{objectsKey: string(lines)}
		return json.Marshal(content)
	}
	packed, err := pack(lines)
	if err != nil {
		return nil, err
	}
	content["binaryData"] = map[string]string{objectsKey: base64.StdEncoding.EncodeToString(packed)}
	return json.Marshal(content)
}

func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func decodeInventory(content map[string]any) (*inventory, error) {
	meta, _ := content["metadata"].(map[string]any)
	labels, _ := meta["labels"].(map[string]any)
	inv := &inventory{
		unit: assembly.UnitID(annotation(content, UnitAnnotation)), where: annotation(content, whereAnnotation),
		origin:  assembly.Origin{Path: annotation(content, OriginAnnotation), At: annotation(content, originAtAnnotation)},
		version: metaString(content, "resourceVersion"),
	}
	inv.platform, _ = labels[platformLabel].(string)
	for _, u := range strings.Fields(annotation(content, afterAnnotation)) {
		inv.after = append(inv.after, assembly.UnitID(u))
	}
	lines, err := storedLines(content)
	if err != nil {
		return nil, err
	}
	inv.entries, err = parseLines(lines)
	return inv, err
}

func storedLines(content map[string]any) (string, error) {
	if data, ok := content["data"].(map[string]any); ok {
		s, _ := data[objectsKey].(string)
		return s, nil
	}
	binary, _ := content["binaryData"].(map[string]any)
	encoded, _ := binary[objectsKey].(string)
	packed, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(packed) == 0 {
		return "", err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	plain, err := io.ReadAll(io.LimitReader(r, 64<<20))
	return string(plain), err
}

func parseLines(lines string) (map[id]entry, error) {
	entries := map[id]entry{}
	for line := range strings.Lines(lines) {
		f := strings.Fields(line)
		adopted := len(f) == 6 && f[5] == adoptedWord
		if len(f) != 5 && !adopted || !strings.Contains(f[2], "/") {
			return nil, fmt.Errorf("cannot understand %q", line)
		}
		k := parseKind(f[0], f[1])
		namespace, name, _ := strings.Cut(f[2], "/")
		if namespace == "-" {
			namespace = ""
		}
		entries[id{k.group, k.kind, namespace, name}] = entry{k.version, f[3], f[4], adopted}
	}
	return entries, nil
}

// store writes the inventory and makes its namespace when it must. A conflict
// means another run wrote it since it was read.
func (d *Deployer) store(ctx context.Context, inv *inventory) error {
	body, err := inv.encode()
	if err != nil {
		return fmt.Errorf("writing the inventory: %w", err)
	}
	answer, err := d.put(ctx, inv, body)
	if apierrors.IsNotFound(err) && inv.version == "" {
		if err := d.systemNamespace(ctx); err != nil {
			return fmt.Errorf("making the namespace %s: %w", SystemNamespace, err)
		}
		answer, err = d.put(ctx, inv, body)
	}
	if apierrors.IsConflict(err) || apierrors.IsAlreadyExists(err) || apierrors.IsNotFound(err) {
		return d.stored(ctx, inv, err)
	}
	if err != nil {
		return fmt.Errorf("writing the inventory: %w", err)
	}
	var written map[string]any
	if err := json.Unmarshal(answer, &written); err != nil {
		return fmt.Errorf("writing the inventory: %w", err)
	}
	inv.version = metaString(written, "resourceVersion")
	return nil
}

func (d *Deployer) put(ctx context.Context, inv *inventory, body []byte) ([]byte, error) {
	req := call{method: http.MethodPost, path: inventoryPath(""), query: url.Values{"fieldManager": {FieldManager}}, accept: acceptMetadata, content: acceptAll, body: body}
	if inv.version != "" {
		req.method, req.path = http.MethodPut, inventoryPath(inventoryName(inv.unit))
	}
	answer, _, err := d.client.do(ctx, req)
	return answer, err
}

// stored accepts a conflict when the inventory says what it should: the answer
// to an earlier try was lost on the way.
func (d *Deployer) stored(ctx context.Context, inv *inventory, conflict error) error {
	there, err := d.inventoryOf(ctx, inv.unit)
	if err != nil {
		return err
	}
	if there.version != "" && bytes.Equal(there.lines(), inv.lines()) {
		inv.version = there.version
		return nil
	}
	return fmt.Errorf("another run is changing %s at this moment; run again when it is done: %w", inv.unit, conflict)
}

func (d *Deployer) systemNamespace(ctx context.Context) error {
	body := []byte(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"` + SystemNamespace + `","labels":{"` + ManagedByLabel + `":"` + managedBy + `"}}}`)
	_, _, err := d.client.do(ctx, call{
		method: http.MethodPost, path: "/api/v1/namespaces", query: url.Values{"fieldManager": {FieldManager}}, accept: acceptMetadata, content: acceptAll, body: body,
	})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func (d *Deployer) forgetInventory(ctx context.Context, inv *inventory) error {
	_, _, err := d.client.do(ctx, call{method: http.MethodDelete, path: inventoryPath(inventoryName(inv.unit)), accept: acceptMetadata})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the inventory: %w", err)
	}
	return nil
}

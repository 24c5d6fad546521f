package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// object is one manifest with what is needed to place it.
type object struct {
	kind, namespace, name string
	line                  []byte // compact JSON, keys sorted
}

func newObject(data []byte) (object, error) {
	var o struct {
		Kind     string
		Metadata struct{ Name, Namespace string }
	}
	if err := json.Unmarshal(data, &o); err != nil {
		return object{}, err
	}
	var tree any
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return object{}, err
	}
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return object{}, err
	}
	return object{o.Kind, o.Metadata.Namespace, o.Metadata.Name, bytes.TrimSpace(line.Bytes())}, nil
}

// part is the file an object belongs to. A kind that is not known stops the
// generator: someone must decide when it is applied.
func (o object) part() (string, error) {
	switch o.kind {
	case "CustomResourceDefinition":
		return "crds", nil
	case "Namespace", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding",
		"ConfigMap", "Secret", "ResourceQuota":
		return "rbac", nil
	case "Deployment", "StatefulSet", "Service", "NetworkPolicy", "PodDisruptionBudget", "APIService":
		return "workloads", nil
	case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration":
		return "webhooks", nil
	case "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding":
		return "policies", nil
	}
	return "", fmt.Errorf("%s %s: no part is decided for its kind", o.kind, o.name)
}

// split makes a List a part: one object a line, sorted, so that a diff of two
// versions of upstream shows objects.
func split(objects []object, only []string) (map[string][]byte, error) {
	slices.SortFunc(objects, func(a, b object) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.name, b.name))
	})
	parts := map[string][]object{}
	for _, o := range objects {
		part, err := o.part()
		if err != nil {
			return nil, err
		}
		if o.kind == "Secret" && hasData(o.line) {
			return nil, fmt.Errorf("the Secret %s has values; a secret must not be part of a file", o.name)
		}
		if only == nil || slices.Contains(only, part) {
			parts[part] = append(parts[part], o)
		}
	}
	out := map[string][]byte{}
	for part, list := range parts {
		out[part] = listOf(list)
	}
	return out, nil
}

func hasData(line []byte) bool {
	var secret struct{ Data, StringData map[string]string }
	return json.Unmarshal(line, &secret) != nil || len(secret.Data)+len(secret.StringData) > 0
}

func listOf(objects []object) []byte {
	var b bytes.Buffer
	b.WriteString(`{"apiVersion":"v1","kind":"List","items":[` + "\n")
	for i, o := range objects {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.Write(o.line)
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

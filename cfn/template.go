package cfn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Template is a CloudFormation template. Add fills it, JSON writes it.
type Template struct {
	Description string
	Metadata    map[string]any
	Parameters  map[string]Parameter
	Resources   map[string]*Resource
	Outputs     map[string]Output
}

// Parameter is a value that is known only when a stack is made.
type Parameter struct {
	Type        string `json:"Type"` // "String", "CommaDelimitedList", "Number"
	Description string `json:"Description,omitempty"`
	Default     string `json:"Default,omitempty"`
	NoEcho      bool   `json:"NoEcho,omitempty"`
}

// Output is a value that a finished stack hands out.
type Output struct {
	Description string `json:"Description,omitempty"`
	Value       String `json:"Value"`
}

// Properties are those of one type of resource. The generated structs implement it.
type Properties interface {
	// CloudFormationType is the type's name: "AWS::EC2::VPC".
	CloudFormationType() string
}

// What happens to a resource that a stack no longer has ("DeletionPolicy attribute").
const (
	Delete   = "Delete"
	Retain   = "Retain"
	Snapshot = "Snapshot"
)

// Resource is one resource of a template.
type Resource struct {
	id         string
	Properties Properties
	DependsOn  []string
	// DeletionPolicy is for a resource that leaves the template or whose stack is
	// deleted, UpdateReplacePolicy for the old one after a replacement.
	DeletionPolicy      string
	UpdateReplacePolicy string
	Metadata            map[string]any
}

// New is an empty template.
func New(description string) *Template {
	return &Template{Description: description, Parameters: map[string]Parameter{}, Resources: map[string]*Resource{}, Outputs: map[string]Output{}}
}

// Add puts a resource into the template under its logical id. It panics where
// the id is taken: two parts of the program then mean different things by it.
func (t *Template) Add(id string, p Properties) *Resource {
	if _, taken := t.Resources[id]; taken {
		panic("cfn: two resources with the logical id " + id)
	}
	r := &Resource{id: id, Properties: p}
	t.Resources[id] = r
	return r
}

// Param declares a text parameter and refers to it. Declaring it again is fine.
func (t *Template) Param(id, description string) String {
	t.Parameters[id] = Parameter{Type: "String", Description: description}
	return Ref(id)
}

// ListParam declares a parameter that holds a comma-separated list.
func (t *Template) ListParam(id, description string) Strings {
	t.Parameters[id] = Parameter{Type: "CommaDelimitedList", Description: description}
	return RefList(id)
}

// Output hands a value out.
func (t *Template) Output(id, description string, value String) {
	t.Outputs[id] = Output{Description: description, Value: value}
}

// ID is the resource's logical id.
func (r *Resource) ID() string { return r.id }

// Ref is what identifies the resource; which value that is depends on its type.
func (r *Resource) Ref() String { return Ref(r.id) }

// Att is one of the resource's attributes.
func (r *Resource) Att(name string) String { return Att(r.id, name) }

// After makes the resource wait for others that it does not refer to.
func (r *Resource) After(others ...*Resource) *Resource {
	for _, o := range others {
		r.DependsOn = append(r.DependsOn, o.id)
	}
	return r
}

// Keep makes the resource outlive its stack and its replacement: what holds
// data must never go away as a side effect.
func (r *Resource) Keep() *Resource { return r.On(Retain) }

// On sets what happens to the resource when it is deleted or replaced.
func (r *Resource) On(policy string) *Resource {
	r.DeletionPolicy, r.UpdateReplacePolicy = policy, policy
	return r
}

// MarshalJSON writes the resource as a template has it.
func (r *Resource) MarshalJSON() ([]byte, error) {
	return encode(struct {
		Type                string
		Metadata            map[string]any `json:",omitempty"`
		DependsOn           []string       `json:",omitempty"`
		DeletionPolicy      string         `json:",omitempty"`
		UpdateReplacePolicy string         `json:",omitempty"`
		Properties          Properties     `json:",omitempty"`
	}{r.Properties.CloudFormationType(), r.Metadata, r.DependsOn, r.DeletionPolicy, r.UpdateReplacePolicy, r.Properties})
}

// JSON is the template as CloudFormation reads it: equal templates give equal
// bytes. One too long for a request is written with less white space. The error names every limit that is passed and every reference that
// leads nowhere.
func (t *Template) JSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(struct {
		AWSTemplateFormatVersion string
		Description              string               `json:",omitempty"`
		Metadata                 map[string]any       `json:",omitempty"`
		Parameters               map[string]Parameter `json:",omitempty"`
		Resources                map[string]*Resource
		Outputs                  map[string]Output `json:",omitempty"`
	}{"2010-09-09", t.Description, t.Metadata, t.Parameters, t.Resources, t.Outputs})
	if err != nil {
		return nil, fmt.Errorf("writing the template: %w", err)
	}
	data := out.Bytes()
	if len(data) > MaxInlineBytes { // white space counts, too
		if data, err = dense(data); err != nil {
			return nil, fmt.Errorf("writing the template: %w", err)
		}
	}
	if len(data) > MaxInlineBytes { // there is no more to leave out
		var short bytes.Buffer
		if err := json.Compact(&short, data); err != nil {
			return nil, fmt.Errorf("writing the template: %w", err)
		}
		data = short.Bytes()
	}
	if problems := t.check(data); len(problems) > 0 {
		return nil, fmt.Errorf("the template %q: %s", t.Description, strings.Join(problems, "; "))
	}
	return data, nil
}

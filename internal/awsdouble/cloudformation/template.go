package cloudformation

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Quotas of the service ("AWS CloudFormation quotas").
const (
	maxBody       = 51_200
	maxResources  = 500
	maxParameters = 200
	maxOutputs    = 200
)

// template is a parsed template.
type template struct {
	Description string
	Parameters  map[string]parameter
	Mappings    map[string]map[string]map[string]any
	Conditions  map[string]any
	Resources   map[string]declared
	Outputs     map[string]output
}

type parameter struct {
	Type          string
	Default       any
	AllowedValues []any
	NoEcho        any
}

type declared struct {
	Type                string
	Properties          map[string]any
	DependsOn           any
	Condition           string
	DeletionPolicy      string
	UpdateReplacePolicy string
	Metadata            any
}

type output struct {
	Description string
	Value       any
	Condition   string
}

// parse reads a template body and holds it against the quotas.
func (s *Server) parse(body string) (*template, error) {
	if body == "" {
		return nil, invalid("Either Template URL or Template Body must be specified.")
	}
	if len(body) > maxBody {
		return nil, invalid("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to %d", maxBody)
	}
	t, plain := &template{}, map[string]any{}
	if err := json.Unmarshal([]byte(body), &plain); err != nil {
		return nil, invalid("Template format error: JSON not well-formed. (%v)", err)
	}
	if err := json.Unmarshal([]byte(body), t); err != nil {
		return nil, invalid("Template format error: %v", err)
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	if s.opts.Validate != nil {
		if err := s.opts.Validate(plain); err != nil {
			return nil, invalid("Template validation error: %v", err)
		}
	}
	return t, nil
}

func (t *template) check() error {
	if len(t.Resources) == 0 {
		return invalid("Template format error: At least one Resources member must be defined.")
	}
	for what, n := range map[string][2]int{"resources": {len(t.Resources), maxResources}, "parameters": {len(t.Parameters), maxParameters}, "outputs": {len(t.Outputs), maxOutputs}} {
		if n[0] > n[1] {
			return invalid("Template format error: Number of %s, %d, is greater than maximum allowed, %d", what, n[0], n[1])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[id].Type == "" {
			return invalid("Template format error: [/Resources/%s] Every Resources object must contain a Type member.", id)
		}
		for _, need := range t.needs(id) {
			_, resource := t.Resources[need]
			_, param := t.Parameters[need]
			if !resource && !param {
				return invalid("Template format error: Unresolved resource dependencies [%s] in the Resources block of the template", need)
			}
		}
	}
	return t.acyclic()
}

// needs are the resources and parameters that a resource refers to or DependsOn.
func (t *template) needs(id string) []string {
	found := map[string]bool{}
	r := t.Resources[id]
	refs(r.Properties, found)
	switch d := r.DependsOn.(type) {
	case string:
		found[d] = true
	case []any:
		for _, one := range d {
			found[fmt.Sprint(one)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// refs gathers the names in Ref, Fn::GetAtt and Fn::Sub.
func refs(v any, found map[string]bool) {
	add := func(name string) {
		if name, _, _ = strings.Cut(name, "."); !strings.HasPrefix(name, "AWS::") {
			found[name] = true
		}
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			refs(item, found)
		}
	case map[string]any:
		for key, arg := range v {
			switch {
			case key == "Ref":
				add(fmt.Sprint(arg))
			case key == "Fn::GetAtt":
				add(fmt.Sprint(attribute(arg)[0]))
			case key == "Fn::Sub":
				text, own := subArgs(arg)
				for _, name := range variables(text) {
					if _, ok := own[name]; !ok {
						add(name)
					}
				}
				refs(map[string]any(own), found)
			default:
				refs(arg, found)
			}
		}
	}
}

func (t *template) acyclic() error {
	state := map[string]int{} // 1 under way, 2 done
	var visit func(string) error
	visit = func(id string) error {
		switch state[id] {
		case 1:
			return invalid("Circular dependency between resources: [%s]", id)
		case 2:
			return nil
		}
		state[id] = 1
		for _, need := range t.needs(id) {
			if _, ok := t.Resources[need]; ok {
				if err := visit(need); err != nil {
					return err
				}
			}
		}
		state[id] = 2
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		if err := visit(id); err != nil {
			return err
		}
	}
	return nil
}

// order are the resources' names, what they need first.
func (t *template) order() []string {
	var out []string
	seen := map[string]bool{}
	var visit func(string)
	visit = func(id string) {
		if _, ok := t.Resources[id]; !ok || seen[id] {
			return
		}
		seen[id] = true
		for _, need := range t.needs(id) {
			visit(need)
		}
		out = append(out, id)
	}
	for _, id := range slices.Sorted(maps.Keys(t.Resources)) {
		visit(id)
	}
	return out
}

// iam reports whether the template needs CAPABILITY_IAM, and named whether CAPABILITY_NAMED_IAM.
func (t *template) iam() (some, named bool) {
	names := map[string]string{
		"AWS::IAM::Role": "RoleName", "AWS::IAM::User": "UserName", "AWS::IAM::Group": "GroupName",
		"AWS::IAM::ManagedPolicy": "ManagedPolicyName", "AWS::IAM::InstanceProfile": "InstanceProfileName",
		"AWS::IAM::Policy": "", "AWS::IAM::AccessKey": "", "AWS::IAM::UserToGroupAddition": "",
	}
	for _, r := range t.Resources {
		name, ok := names[r.Type]
		some = some || ok
		named = named || ok && name != "" && r.Properties[name] != nil
	}
	return some, named
}

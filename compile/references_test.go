package compile_test

import (
	"regexp"
	"slices"
	"strings"

	"slipway.dev/slipway/cfn"
)

var subVariable = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

// references reports functions that refer to what a template does not have.
func (tpl *template) references(v any, report func(string, ...any)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			tpl.references(item, report)
		}
	case map[string]any:
		if ref, ok := v["Ref"].(string); ok && len(v) == 1 {
			tpl.resolve(ref, report)
			return
		}
		if att, ok := v["Fn::GetAtt"].([]any); ok && len(v) == 1 {
			tpl.resolve(att[0].(string)+"."+att[1].(string), report)
			return
		}
		if sub, ok := v["Fn::Sub"]; ok && len(v) == 1 {
			tpl.substitution(sub, report)
			return
		}
		for _, item := range v {
			tpl.references(item, report)
		}
	}
}

func (tpl *template) substitution(sub any, report func(string, ...any)) {
	local := map[string]any{}
	if pair, ok := sub.([]any); ok {
		local = pair[1].(map[string]any)
		tpl.references(local, report)
		sub = pair[0]
	}
	for _, m := range subVariable.FindAllStringSubmatch(sub.(string), -1) {
		if _, known := local[m[1]]; !known {
			tpl.resolve(m[1], report)
		}
	}
}

// resolve reports a name, or a name with an attribute, that is not there.
func (tpl *template) resolve(name string, report func(string, ...any)) {
	id, attribute, hasAttribute := strings.Cut(name, ".")
	r, isResource := tpl.Resources[id]
	_, isParameter := tpl.Parameters[id]
	switch {
	case strings.HasPrefix(name, "AWS::"):
	case hasAttribute && !isResource, !isResource && !isParameter:
		report("refers to %s, which is not there", name)
	case hasAttribute && !cfn.HasAttribute(r.Type, attribute):
		report("%s has no attribute %s", r.Type, attribute)
	}
}

// statements goes through the statements of every policy inside a value.
func statements(v any, do func(map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			statements(item, do)
		}
	case map[string]any:
		if list, ok := v["Statement"].([]any); ok {
			for _, s := range list {
				if s, ok := s.(map[string]any); ok {
					do(s)
				}
			}
		}
		for _, item := range v {
			statements(item, do)
		}
	}
}

// anything are the statements of a cluster's stacks that may name every
// resource, by the resource that has them, with the reason.
var anything = map[string]string{
	"AWS::KMS::Key kms:*":                          "in a key's policy * is the key itself",
	"AWS::IAM::Role ec2:DescribeInstances":         "EC2 knows no resources for what only describes",
	"AWS::IAM::Role ec2:DescribeInstanceTypes":     "EC2 knows no resources for what only describes",
	"AWS::IAM::Role ec2:DescribeNetworkInterfaces": "EC2 knows no resources for what only describes",
	"AWS::IAM::Role ec2:DescribeTags":              "EC2 knows no resources for what only describes",
}

// wildcards reports statements that name every resource without a reason.
func (tpl *template) wildcards(report func(string, ...any)) {
	for id, r := range tpl.Resources {
		statements(r.Properties, func(s map[string]any) { wildcard(id, r.Type, s, report) })
	}
}

func wildcard(id, resourceType string, s map[string]any, report func(string, ...any)) {
	if !slices.Contains(texts(s["Resource"]), "*") {
		return
	}
	for _, action := range texts(s["Action"]) {
		if anything[resourceType+" "+action] == "" {
			report("%s: %s is allowed on every resource", id, action)
		}
	}
}

func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

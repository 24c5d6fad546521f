package cfn

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Limits of the service ("AWS CloudFormation quotas").
const (
	MaxInlineBytes = 51_200    // a template that is passed in a request
	MaxBytes       = 1_000_000 // a template that lies in a bucket; deploying one needs an asset bucket, so nothing here makes one
	MaxResources   = 500
	MaxParameters  = 200
	MaxOutputs     = 200
	maxDescription = 1024
)

var logicalID = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// check lists what is wrong with a template, sorted.
func (t *Template) check(data []byte) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if len(data) > MaxInlineBytes {
		say("is %d bytes, over the %d that a request may carry", len(data), MaxInlineBytes)
	}
	if len(t.Description) > maxDescription {
		say("its description is %d bytes, over %d", len(t.Description), maxDescription)
	}
	if len(t.Resources) == 0 {
		say("has no resources")
	}
	for _, c := range []struct {
		what     string
		is, most int
	}{{"resources", len(t.Resources), MaxResources}, {"parameters", len(t.Parameters), MaxParameters}, {"outputs", len(t.Outputs), MaxOutputs}} {
		if c.is > c.most {
			say("has %d %s, over %d", c.is, c.what, c.most)
		}
	}
	for _, id := range t.ids() {
		if len(id) > 255 || !logicalID.MatchString(id) {
			say("the logical id %q must be letters and digits", id)
		}
	}
	for id, r := range t.Resources {
		for _, d := range r.DependsOn {
			if t.Resources[d] == nil {
				say("%s waits for %s, which is not there", id, d)
			}
		}
	}
	for _, ref := range t.dangling(data) {
		say("refers to %s, which is not there", ref)
	}
	sort.Strings(out)
	return slices.Compact(out)
}

func (t *Template) ids() []string {
	var ids []string
	for id := range t.Resources {
		ids = append(ids, id)
	}
	for id := range t.Parameters {
		ids = append(ids, id)
		if t.Resources[id] != nil {
			ids = append(ids, id+" (a parameter and a resource)")
		}
	}
	for id := range t.Outputs {
		ids = append(ids, id)
	}
	return ids
}

var (
	refs = regexp.MustCompile(`"Ref": "([^"]+)"|"Fn::GetAtt": \[\s*"([^"]+)"`)
	subs = regexp.MustCompile(`"Fn::Sub": ("(?:[^"\\]|\\.)*")`)
	vars = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)
)

// dangling are the names that the written template refers to and does not have.
func (t *Template) dangling(data []byte) []string {
	var out []string
	look := func(name string) {
		name, _, _ = strings.Cut(name, ".")
		if _, isParameter := t.Parameters[name]; !isParameter && t.Resources[name] == nil && !strings.HasPrefix(name, "AWS::") {
			out = append(out, name)
		}
	}
	for _, m := range refs.FindAllSubmatch(data, -1) {
		look(string(m[1]) + string(m[2]))
	}
	for _, m := range subs.FindAllSubmatch(data, -1) {
		for _, v := range vars.FindAllSubmatch(m[1], -1) {
			look(string(v[1]))
		}
	}
	return out
}

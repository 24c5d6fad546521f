package cloudformation

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/cfn"
)

// work is a unit on its way: what is asked for, what is there, and what Diff
// has prepared.
type work struct {
	unit     *assembly.Unit
	stack    assembly.Stack
	body     string
	template *template
	tags     map[string]string

	live    *types.Stack // nil: there is none
	set     string       // ARN of the change set that makes the difference
	empty   bool         // the change set would do nothing
	guessed bool         // there was no change set to compare with
	protect bool         // termination protection is missing
	adopt   bool         // what an earlier stack has kept is taken over
	adopted []adopted    // by the change set
}

// template is what the deployer reads of one.
type template struct {
	Parameters map[string]struct{ Default any }
	Resources  map[string]declared
}

type declared struct {
	Type                                string
	Properties                          any
	DeletionPolicy, UpdateReplacePolicy string
}

// read takes a unit apart and refuses what no request can carry.
func (d *Deployer) read(u *assembly.Unit) (*work, error) {
	s, err := u.Stack()
	if err != nil {
		return nil, err
	}
	body, ok := u.Files[assembly.TemplateFile]
	if !ok {
		return nil, fmt.Errorf("unit %s has no %s", u.ID, assembly.TemplateFile)
	}
	if len(body) > cfn.MaxInlineBytes {
		return nil, fmt.Errorf("the template of the stack %s is %d bytes; a request carries %d, and there is no bucket to put it in\n"+
			"Divide what the unit holds, or make it smaller", s.Name, len(body), cfn.MaxInlineBytes)
	}
	w := &work{unit: u, stack: s, body: string(body), tags: d.tags(u, s)}
	if w.template, err = parse(w.body); err != nil {
		return nil, fmt.Errorf("the template of the stack %s: %w", s.Name, err)
	}
	return w, nil
}

func parse(body string) (*template, error) {
	t := &template{}
	if err := json.Unmarshal([]byte(body), t); err != nil {
		return nil, fmt.Errorf("reading the template: %w", err)
	}
	return t, nil
}

// mostTag is how long a tag's value may be ("Tag naming limits and requirements").
const mostTag = 256

const afterNothing = "-" // the AfterTag of a unit that comes first

// tags are the unit's own and those the deployer finds its stacks by.
func (d *Deployer) tags(u *assembly.Unit, s assembly.Stack) map[string]string {
	out := map[string]string{}
	maps.Copy(out, s.Tags)
	out[PlatformTag], out[UnitTag] = d.opts.Platform, string(u.ID)
	var after []string
	for _, id := range u.After {
		after = append(after, string(id))
	}
	if joined := cmp.Or(strings.Join(after, " "), afterNothing); len(joined) <= mostTag {
		out[AfterTag] = joined
	}
	return out
}

// tagged reports whether the stack has the tags it should have. Its place in
// the order alone is no reason to touch all its resources.
func (w *work) tagged() bool {
	has := map[string]string{}
	for _, t := range w.live.Tags {
		if key := aws.ToString(t.Key); !strings.HasPrefix(key, "aws:") && key != AfterTag {
			has[key] = aws.ToString(t.Value)
		}
	}
	wanted := maps.Clone(w.tags)
	delete(wanted, AfterTag)
	return maps.Equal(has, wanted)
}

// supplied reports whether the stack has the parameters it should have.
func (w *work) supplied() bool {
	for _, p := range w.live.Parameters {
		name := aws.ToString(p.ParameterKey)
		wanted, given := w.stack.Parameters[name]
		if !given {
			wanted = fmt.Sprint(w.template.Parameters[name].Default)
		}
		if aws.ToString(p.ParameterValue) != wanted {
			return false
		}
	}
	return len(w.live.Parameters) == len(w.template.Parameters)
}

func (w *work) sdkTags() []types.Tag {
	var out []types.Tag
	for _, key := range slices.Sorted(maps.Keys(w.tags)) {
		out = append(out, types.Tag{Key: aws.String(key), Value: aws.String(w.tags[key])})
	}
	return out
}

func (w *work) parameters() []types.Parameter {
	var out []types.Parameter
	for _, key := range slices.Sorted(maps.Keys(w.stack.Parameters)) {
		out = append(out, types.Parameter{ParameterKey: aws.String(key), ParameterValue: aws.String(w.stack.Parameters[key])})
	}
	return out
}

func (w *work) capabilities() []types.Capability {
	var out []types.Capability
	for _, c := range w.stack.Capabilities {
		out = append(out, types.Capability(c))
	}
	return out
}

// name is a resource as people see it: "AWS::EKS::Nodegroup General (dev-general)".
func name(resourceType, logical, physical *string) string {
	s := aws.ToString(resourceType) + " " + aws.ToString(logical)
	if p := aws.ToString(physical); p != "" {
		s += " (" + p + ")"
	}
	return s
}

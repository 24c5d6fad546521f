package blueprint

import (
	"reflect"
	"strings"
)

// Field is what one field of a settings struct says about itself in its tags.
// The decoder, Validate, the schema and the reference all read fields only so.
type Field struct {
	Name    string // as YAML writes it
	Doc     string
	Default string
	Rules   []Rule
	Type    reflect.Type
	index   []int // as reflect.Value.FieldByIndex wants it
	inert   bool  // nothing about it can be wrong or left to fill in
}

// Rule is one entry of a check tag: "max=6" has the name max and the argument 6.
type Rule struct{ Name, Arg string }

// Fields are the settings of a struct type (or a pointer to one), in the order
// they are declared; those of an embedded struct with the tag yaml:",inline"
// stand in its place. Fields without a yaml name are no settings.
func Fields(t reflect.Type) []Field {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if inlined(f) {
			for _, inner := range Fields(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				fields = append(fields, inner)
			}
			continue
		}
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		field := Field{
			Name: name, Doc: f.Tag.Get("doc"), Default: f.Tag.Get("default"),
			Rules: parseRules(f.Tag.Get("check")), Type: f.Type, index: f.Index,
		}
		field.inert = field.Default == "" && len(field.Rules) == 0 && !mayHold(f.Type)
		fields = append(fields, field)
	}
	return fields
}

func inlined(f reflect.StructField) bool {
	return f.Anonymous && f.IsExported() && f.Tag.Get("yaml") == ",inline"
}

// Rule finds a rule by name.
func (f Field) Rule(name string) (Rule, bool) {
	for _, r := range f.Rules {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}

// Required reports whether the field must be given.
func (f Field) Required() bool {
	_, required := f.Rule("required")
	return required
}

// Choices are the values of an enum rule, nil where there is none.
func (f Field) Choices() []string {
	r, ok := f.Rule("enum")
	if !ok {
		return nil
	}
	return strings.Split(r.Arg, "|")
}

func parseRules(tag string) []Rule {
	if tag == "" {
		return nil
	}
	var rules []Rule
	for entry := range strings.SplitSeq(tag, ",") {
		name, arg, _ := strings.Cut(entry, "=")
		rules = append(rules, Rule{Name: name, Arg: arg})
	}
	return rules
}

// plan is Fields remembered for the length of one reading or validation.
type plan map[reflect.Type][]Field

func (p plan) fields(t reflect.Type) []Field {
	fields, ok := p[t]
	if !ok {
		fields = Fields(t)
		p[t] = fields
	}
	return fields
}

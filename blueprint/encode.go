package blueprint

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// EncodeYAML writes a platform as YAML in one canonical form: same platform,
// same bytes, and Parse reads the same platform back. What is empty is left
// out. Objects read from extend.files are not written, only the files' names.
func EncodeYAML(p *Platform) ([]byte, error) {
	e := encoder{plan: plan{}, zeros: p.defaulted}
	root, err := e.value(reflect.ValueOf(p).Elem(), nil)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	dumper, err := yaml.NewDumper(&out, yaml.WithV4Defaults(), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("writing the platform: %w", err)
	}
	if err := dumper.Dump(root); err != nil {
		return nil, fmt.Errorf("writing the platform: %w", err)
	}
	if err := dumper.Close(); err != nil {
		return nil, fmt.Errorf("writing the platform: %w", err)
	}
	return out.Bytes(), nil
}

// encoder turns Go values into node trees by their yaml tags.
type encoder struct {
	plan  plan
	zeros bool // zeros are meant, also where there is a default
}

func (e encoder) value(x reflect.Value, at *place) (*yaml.Node, error) {
	if list, ok := x.Interface().(AddOns); ok {
		return e.addOns(list, at)
	}
	if d, ok := x.Interface().(time.Duration); ok {
		return plain("!!str", d.String()), nil
	}
	if x.Type() == reflect.TypeFor[ServiceType]() {
		return e.serviceType(x, at)
	}
	switch x.Kind() {
	case reflect.Pointer, reflect.Interface:
		if x.IsNil() {
			return plain("!!null", "null"), nil
		}
		return e.value(x.Elem(), at)
	case reflect.Struct:
		return e.structure(x, at)
	case reflect.Map:
		return e.mapping(x, at)
	case reflect.Slice, reflect.Array:
		return e.list(x, at)
	}
	return scalarNode(x, at)
}

func (e encoder) structure(x reflect.Value, at *place) (*yaml.Node, error) {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, f := range e.plan.fields(x.Type()) {
		v := x.FieldByIndex(f.index)
		meant := e.zeros && v.CanInt() && f.Default != ""
		if isEmpty(v) && !meant || v.Kind() == reflect.Struct && leftOut(v) {
			continue
		}
		node, err := e.value(v, at.field(f.Name))
		if err != nil {
			return nil, err
		}
		out.Content = append(out.Content, plain("!!str", f.Name), node)
	}
	if s, ok := x.Interface().(Service); ok && s.Type != nil {
		settings, err := e.structure(reflect.ValueOf(settable(s.Type)).Elem(), at)
		if err != nil {
			return nil, err
		}
		out.Content = append(out.Content, settings.Content...)
	}
	return flowIfEmpty(out), nil
}

// serviceType is the name of a service's type; its settings stand beside it.
func (e encoder) serviceType(x reflect.Value, at *place) (*yaml.Node, error) {
	kind, _ := x.Interface().(ServiceType)
	if kind = settable(kind); kind == nil {
		return nil, fmt.Errorf("%s: is nil", at)
	}
	return textNode(kind.Info().Name, at)
}

// leftOut reports whether a struct says nothing: only what is exported counts.
func leftOut(x reflect.Value) bool {
	for i := range x.NumField() {
		if f := x.Field(i); x.Type().Field(i).IsExported() && !isEmpty(f) && (f.Kind() != reflect.Struct || !leftOut(f)) {
			return false
		}
	}
	return true
}

func (e encoder) mapping(x reflect.Value, at *place) (*yaml.Node, error) {
	out := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	if x.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("%s: a map whose keys are no text cannot be written", at)
	}
	for _, key := range slices.Sorted(maps.Keys(keySet(x))) {
		k, err := textNode(key, at)
		if err != nil {
			return nil, err
		}
		here := at.at(segment(key))
		v := x.MapIndex(reflect.ValueOf(key).Convert(x.Type().Key()))
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return nil, fmt.Errorf("%s: is nil", here)
		}
		node, err := e.value(v, here)
		if err != nil {
			return nil, err
		}
		out.Content = append(out.Content, k, node)
	}
	return flowIfEmpty(out), nil
}

func (e encoder) list(x reflect.Value, at *place) (*yaml.Node, error) {
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i := range x.Len() {
		node, err := e.value(x.Index(i), at.at(strconv.Itoa(i)))
		if err != nil {
			return nil, err
		}
		out.Content = append(out.Content, node)
	}
	return flowIfEmpty(out), nil
}

func (e encoder) addOns(list AddOns, at *place) (*yaml.Node, error) {
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i, a := range list {
		a = settable(a)
		if a == nil {
			return nil, fmt.Errorf("%s[%d]: is nil", at, i)
		}
		name := a.Info().Name
		settings, err := e.structure(reflect.ValueOf(a).Elem(), at.at(name))
		if err != nil {
			return nil, err
		}
		entry, err := textNode(name, at)
		if err != nil {
			return nil, err
		}
		if len(settings.Content) > 0 {
			entry = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{entry, settings}}
		}
		out.Content = append(out.Content, entry)
	}
	return flowIfEmpty(out), nil
}

func flowIfEmpty(n *yaml.Node) *yaml.Node {
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	return n
}

func plain(tag, text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
}

func scalarNode(x reflect.Value, at *place) (*yaml.Node, error) {
	switch {
	case !x.IsValid():
		return plain("!!null", "null"), nil
	case x.Kind() == reflect.String:
		return textNode(x.String(), at)
	case x.Kind() == reflect.Bool:
		return plain("!!bool", strconv.FormatBool(x.Bool())), nil
	case x.CanInt() && x.Int() == None:
		return plain("!!int", "0"), nil
	case x.CanInt():
		return plain("!!int", strconv.FormatInt(x.Int(), 10)), nil
	case x.CanUint():
		return plain("!!int", strconv.FormatUint(x.Uint(), 10)), nil
	case x.CanFloat() && !math.IsNaN(x.Float()) && !math.IsInf(x.Float(), 0):
		return plain("!!float", floatText(x.Float())), nil
	}
	return nil, fmt.Errorf("%s: a value of this kind cannot be written: %v", at, x.Kind())
}

// floatText keeps a point in the number, so that it is read as one that had one.
func floatText(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if strings.ContainsAny(s, ".e") {
		return s
	}
	return s + ".0"
}

// textNode leaves quoting to the writer unless the text has characters that
// YAML folds or drops.
func textNode(s string, at *place) (*yaml.Node, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("%s: holds text that is not UTF-8", at)
	}
	n := plain("!!str", s)
	odd := strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r > 0x7e }) || s != strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "<<", "y", "n", "yes", "no", "on", "off": // older readers take some of these for booleans
		odd = true
	}
	if odd {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n, nil
}

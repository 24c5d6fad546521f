package cloudformation

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// later stands for what is known only after a resource was made, as change
// sets show it.
const later = "{{changeSet:KNOWN_AFTER_APPLY}}"

// scope is what a template is evaluated in.
type scope struct {
	t      *template
	params map[string]string
	pseudo map[string]any
	ref    func(id string) (any, error)
	att    func(id, attribute string) (any, error)
}

type noValue struct{}

// eval replaces intrinsic functions by their values. AWS::NoValue takes its
// property or list item away.
func (s *scope) eval(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		return s.evalList(v)
	case map[string]any:
		if len(v) == 1 {
			for name, arg := range v {
				if name == "Ref" || name == "Condition" || strings.HasPrefix(name, "Fn::") {
					return s.call(name, arg)
				}
			}
		}
		out := map[string]any{}
		for key, item := range v {
			value, err := s.eval(item)
			if err != nil {
				return nil, err
			}
			if value != (noValue{}) {
				out[key] = value
			}
		}
		return out, nil
	}
	return v, nil
}

func (s *scope) evalList(v []any) (any, error) {
	out := []any{}
	for _, item := range v {
		value, err := s.eval(item)
		if err != nil {
			return nil, err
		}
		if _, none := value.(noValue); !none {
			out = append(out, value)
		}
	}
	return out, nil
}

func (s *scope) call(name string, arg any) (any, error) {
	switch name {
	case "Ref":
		return s.lookup(fmt.Sprint(arg))
	case "Fn::GetAtt":
		a := attribute(arg)
		return s.att(a[0], a[1])
	case "Fn::Sub":
		return s.sub(arg)
	case "Fn::If":
		return s.choose(arg)
	case "Condition":
		return s.condition(fmt.Sprint(arg))
	}
	value, err := s.eval(arg)
	if err != nil {
		return nil, err
	}
	list, _ := value.([]any)
	switch {
	case name == "Fn::Base64":
		return base64.StdEncoding.EncodeToString([]byte(fmt.Sprint(value))), nil
	case name == "Fn::GetAZs":
		region := fmt.Sprint(value)
		if region == "" {
			region = fmt.Sprint(s.pseudo["AWS::Region"])
		}
		return []any{region + "a", region + "b", region + "c"}, nil
	case name == "Fn::ToJsonString":
		out, err := json.Marshal(value)
		return string(out), err
	case name == "Fn::Length":
		return len(list), nil
	case name == "Fn::Not" && len(list) == 1:
		return list[0] != true, nil
	case name == "Fn::And" || name == "Fn::Or":
		for _, item := range list {
			if (item == true) == (name == "Fn::Or") {
				return item == true, nil
			}
		}
		return name == "Fn::And", nil
	case len(list) < 2:
		return nil, invalid("Template error: every %s object requires a list of arguments", name)
	}
	return s.listCall(name, list)
}

// listCall are the functions of two or three arguments.
func (s *scope) listCall(name string, list []any) (any, error) {
	items, _ := list[1].([]any)
	switch name {
	case "Fn::Equals":
		return reflect.DeepEqual(text(list[0]), text(list[1])), nil
	case "Fn::Join":
		var parts []string
		for _, item := range items {
			parts = append(parts, text(item))
		}
		if list[1] == later {
			return later, nil
		}
		return strings.Join(parts, text(list[0])), nil
	case "Fn::Split":
		out := []any{}
		for part := range strings.SplitSeq(text(list[1]), text(list[0])) {
			out = append(out, part)
		}
		return out, nil
	case "Fn::Select":
		i, err := strconv.Atoi(text(list[0]))
		if one := text(list[1]); items == nil && strings.Contains(one, later) || len(items) == 1 && strings.Contains(text(items[0]), later) {
			return later, nil
		}
		if err != nil || i < 0 || i >= len(items) {
			return nil, invalid("Template error: Fn::Select cannot select nonexistent value at index %s", text(list[0]))
		}
		return items[i], nil
	case "Fn::FindInMap":
		if len(list) == 3 {
			if v, ok := s.t.Mappings[text(list[0])][text(list[1])][text(list[2])]; ok {
				return v, nil
			}
		}
		return nil, invalid("Template error: Unable to get mapping for %v", list)
	case "Fn::Cidr":
		return cidr(list)
	}
	return nil, invalid("Template error: the function %s is not modelled here", name)
}

func (s *scope) lookup(id string) (any, error) {
	if id == "AWS::NoValue" {
		return noValue{}, nil
	}
	if v, ok := s.pseudo[id]; ok {
		return v, nil
	}
	if p, ok := s.t.Parameters[id]; ok {
		value := s.params[id]
		if !strings.HasPrefix(p.Type, "List<") && p.Type != "CommaDelimitedList" {
			return value, nil
		}
		list := []any{}
		for item := range strings.SplitSeq(value, ",") {
			list = append(list, strings.TrimSpace(item))
		}
		return list, nil
	}
	return s.ref(id)
}

func (s *scope) choose(arg any) (any, error) {
	list, _ := arg.([]any)
	if len(list) != 3 {
		return nil, invalid("Template error: Fn::If requires a list argument with three arguments")
	}
	holds, err := s.condition(fmt.Sprint(list[0]))
	if err != nil {
		return nil, err
	}
	if holds {
		return s.eval(list[1])
	}
	return s.eval(list[2])
}

// condition reports whether a condition of the template holds; "" does.
func (s *scope) condition(name string) (bool, error) {
	if name == "" {
		return true, nil
	}
	c, ok := s.t.Conditions[name]
	if !ok {
		return false, invalid("Template error: unresolved condition dependency %s", name)
	}
	v, err := s.eval(c)
	return v == true, err
}

var variable = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

func variables(text string) []string {
	var out []string
	for _, m := range variable.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

func (s *scope) sub(arg any) (any, error) {
	format, own := subArgs(arg)
	var failed error
	out := variable.ReplaceAllStringFunc(format, func(m string) string {
		name := m[2 : len(m)-1]
		var value any
		var err error
		if mine, ok := own[name]; ok {
			value, err = s.eval(mine)
		} else if id, att, ok := strings.Cut(name, "."); ok {
			value, err = s.att(id, att)
		} else {
			value, err = s.lookup(name)
		}
		if err != nil {
			failed = err
		}
		return text(value)
	})
	return strings.ReplaceAll(out, "${!", "${"), failed
}

func subArgs(arg any) (string, map[string]any) {
	if list, ok := arg.([]any); ok && len(list) == 2 {
		own, _ := list[1].(map[string]any)
		return fmt.Sprint(list[0]), own
	}
	return fmt.Sprint(arg), nil
}

// attribute is the argument of Fn::GetAtt: a list, or a text with a dot.
func attribute(arg any) [2]string {
	if list, ok := arg.([]any); ok && len(list) == 2 {
		return [2]string{fmt.Sprint(list[0]), fmt.Sprint(list[1])}
	}
	id, att, _ := strings.Cut(fmt.Sprint(arg), ".")
	return [2]string{id, att}
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, text(item))
		}
		return strings.Join(parts, ",")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// cidr is Fn::Cidr for IPv4.
func cidr(list []any) (any, error) {
	count, err1 := strconv.Atoi(text(list[1]))
	bits, err2 := 8, error(nil)
	if len(list) > 2 {
		bits, err2 = strconv.Atoi(text(list[2]))
	}
	if strings.Contains(text(list[0]), later) {
		out := make([]any, count)
		for i := range out {
			out[i] = later
		}
		return out, nil
	}
	block, err3 := netip.ParsePrefix(text(list[0]))
	if err1 != nil || err2 != nil || err3 != nil {
		return nil, invalid("Template error: Fn::Cidr of %v", list)
	}
	if block.Addr().Is6() {
		out := make([]any, count)
		for i := range out {
			out[i] = fmt.Sprintf("2600:1f16:%x::/%d", i, 128-bits)
		}
		return out, nil
	}
	raw := block.Masked().Addr().As4()
	at := uint32(raw[0])<<24 | uint32(raw[1])<<16 | uint32(raw[2])<<8 | uint32(raw[3])
	out := []any{}
	for range count {
		a := netip.AddrFrom4([4]byte{byte(at >> 24), byte(at >> 16), byte(at >> 8), byte(at)})
		if !block.Contains(a) {
			return nil, invalid("Template error: Fn::Cidr: %s is too small for %d ranges", block, count)
		}
		out = append(out, netip.PrefixFrom(a, 32-bits).String())
		at += 1 << bits
	}
	return out, nil
}
